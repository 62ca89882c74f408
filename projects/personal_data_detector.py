"""What looks like data of a private person in a text. It only warns: the writer knows what it is."""

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _


class PersonalDataKind(Enum):
    """A kind of data that tells who somebody is, or where they live."""

    IBAN = _("a bank account number")
    EMAIL = _("an e-mail address")
    PHONE = _("a phone number")
    BSN = _("a citizen service number (BSN)")
    ADDRESS = _("a home address")


POSTCODE = r"[1-9]\d{3}(?:\s?(?!S[ADS])[A-Z]{2}|(?!s[ads])[a-z]{2})"
NUMBER = r"\d{1,5}(?:\s?-?[a-zA-Z])?"
PATTERNS: dict[PersonalDataKind, re.Pattern[str]] = {
    PersonalDataKind.IBAN: re.compile(
        r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b", re.IGNORECASE
    ),
    PersonalDataKind.EMAIL: re.compile(
        r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\]| apenstaartje )\s?[\w-]+(?:(?:\.| punt )[\w-]+)+",
        re.IGNORECASE,
    ),
    PersonalDataKind.PHONE: re.compile(
        r"(?<![\w.,-])(?:(?:\+|00)31[ .-]?(?:\(0\)[ .-]?)?[1-9]|\(?0[1-9])(?:[ .)-]{0,3}\d){8}(?![\w])"
        r"|(?<!\w)\+(?!31)[1-9](?:[ .()-]{0,2}\d){8,13}(?!\w)"
    ),
    PersonalDataKind.BSN: re.compile(
        r"(?<![\w.,€$-])(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})(?![\w]|[.,-]\d)"
    ),
    PersonalDataKind.ADDRESS: re.compile(
        rf"\b{POSTCODE}\b[\s,-]*(?:(?i:nr|nummer|huisnummer|no)\.?:?\s*)?{NUMBER}\b(?!\s*(?:%|euro|uur|jaar))"
        rf"|(?<![A-Za-zÀ-ÿ.'’-])[A-Za-zÀ-ÿ.'’-]{{3,}}\s{NUMBER}(?:[-/]\d+)?,?\s+{POSTCODE}\b"
    ),
}
OTHER_NUMBERS = re.compile(
    r"(?:€|\b(?:kvk|rsin|btw|ecli|isbn|kenmerk|zaak\w*|dossier\w*|factuur\w*|order\w*|artikel\w*|subsidie\w*"
    r"|case|invoice|reference|number of|meter\w*))[\s:.#-]*(?:(?:nummer|nr|number|no)[\s:.#-]*)?$",
    re.IGNORECASE,
)
"""Words before a number that say that it is one of something else."""


def _is_iban(found: str) -> bool:
    """Tell whether the check digits of an account number are right; short words after it may have been taken along."""
    parts = found.upper().split(" ")
    return any(_leaves_one("".join(parts[:number])) for number in range(1, len(parts) + 1))


def _leaves_one(plain: str) -> bool:
    """Tell whether the remainder of 97 is 1, as ISO 13616 has it."""
    turned = "".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])
    return len(plain) >= 15 and int(turned) % 97 == 1


def _is_bsn(found: str) -> bool:
    """Tell whether nine digits pass the eleven-test."""
    digits = [int(each) for each in found if each.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(digit * weight for digit, weight in zip(digits, weights, strict=True))
    return total % 11 == 0 and any(digits)


CHECKS: dict[PersonalDataKind, Callable[[str], bool]] = {
    PersonalDataKind.IBAN: _is_iban,
    PersonalDataKind.BSN: _is_bsn,
}


def find_personal_data(*texts: str) -> list[PersonalDataKind]:
    """Return the kinds of personal data that the texts seem to hold, each once."""
    found = {trace for text in texts for trace in _traces_of(text)}
    return [trace for trace in PersonalDataKind if trace in found]


def _traces_of(text: str) -> Iterator[PersonalDataKind]:
    """Look for one kind after another; what was found is taken out, so that nothing counts as two kinds."""
    for trace, pattern in PATTERNS.items():
        text, kinds = _without(text, trace, pattern)
        yield from kinds


def _without(
    text: str, trace: PersonalDataKind, pattern: re.Pattern[str]
) -> tuple[str, set[PersonalDataKind]]:
    found: set[PersonalDataKind] = set()

    def take(match: re.Match[str]) -> str:
        is_other = trace in {PersonalDataKind.BSN, PersonalDataKind.PHONE} and OTHER_NUMBERS.search(
            text[max(0, match.start() - 40) : match.start()]
        )
        if is_other or not CHECKS.get(trace, bool)(match.group()):
            return match.group()
        found.add(trace)
        return " … "

    return pattern.sub(take, text), found


def warning_about(*texts: str) -> Any:
    """Return what the texts seem to hold in words, with commas; empty when there is nothing to say."""
    return ", ".join(str(trace.value) for trace in find_personal_data(*texts))
