"""What stands on a report-back sheet on paper: what people are told, and where they read more."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from projects.models import Initiative
from toolkit.published import active_language

from ..models import ParticipantPage, Telling, Theme
from ..progress.qr import qr_of
from ..progress.report_back import Sheet, sheet_of
from .house_style import HouseStyle, house_style_of


@dataclass(frozen=True)
class ReportBackContents:
    """A report-back sheet. `text_language` is that of what the team wrote, `language` that of the sheet.

    `url` is the address of the page for those who took part, empty where there is none. `code` and `told_on` are those of
    a telling: empty, and None, on a sheet that says what can be told by now.
    """

    sheet: Sheet
    organisation: str
    language: str
    text_language: str
    url: str
    code: str
    told_on: date | None
    is_example: bool
    house_style: HouseStyle

    @property
    def qr(self) -> str:
        """Return the address as a picture to scan."""
        return qr_of(self.url)

    @property
    def shown_hash(self) -> str:
        """Return a hash of all that the sheet shows."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def report_back_of(target: Any) -> ReportBackContents:
    """Return the sheet of a workshop or theme as it can be told by now, or of a telling as it was told."""
    initiative: Initiative = target.initiative
    is_telling = isinstance(target, Telling)
    workshop = target.workshop if is_telling else None if isinstance(target, Theme) else target
    return ReportBackContents(
        sheet=Sheet.of_content(target.content) if is_telling else sheet_of(target),
        organisation=initiative.organisation.name,
        language=active_language(),
        text_language=initiative.language,
        url=ParticipantPage.url_for(initiative, workshop),
        code=target.short_code if is_telling else "",
        told_on=target.told_on if is_telling else None,
        is_example=target.is_example if is_telling else initiative.is_example,
        house_style=house_style_of(initiative.organisation),
    )
