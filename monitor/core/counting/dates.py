"""Numbers that belong to a date or a time of day: "8 May", "in 2014", "the 1990s", "'98", "10:30"."""

from __future__ import annotations

from monitor.core.counting.label_words import DASHES, Labels, Window
from monitor.core.counting.numerals import Numeral, NumeralForm

_APOSTROPHES = frozenset("'’‘")


def calendar_label(
    window: Window, figure: Numeral, labels: Labels, *, has_noun: bool, previous: str | None
) -> str | None:
    """Return "date", "year" or "ordinal" where the figure is a part of a date, else None; arguments as in
    `labels.label_of`.
    """
    if figure.tail is not None or figure.is_scaled or not figure.is_digits:
        return None
    is_day = 0 < figure.low <= 31 and figure.high <= 31 and figure.low == int(figure.low)
    if is_day and _follows_month(window, labels):
        return None if has_noun and _counts_after_month(window, figure, labels) else "date"
    if is_day and _precedes_month(window, labels):
        return "date"
    if label := _by_its_ends(window, labels):
        return label
    goes_on = previous not in (None, "age") and (is_day or _is_year(figure, window.surface))
    if goes_on and (not has_noun or window.before in DASHES):
        return "date"
    return _year(window, figure, labels, has_noun=has_noun)


def _follows_month(window: Window, labels: Labels) -> bool:
    """Tell "May 8" and "Sept. 8"."""
    return _is_month(window, -1, labels) or (window.before == "." and window.before2 in labels.months)


def _counts_after_month(window: Window, figure: Numeral, labels: Labels) -> bool:
    """Tell "in Sept. 8 people died"."""
    is_one_number = figure.form is NumeralForm.NUMBER and window.before not in labels.months
    return is_one_number and window.before2 in labels.year_before


def _precedes_month(window: Window, labels: Labels) -> bool:
    """Tell "8 May" and "8 of May"."""
    return _is_month(window, 0, labels) or (window.after in labels.of and window.after2 in labels.months)


def _by_its_ends(window: Window, labels: Labels) -> str | None:
    """Read "22nd" and "8. Mai" (no full stop), "the 1990s", and "'98"."""
    after = window.after if window.touches_after else ""
    if after in labels.ordinal_endings and (after.isalpha() or window.after2):
        return "ordinal"
    if after in labels.decades and len(window.surface) in (2, 4):
        return "date"
    is_cut = window.touches_before and window.before in _APOSTROPHES and len(window.surface) == 2
    return "year" if is_cut else None


def _is_month(window: Window, side: int, labels: Labels) -> bool:
    index = window.figure.first - 1 if side < 0 else window.figure.last
    word = window.before if side < 0 else window.after
    if word not in labels.months:
        return False
    return word not in labels.ambiguous_months or window.sentence.words[index][0].isupper()


def _is_year(figure: Numeral, surface: str) -> bool:
    return len(surface) == 4 and surface.isdecimal() and 1000 <= figure.low < 2200


def _year(window: Window, figure: Numeral, labels: Labels, *, has_noun: bool) -> str | None:
    if figure.form is NumeralForm.RANGE:
        return "year" if _is_span_of_years(window, figure, labels, has_noun=has_noun) else None
    if not _is_year(figure, window.surface):
        return None
    is_recent = 1900 <= figure.low < 2100
    if window.before in labels.year_before or (window.before == "," and window.before2 in labels.months | labels.days):
        return "year" if is_recent or (not has_noun and window.before in labels.old_year_before) else None
    if not is_recent:
        return None
    if not has_noun or _ends_date(window, labels):
        return "year"
    return "date" if window.touches_after and window.after in DASHES and window.after2.isdecimal() else None


def _is_span_of_years(window: Window, figure: Numeral, labels: Labels, *, has_noun: bool) -> bool:
    """Tell "from 1999 to 2004" from "1,999 to 2,004", and from a count by the words before it."""
    if "," in window.surface or not all(1000 <= bound < 2200 for bound in (figure.low, figure.high)):
        return False
    if has_noun:
        return window.before in labels.year_range_before and figure.low >= 1500
    return window.before in labels.year_before or figure.low >= 1900


def _ends_date(window: Window, labels: Labels) -> bool:
    """Tell the year of "May 1999" and "May 8 1999"."""
    return _is_month(window, -1, labels) or (window.before.isdecimal() and window.before2 in labels.months)


def clock_label(window: Window, labels: Labels) -> str | None:
    """Return "clock" for a time of day."""
    if window.after in labels.clock_after and (window.figure.high <= 24.0 or _is_hours_and_minutes(window.surface)):
        return "clock"
    if window.after == ":" and window.touches_after and window.after2[:1].isdecimal():
        return "clock"
    if window.before == ":" and window.touches_before and window.before2[-1:].isdecimal():
        return "clock"
    return None


def _is_hours_and_minutes(surface: str) -> bool:
    """Tell the four digits of "1930 GMT"."""
    return len(surface) == 4 and surface.isdecimal() and int(surface[:2]) < 24 and int(surface[2:]) < 60
