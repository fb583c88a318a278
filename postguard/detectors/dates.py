"""Dates in a post: whether one lies ahead, and whether its weekday is the right one.

A date is judged against the day the post is to be published, if its meta data say so,
else against the day of the run.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from postguard.detectors.interface import Candidate, Hit
from postguard.profile import Profile

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_FROM = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\w/-])", re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<number>\d{{1,2}})-(?P<day>\d{{1,2}})",
        rf"(?P<first>\d{{1,2}})[/.](?P<second>\d{{1,2}})[/.]{_YEAR}",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        rf"{_MONTH}\s+(?:the\s+)?{_DAY}(?:,?\s+{_YEAR})?",
    )
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?=\D|$)")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})[a-z]*\b", re.IGNORECASE)
_RELATIVE = re.compile(rf"\b(?:{'|'.join(_DAYS_FROM)})\b", re.IGNORECASE)


def date_ahead(candidate: Candidate, profile: Profile, /) -> Iterator[Hit]:
    """Confirm wording whose date is still to come when the post is published.

    The date is looked for in group `date`, or else in the candidate. Wording without a
    readable date is confirmed as well: nobody can tell that it is over. On the very day
    the hour decides, so that day counts as ahead unless the post is scheduled for it.
    """
    place = candidate.groups.get("date", candidate.span)
    scheduled = publication_day(candidate.meta)
    now = scheduled or _today(profile)
    readings = read_dates(candidate.text[place.start : place.end], near=now)
    latest = max(readings, default=None)
    if latest is None or latest > now or (latest == now and scheduled is None):
        yield Hit(candidate.span)


def date_mismatch(candidate: Candidate, profile: Profile, /) -> Iterator[Hit]:
    """Confirm a weekday, or a "tomorrow", that does not belong to the date beside it.

    A date without a year takes the one nearest to the post's own date; without that
    there is no telling, and nothing is confirmed.
    """
    del profile
    text = candidate.value
    scheduled = publication_day(candidate.meta)
    readings = read_dates(text, near=scheduled)
    if not readings:
        return
    weekday = _WEEKDAY.search(text)
    relative = _RELATIVE.search(text)
    if weekday:
        named = _WEEKDAYS.index(weekday.group()[:3].lower())
        if all(reading.weekday() != named for reading in readings):
            yield Hit(candidate.span, f"is a {readings[0]:%A}")
            return
    if relative and scheduled:
        meant = scheduled + timedelta(_DAYS_FROM[relative.group().lower()])
        if meant not in readings:
            yield Hit(candidate.span, f"would be {meant:%A} {meant.day} {meant:%B %Y}")


def read_dates(text: str, *, near: date | None = None) -> tuple[date, ...]:
    """Every day the first date in a text can mean: 03/04/2026 is two; none if there is none.

    A date without a year is the one nearest to `near`; without `near` it is not read.
    """
    found = [match for form in _FORMS if (match := form.search(text))]
    if not found:
        return ()
    first = min(found, key=lambda match: (match.start(), -match.end()))
    parts = first.groupdict()
    if "first" in parts:
        first_part, second_part = int(parts["first"]), int(parts["second"])
        orders = [(second_part, first_part), (first_part, second_part)]
    else:
        number = parts.get("number")
        month = int(number) if number else _MONTHS.index(parts["month"][:3].lower()) + 1
        orders = [(month, int(parts["day"]))]
    if parts["year"]:
        years = [int(parts["year"])]
    else:
        years = [near.year - 1, near.year, near.year + 1] if near else []
    days = [day for month, number in orders for year in years if (day := _day(year, month, number))]
    if near and not parts["year"]:
        days = sorted(days, key=lambda day: abs(day - near))[:1]
    return tuple(dict.fromkeys(days))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def publication_day(meta: Mapping[str, object]) -> date | None:
    """The day the post is to appear, if its meta data say so beyond doubt."""
    value = meta.get("date")
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if not isinstance(value, str):
        return None
    iso = _ISO.match(value.strip())
    days = read_dates(iso.group() if iso else value)
    return days[0] if len(days) == 1 else None


def _today(profile: Profile) -> date:
    return profile.today or date.today()  # noqa: DTZ011  # the author's own calendar day
