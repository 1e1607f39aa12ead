"""Numbers that belong to a date or a time of day: "8 May", "in 2014", "the 1990s", "'98", "10:30"."""

from __future__ import annotations

from monitor.core.counting.label_words import DASHES, Labels, Window
from monitor.core.counting.numerals import Figure, Form


def calendar_label(
    window: Window, figure: Figure, labels: Labels, *, has_noun: bool, previous: str | None
) -> str | None:
    """Return "date", "year" or "ordinal" where the figure is a part of a date, else None; arguments as in
    `labels.label_of`.
    """
    if figure.tail is not None or figure.is_scaled or not figure.is_digits:
        return None
    before, after = window.before, window.after
    is_small = 0 < figure.low <= 31 and figure.high <= 31 and figure.low == int(figure.low)
    if is_small and (_is_month(window, -1, labels) or (before == "." and window.before2 in labels.months)):
        return (
            None
            if has_noun
            and figure.form is Form.NUMBER
            and window.before2 in labels.year_before
            and before not in labels.months
            else "date"
        )
    if is_small and (_is_month(window, 0, labels) or (after in labels.of and window.after2 in labels.months)):
        return "date"
    if (
        window.touches_after and after in labels.ordinal_endings and (after.isalpha() or window.after2)
    ):  # "22nd", "8. Mai", no full stop
        return "ordinal"
    if window.touches_after and after in labels.decades and len(window.surface) in (2, 4):
        return "date"
    if window.touches_before and before in ("'", "’", "‘") and len(window.surface) == 2:
        return "year"  # '98
    if (
        previous is not None
        and previous != "age"
        and (is_small or _is_year(figure, window.surface))
        and not (has_noun and before not in DASHES)
    ):
        return "date"
    return _year(window, figure, labels, has_noun=has_noun)


def _is_month(window: Window, side: int, labels: Labels) -> bool:
    index = window.figure.first - 1 if side < 0 else window.figure.last
    word = window.before if side < 0 else window.after
    if word not in labels.months:
        return False
    return word not in labels.ambiguous_months or window.sentence.words[index][0].isupper()


def _is_year(figure: Figure, surface: str) -> bool:
    return len(surface) == 4 and surface.isdecimal() and 1000 <= figure.low < 2200


def _year(window: Window, figure: Figure, labels: Labels, *, has_noun: bool) -> str | None:
    if figure.form is Form.RANGE:
        is_pair = all(1000 <= bound < 2200 for bound in (figure.low, figure.high)) and "," not in window.surface
        if is_pair and not has_noun:
            return "year" if window.before in labels.year_before or figure.low >= 1900 else None
        if is_pair and window.before in labels.year_range_before and figure.low >= 1500:
            return "year"
        return None
    if not _is_year(figure, window.surface):
        return None
    is_recent = 1900 <= figure.low < 2100
    if window.before in labels.year_before or (window.before == "," and window.before2 in labels.months | labels.days):
        return "year" if is_recent or (not has_noun and window.before in labels.old_year_before) else None
    if is_recent and (
        not has_noun or _is_month(window, -1, labels) or (window.before.isdecimal() and window.before2 in labels.months)
    ):
        return "year"
    return (
        "date" if window.touches_after and window.after in DASHES and window.after2.isdecimal() and is_recent else None
    )


def clock_label(window: Window, labels: Labels) -> str | None:
    """Return "clock" for a time of day."""
    if window.after in labels.clock_after and window.figure.high <= 24.0:
        return "clock"
    if window.after == ":" and window.touches_after and window.after2[:1].isdecimal():
        return "clock"
    if window.before == ":" and window.touches_before and window.before2[-1:].isdecimal():
        return "clock"
    return None
