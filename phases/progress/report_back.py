"""The report-back sheet of a workshop or a theme: what we heard, what we do with it, what we do not do, and why.

What people are told is frozen as it stands here: `content()` gives it as plain values. Its `items` are what was said
about one thing, each with `name` (of a theme, else empty), `said` (a list of `outcome`, its id, and `text`: None once it
was taken out) and `feedback` (an id), `kind`, `passed_to` and `because`, all four None where feedback is still to come.
`again` is where people meet next: `title`, `at` (what the clock of the room shows then), `place`, `access` and `reward`;
None without one.
`left_off` is how many outcomes more there are than fit.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.typed_text import isolated

from ..models import TOLD_AS, Feedback, FeedbackKind, Outcome, Theme, Workshop, hash_of

MAX_SHOWN = 5
"""So many of the things that were said about one theme are shown on a sheet."""
ENDS = ".!?…"
"""The signs that end a sentence."""
ICONS = {"did": "tick", "will": "clock", "partly": "half", "will-not": "minus", "not-ours": "minus"}
MAX_SAID = 200
"""So many outcomes stand on one sheet."""


@dataclass(frozen=True)
class Said:
    """Something that was said; `text` is None once it was taken out at a wish."""

    outcome: str
    text: str | None
    is_quote: bool = False


@dataclass(frozen=True)
class Item:
    """What was said about one thing, and what is done with it."""

    name: str
    said: list[Said]
    feedback: str | None = None
    kind: str | None = None
    passed_to: str | None = None
    because: str | None = None

    @property
    def shown(self) -> list[Said]:
        """Return what stands on the sheet of what was said."""
        return self.said[:MAX_SHOWN]

    @property
    def is_quote(self) -> bool:
        """Tell whether its title is a quote."""
        return not self.name and self.said[0].is_quote

    @property
    def more_said(self) -> int:
        """Return how many things were said besides those that stand on the sheet."""
        return max(0, len(self.said) - MAX_SHOWN)

    @property
    def told_as(self) -> str:
        """Return how what is done with it begins."""
        return str(TOLD_AS[self.kind]) if self.kind else ""

    @property
    def icon(self) -> str:
        """Return the name of the picture beside what is done with it."""
        return ICONS.get(self.kind or "", "clock")

    @property
    def title(self) -> str | None:
        """Return what it is about in short: the theme, or what the one outcome said; None where that was taken out."""
        return self.name or self.said[0].text


@dataclass(frozen=True)
class Again:
    """Where people meet next."""

    title: str
    at: str
    place: str
    access: str = ""
    reward: str = ""

    @property
    def start(self) -> datetime:
        """Return what the clock of the room shows then, without a time zone."""
        return datetime.fromisoformat(self.at)

    @property
    def when(self) -> str:
        """Return its day and time in words."""
        day, time = date_format(self.start, "l j F"), date_format(self.start, "H:i")
        return _("{day} at {time}").format(day=day, time=time)

    @property
    def text(self) -> str:
        """Return it as sentences."""
        where = ", ".join(filter(None, (self.title, self.when, self.place)))
        said = [part for part in (where, self.access, self.reward) if part]
        return " ".join(part if part[-1] in ENDS else f"{part}." for part in said)


@dataclass(frozen=True)
class Sheet:
    """What people are told about a workshop or a theme."""

    title: str
    day: str | None
    items: list[Item]
    again: Again | None = None
    left_off: int = 0

    @property
    def heading(self) -> str:
        """Return what stands above it, to those who took part."""
        about = _("This is what you said about ‘{title}’, and what we do with it")
        words = _("This is what you said at ‘{title}’, and what we do with it") if self.day else about
        return words.format(title=isolated(self.title))

    @property
    def done(self) -> list[Item]:
        """Return what is done, or passed on."""
        return [item for item in self.items if item.kind and item.kind != FeedbackKind.WILL_NOT]

    @property
    def not_done(self) -> list[Item]:
        return [item for item in self.items if item.kind == FeedbackKind.WILL_NOT]

    @property
    def to_come(self) -> list[Item]:
        """Return what people hear about later."""
        return [item for item in self.items if item.kind is None]

    @property
    def day_said(self) -> date | None:
        return date.fromisoformat(self.day) if self.day else None

    def message(self, url: str = "") -> str:
        """Return it as plain text, for a mail or a message; `url` is where those who took part can read it."""
        because, parts = (
            _("because"),
            [(_("This is what we heard"), [f"- {row.title}" for row in self.items])],
        )
        for title, rows in (
            (_("This is what we do"), self.done),
            (_("This is what we do not do, and why"), self.not_done),
        ):
            told = [
                f"- {row.title}\n  {' '.join(filter(None, (row.told_as, row.passed_to)))}, {because} {row.because}"
                for row in rows
            ]
            parts.append((title, told))
        parts.append((_("You hear about this later"), [f"- {row.title}" for row in self.to_come]))
        if self.again:
            parts.append((_("We meet again"), [f"- {self.again.text}"]))
        if url:
            parts.append((_("You can also read this here, without an account"), [url]))
        return "\n\n".join("\n".join([title, *lines]) for title, lines in parts if lines)

    def content(self) -> dict[str, Any]:
        """Return it as plain values, for a JSON column."""
        return asdict(self)

    @property
    def digest(self) -> str:
        return hash_of(self.content())

    @classmethod
    def of_content(cls, content: dict[str, Any]) -> "Sheet":
        """Return the sheet of values that `content` gave."""
        items = [
            Item(**{**item, "said": [Said(**said) for said in item["said"]]}) for item in content["items"]
        ]
        again = content.get("again")
        return cls(
            content["title"],
            content["day"],
            items,
            again=Again(**again) if again else None,
            left_off=content.get("left_off", 0),
        )


def sheet_of(target: Workshop | Theme) -> Sheet:
    """Return what people can be told about a workshop or a theme by now; of quotes only those that were agreed to."""
    if isinstance(target, Theme):
        title, day = target.name, None
        rows = Outcome.objects.filter(theme=target)
    else:
        title, day = target.title, target.local_start.date().isoformat()
        rows = Outcome.objects.filter(workshop=target)
    rows = rows.reportable()
    outcomes = list(
        rows.select_related("theme", "workshop").prefetch_related("feedback", "theme__feedback")[:MAX_SAID]
    )
    left_off = rows.count() - MAX_SAID if len(outcomes) == MAX_SAID else 0
    return Sheet(title, day, _items(outcomes), again=_again(target), left_off=left_off)


def _again(target: Workshop | Theme) -> Again | None:
    """Return where people meet next, other than at the workshop itself."""
    upcoming = target.initiative.workshops.upcoming()
    if isinstance(target, Workshop):
        upcoming = upcoming.exclude(pk=target.pk)
    coming = upcoming.first()
    if coming is None:
        return None
    at = coming.wall_start.isoformat("T", "minutes")
    return Again(coming.title, at, coming.place, coming.access, coming.reward)


def _items(outcomes: Any) -> list[Item]:
    """Gather outcomes by what is done with them: those of one theme together, in the order of the themes."""
    of_theme: dict[Theme, list[Outcome]] = {}
    alone: list[Item] = []
    for outcome in outcomes:
        own = next(iter(outcome.feedback.all()), None)
        if outcome.theme and own is None:
            of_theme.setdefault(outcome.theme, []).append(outcome)
        elif own or outcome.asks_for_feedback:
            alone.append(_item("", [outcome], own))
    themes = [
        _item(theme.name, rows, theme.standing_feedback)
        for theme, rows in sorted(of_theme.items(), key=lambda pair: pair[0].place)
        if theme.standing_feedback or any(row.asks_for_feedback for row in rows)
    ]
    return [*themes, *alone]


def _item(name: str, outcomes: list[Outcome], feedback: Feedback | None) -> Item:
    said = [Said(str(row.pk), row.text, row.is_quote) for row in outcomes]
    if feedback is None:
        return Item(name, said)
    return Item(name, said, str(feedback.pk), feedback.kind, feedback.passed_to, feedback.because)
