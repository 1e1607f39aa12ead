"""How a figure reads to a person, in English: its bounds, its unit, whose it is, and of which whole, bid or
certainty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from monitor.core.alerts.aspect_words import words_of
from monitor.core.alerts.german_words import english_noun
from monitor.model import Bid, Certainty, Mention, Modifier, Trend, UnitClass


def figure(mention: Mention, *, has_unit: bool = True, has_nation: bool = True) -> str:
    """Return value, modifier and unit as a desk says them: "up to 12,000 North Korean soldiers", "nearly half of the
    shells", "$3.5 million".

    Bounds that the modifier does not show are trusted over the modifier. A vague or boundless value falls back on the
    words of the text. Without `has_unit` the counted noun is left out, without `has_nation` whose it is, where the
    figure is understood so.
    """
    amount = _amount(mention, _noun(mention, has_nation=has_nation) if has_unit else None)
    if amount is None:
        return mention.text
    rate = _RATE.get(mention.per, f" per {mention.per}") if mention.per else ""
    if not is_measured(mention):
        return f"{amount}{rate}"  # "two firms" that agreed are no bid
    bid = _BIDS[mention.bid] if mention.bid else ""
    certainty = f" {_CERTAINTIES[mention.certainty]}" if mention.certainty else ""
    return f"{amount}{rate}{bid}{certainty}"


def is_measured(mention: Mention) -> bool:
    """Tell whether a figure is on a scale or in money, so that its label alone says of what: "price" of $40, "how long"
    of 4 months.
    """
    unit_class = UnitClass.of(mention.unit_class)
    return unit_class is UnitClass.MONEY or (unit_class is not None and unit_class.is_measure)


def number_phrase(value: float) -> str:
    """Return a number with separators, round millions and more in words: "2,600", "3.5", "8 million", "1,234,567"."""
    for size, name in _SCALES:
        scaled = value / size
        if abs(scaled) >= 1 and abs(round(scaled, 2) * size - value) < 0.005:  # two decimals say it all
            return f"{scaled:,.2f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}".rstrip("0").rstrip(".")


def nation_of(mention: Mention) -> str:
    """Return the name that stands before the counted noun in the text where it says whose that is: "Ghanaian" of "8,000
    Ghanaian citizens"; else "".
    """
    unit = mention.unit or ""
    if not mention.actor or not unit or mention.text.isupper() or any(word[:1].isupper() for word in unit.split()):
        return ""
    before = mention.text.removesuffix(unit)
    names = re.search(r"(?<=\s)[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*(?= $)", before) if before != mention.text else None
    return names[0] if names else ""


def names_whole(mention: Mention) -> bool:
    """Tell whether a part says how many its whole are: "about half of Brazil's 40,000 seamen", never "nine of them"."""
    found = _WHOLE.search(mention.text)
    return found is not None and any(map(str.isdigit, found[1]))


SCALE_WORDS = frozenset({"million", "billion", "trillion"})
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_CURRENCIES: Mapping[str, str] = MappingProxyType({"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"})
_FRACTIONS = (
    (1 / 2, "half"),
    (1 / 3, "a third"),
    (2 / 3, "two thirds"),
    (1 / 4, "a quarter"),
    (3 / 4, "three quarters"),
    (1 / 5, "a fifth"),
    (1 / 10, "a tenth"),
)
_VAGUE: Mapping[tuple[float | None, float | None], str] = MappingProxyType(
    {
        (24, 99): "dozens",
        (100, 999): "hundreds",
        (1_000, 9_999): "thousands",
        (10_000, 99_999): "tens of thousands",
        (100_000, 999_999): "hundreds of thousands",
        (1_000_000, 9_999_999): "millions",
    }
)
_LEADS: Mapping[Modifier, str] = MappingProxyType(
    {
        Modifier.ABOUT: "about ",
        Modifier.NEARLY: "nearly ",
        Modifier.UP_TO: "up to ",
        Modifier.AT_LEAST: "at least ",
        Modifier.MORE_THAN: "more than ",
        Modifier.LESS_THAN: "under ",  # right of people and of money, as "less than" and "fewer than" are not
    }
)
_RATE: Mapping[str | None, str] = MappingProxyType(
    {
        "second": " a second",
        "minute": " a minute",
        "hour": " an hour",
        "day": " a day",
        "week": " a week",
        "month": " a month",
        "year": " a year",
        "share": " a share",
        "barrel": " a barrel",
    }
)
_BIDS: Mapping[Bid, str] = MappingProxyType(
    {Bid.DEMANDED: " demanded", Bid.OFFERED: " offered", Bid.AGREED: " agreed", Bid.ALLOWED: " allowed"}
)
_CERTAINTIES: Mapping[Certainty, str] = MappingProxyType(
    {Certainty.CONFIRMED: "confirmed", Certainty.SUSPECTED: "suspected", Certainty.FEARED: "feared"}
)
# What a text counts by its rank ("the third death"); beside a number it is a plural.
_AFTER_RANKS = MappingProxyType(
    {"death": "deaths", "fatality": "fatalities", "victim": "victims", "casualty": "casualties", "case": "cases"}
)
# Measures that a text writes in the singular before a noun ("a 180 metre section"); here they stand alone.
_MEASURES: Mapping[str, str] = MappingProxyType(
    {"foot": "feet", "inch": "inches"}
    | {
        one: f"{one}s"
        for one in (
            "second minute hour day week month year metre meter kilometre kilometer mile acre hectare litre liter"
            " gallon barrel ton tonne pound"
        ).split()
    }
)
_FRESH = re.compile(r"(?:new|fresh|neue?[nrs]?)\b|neu\w", re.IGNORECASE)  # "110 new cases" are more of them
_ANYBODY = frozenset({"people", "persons", "person", "others", "Menschen", "Personen"})
_WHOLE = re.compile(r"\b(?:of|von) (.+)")


def _amount(mention: Mention, noun: str | None) -> str | None:
    """noun: what is counted, `None` to leave it out."""
    low, high = mention.value_low, mention.value_high
    if mention.modifier is Modifier.VAGUE:
        words = _VAGUE.get((low, high)) if mention.unit not in _CURRENCIES else None
        return f"{words} of{_more(mention)} {noun or 'them'}" if words and noun is not None else words
    if low is None and high is None:
        return None
    unit = _unit(mention, noun) if noun is not None else _more(mention)
    if low is not None and high is not None and low != high:
        return f"{_range(low, high, mention)}{unit}"
    value = high if low is None else low
    assert value is not None
    modifier = mention.modifier
    if low is None and modifier not in (Modifier.NEARLY, Modifier.LESS_THAN):
        modifier = Modifier.UP_TO
    elif high is None and modifier is not Modifier.MORE_THAN:
        modifier = Modifier.AT_LEAST
    lead = _LEADS.get(modifier, "") if modifier else ""
    return f"{lead}{_value(value, mention)}{unit}"


def _range(low: float, high: float, mention: Mention) -> str:
    """Both bounds, their scale word once: "10 to 20", "$5.5 to 5.6 million"."""
    first, last = _value(low, mention), _value(high, mention)
    scale = last.rpartition(" ")[2]
    if scale in SCALE_WORDS and first.endswith(f" {scale}"):
        first = first.removesuffix(f" {scale}")
        last = last.removeprefix(_CURRENCIES.get(mention.unit or "", ""))
    return f"{first} to {last}"


def _value(value: float, mention: Mention) -> str:
    if _is_fraction(mention):
        words = next((words for part, words in _FRACTIONS if abs(value - part) < 0.005), None)
        return words or f"{number_phrase(value * 100)} percent"
    return _CURRENCIES.get(mention.unit or "", "") + number_phrase(value)


def _unit(mention: Mention, noun: str) -> str:
    """The counted thing with a leading space: " of the 72 ships", " more soldiers", " percent"; "" for money with a
    sign.
    """
    more = _more(mention)
    if mention.part_of:
        return f" of {_whole(mention)}"
    if not mention.unit or mention.unit in _CURRENCIES:
        return more
    return f" of the {mention.unit}" if _is_fraction(mention) else f"{more} {noun}"


def _whole(mention: Mention) -> str:
    """What a part is of, in the words of the text: "the 72 ships", "its nationals"."""
    found = _WHOLE.search(mention.text)
    said = found[1] if found else ""
    if said and len(said.split()) > 1:
        return said
    return f"the {mention.unit}" if mention.unit and mention.unit not in _ANYBODY else "them"


def _noun(mention: Mention, *, has_nation: bool) -> str:
    """The counted noun with what the text says of its nation and its certainty: "Ghanaian citizens", "suspected cases";
    a headline's capitals are gone.
    """
    unit = english_noun(mention.unit or "")
    if unit.isupper() and len(unit) > 4 and mention.text.isupper():  # shorter ones are abbreviations
        unit = unit.lower()
    bound = mention.value_high if mention.value_high is not None else mention.value_low
    if bound != 1:
        unit = _MEASURES.get(unit, _AFTER_RANKS.get(unit, unit))
    is_counted = words_of(mention) is None and not is_measured(mention)
    certainty = _CERTAINTIES.get(mention.certainty, "") if mention.certainty and is_counted else ""
    return " ".join(
        filter(
            None,
            (
                "" if certainty and certainty[:5] in unit.lower() else certainty,
                nation_of(mention) if has_nation else "",
                unit,
            ),
        )
    )


def _more(mention: Mention) -> str:
    """Return "more" of a step up, and "fewer" or "less" of a step down: "fell by 40" is not 40 more."""
    is_said = _FRESH.match(mention.unit or "") is not None
    if not mention.is_increment or is_said:
        return ""
    if mention.trend is not Trend.FALL:
        return " more"
    return " less" if is_measured(mention) else " fewer"


def _is_fraction(mention: Mention) -> bool:
    """A share written as a fraction of one ("half of the shells"); a percentage says so in its unit."""
    bound = mention.value_high if mention.value_high is not None else mention.value_low
    is_share = mention.unit_class == "share" and (mention.unit or "").lower() not in {
        "percent",
        "per cent",
        "%",
        "percentage points",
    }
    return ((bound or 0) <= 1 and is_share) or bool(mention.part_of and bound and bound < 1)
