"""From a date and a time on the clock of a room to a moment, also in the nights when the clock is changed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

# Where Dutch law runs beside Europe, so that a team there finds its own clock.
OVERSEAS = ("America/Aruba", "America/Curacao", "America/Kralendijk", "America/Lower_Princes")


class NonexistentTimeError(ValueError):
    """The clock jumps over this time: it does not exist on that day."""


def to_utc(day: date, at: time, zone: str, *, later: bool = False) -> datetime:
    """Return the moment at which the clock of `zone` shows `at` on `day`.

    In the hour that comes twice, the first is meant, or with `later` the second.
    Raises NonexistentTimeError in the hour that is skipped.
    """
    wall = datetime.combine(day, at, tzinfo=ZoneInfo(zone)).replace(fold=1 if later else 0)
    there_and_back = wall.astimezone(UTC).astimezone(ZoneInfo(zone))
    if there_and_back.replace(tzinfo=None, fold=0) != wall.replace(tzinfo=None, fold=0):
        raise NonexistentTimeError
    return wall.astimezone(UTC)


def zones() -> list[str]:
    """Return the time zones on offer: those of Europe and of the Caribbean part of the Kingdom."""
    return sorted(name for name in available_timezones() if name.startswith("Europe/") or name in OVERSEAS)
