"""Reads a report as people see it: its pages as lines, where words stand, and which glyphs are drawn."""

import re
import subprocess
from io import BytesIO
from typing import Any

import pikepdf
from django.utils import translation

from phases.models import Answer, GateDecision, Question
from phases.reports import gather
from phases.reports.pdf_process import RenderedPdf, render_pdf
from phases.reports.render import document_of
from projects.models import Initiative, User
from tests import factories

HEAD_AND_FOOT = ("-x", "0", "-y", "70", "-W", "595", "-H", "704")
SCRIPTS = {
    "Latin": "Łódź, İstanbul, Đà Nẵng, Čeština, ő ğ ș",
    "Arabic": "مرحبا بكم، اسمي ليلى",
    "Hebrew": "שלום לכם, שמי מרים",
    "Amharic": "ኤልሳ ትባላለች፤ ሰላም ለሁሉም",
    "Tigrinya": "ከመይ ኣለኹም፡ ብትግርኛ እዛረብ",
    "Devanagari": "नमस्ते, मेरा नाम प्रिया है",
    "Gurmukhi": "ਸਤ ਸ੍ਰੀ ਅਕਾਲ, ਮੇਰਾ ਨਾਮ ਗੁਰਪ੍ਰੀਤ ਹੈ",
    "Tamil": "வணக்கம், என் பெயர் அருண்",
    "Bengali": "নমস্কার, আমার নাম রিনা",
    "Chinese": "您好，我叫王小明",
    "Japanese": "こんにちは、私の名前は花子です",
    "Korean": "안녕하세요, 제 이름은 민지입니다",
    "Thai": "สวัสดีครับ ผมชื่อสมชาย",
    "Cyrillic": "Добрий день, мене звати Оксана",
    "Greek": "Καλημέρα, με λένε Ελένη",
    "Emoji": "👍 😀 ❤️ 👩‍👧 ✅ 🏡",
}
PRIVATE = "\ue000"
"""A sign that no font has."""


def printed(initiative: Initiative, language: str = "nl", phase: Any = None) -> RenderedPdf:
    """Print the report."""
    with translation.override(language):
        return render_pdf(document_of(gather(initiative, phase, made_by="Lea Lead")))


def pages(pdf: bytes) -> list[list[str]]:
    """Return the lines of each page, without running head and foot."""
    return [
        [line.strip() for line in page.splitlines() if line.strip()]
        for page in _text(pdf, "-layout", *HEAD_AND_FOOT).split("\f")[:-1]
    ]


def flow(pdf: bytes) -> str:
    """Return the text in the order in which it was drawn, without any line end."""
    return re.sub(r"\s*\n\s*", "", _text(pdf, "-raw").replace("\f", ""))


def words(pdf: bytes, page: int) -> list[tuple[str, float, float, float, float]]:
    """Return each word of a page with where it begins and ends: left, top, right, bottom in points."""
    number = str(page)
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        _text(pdf, "-bbox", "-f", number, "-l", number),
    )
    return [(word, *(float(each) for each in box)) for *box, word in found]


def boxes_drawn(pdf: bytes) -> int:
    """Count the glyphs with number 0 or beyond its font: the boxes that stand for a sign nobody can draw."""
    drawn = 0
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            font: Any = None
            for step in pikepdf.parse_content_stream(page):
                operands, operator = step.operands, step.operator
                if str(operator) == "Tf":
                    font = page.Resources.Font[str(operands[0])]
                elif str(operator) == "TJ" and font is not None and str(font.Subtype) == "/Type0":
                    texts = [bytes(each) for each in operands[0] if isinstance(each, pikepdf.String)]
                    drawn += sum(
                        text[at : at + 2] == b"\0\0" for text in texts for at in range(0, len(text), 2)
                    )
    return drawn


def _text(pdf: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def fit(text: str, length: int) -> str:
    """Repeat a text until it has exactly this many letters."""
    return (text * (length // len(text) + 1))[: length - 1].rstrip() + "."


def fill(initiative: Initiative, *, by: User) -> None:
    """Write as much as fits: 60 groups, long answers and outcomes, decisions of 4,000 letters, every script."""
    texts = ["\n\n".join(SCRIPTS.values()), fit("Mensen willen een vaste contactpersoon. ", 9_900), "Kort."]
    for number, question in enumerate(Question.objects.order_by("phase__number", "pk")):
        Answer.record(initiative, question, texts[number % 3], by=by, version=0)
    scripts = list(SCRIPTS.values())
    groups = [
        factories.make_stakeholder(
            initiative,
            scripts[number]
            if number < len(scripts)
            else fit(f"Groep {number} uit de wijk en omgeving ", 119),
            end_users=number % 2 == 0,
            stake=fit("Wil invloed op de afspraken en hulp bij formulieren. ", 299) if number % 3 else "",
            engagement="collaborate" if number % 2 else "inform",
            interest=1 + number % 5,
        )
        for number in range(60)
    ]
    for phase in {question.phase for question in Question.objects.select_related("phase")}:
        workshop = factories.make_workshop(initiative, phase, title=fit("Ontwerpavond in de buurt ", 119))
        workshop.count_people({group: number % 9 for number, group in enumerate(groups)}, by=by)
        factories.make_outcome(workshop, text=fit("Mensen willen een vaste contactpersoon. ", 1_900))
        GateDecision.objects.create(
            initiative=initiative,
            phase=phase,
            kind="go-with-conditions",
            reason=fit("Er zijn genoeg mensen gesproken. ", 2_000),
            conditions=fit("Nog eens praten met werkgevers. ", 2_000),
            decided_by=fit("Opdrachtgever ", 200),
            users_voice=fit("Raad van gebruikers ", 200),
            decided_on=initiative.start_date,
            by=by,
        )
