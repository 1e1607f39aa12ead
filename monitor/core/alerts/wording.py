"""How a fact reads to a person, in English: its figure, its place, what happens, who says so. Pure text, not escaped.

Every sink and the alerting use these phrases, so a terminal, a chat message and a ledger never say one fact in two ways.
The tables here are words that the program writes; words that it reads live in `monitor/data/languages`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType

from monitor.model import AlertLine, Mention, MentionKind, Modality, Modifier, Outcome, Stance


def figure(mention: Mention) -> str:
    """Return value, modifier and unit as a desk says them: "up to 12,000 soldiers", "nearly half of the shells", "$3.5 million".

    Bounds that the modifier does not show are trusted over the modifier. A vague or boundless value falls back on the words of the text.
    """
    amount = _amount(mention)
    if amount is None:
        return mention.text
    return amount + _RATE.get(mention.per, f" per {mention.per}") if mention.per else amount


def place_phrase(mention: Mention) -> str:
    """Return the place with what it lies in ("Ussuriysk, Russia", "eastern Russia"), or "" where the mention has none."""
    place = mention.place
    if place is None:
        return ""
    container = next((name for name in reversed(place.within) if name not in _CONTINENTS), "")
    return f"{place.name}, {container}" if container and container not in place.name else place.name


def event_phrase(mention: Mention) -> str:
    """Return what is said to happen, and where: "training in eastern Russia", "to be sent to the Kursk region, Russia", or ""."""
    verb, preposition = _verb(mention)
    place = place_phrase(mention)
    if place and place[0].isupper():  # "near Donetsk" brings its own preposition
        place = f"{preposition} {_with_article(place)}"
    elif place and place.split()[0] in _PARTS:
        place = f"{preposition} {place}"
    return f"{verb} {place}".strip()


def what_phrase(mention: Mention) -> str:
    """Return what a fact says: "about 11,000 soldiers training in eastern Russia", "Vladivostok, Russia (training)", "the Kremlin denies".

    Of a statement who makes it is the news, so there it begins with the `source_phrase`, and goes on with what is meant where the
    text says that: "Russia denies that it uses North Korean troops". Only where nobody is named it is a bare "denial".
    """
    if mention.kind is MentionKind.QUANTITY:
        return f"{figure(mention)} {event_phrase(mention)}".strip()
    if mention.kind is MentionKind.PLACE:
        verb, _ = _verb(mention)
        place = place_phrase(mention) or mention.text
        return f"{place} ({verb})" if verb else place
    if not mention.speaker and not mention.organisation:
        return _STATEMENTS[mention.stance]
    return f"{source_phrase(mention)} {mention.text}" if mention.text.startswith(_CONTENTS) else source_phrase(mention)


def source_phrase(mention: Mention, outlet: str = "the article") -> str:
    """Return who says so and how: "Kyrylo Budanov (Ukrainian intelligence) says", "the Kremlin denies"; `outlet` where the article itself speaks."""
    name, body = mention.speaker, mention.organisation
    if not name and not body:
        return f"{outlet} {_ARTICLE_VERBS[mention.stance]}"
    source = f"{name} ({body})" if name and body and name != body else name or body or ""
    singular, plural = _VERBS[mention.stance] if mention.stance is not Stance.UNVERIFIED or _is_own_doubt(mention) else _UNVERIFIED_VERBS
    is_plural = not name and _is_plural(source)
    if not name and not is_plural and source[:1].islower() and source.split()[0] not in _DETERMINERS:
        source = f"the {source}"  # "governor’s office" stands without the article that the text gave it
    return f"{_with_article(source)} {plural if is_plural else singular}"


def _is_own_doubt(mention: Mention) -> bool:
    """Tell who "could not confirm" a claim from who makes one that the article leaves unverified: the stand has words of its own."""
    return mention.kind is MentionKind.STATEMENT or any(reason.slot == "stance" for reason in mention.reasons)


def outcome_phrase(outcome: Outcome) -> str:
    """Return the outcome as one or two words for a reader: "new", "updated", "disputed", "more precise", ..."""
    return _OUTCOMES.get(outcome, outcome.value.replace("_", " "))


def change_phrase(was: str | None, now: str) -> str:
    """Return *was → now*, the words that both end in said once: "10,000 → about 11,000 soldiers"; the new alone where nothing was.

    What the old counted is said once too where the new says more of it: "31 → 54 people killed in Van".
    """
    if not was:
        return now
    old, new = was.split(), now.split()
    if (counted := _counted(old)) and counted == _counted(new)[: len(counted)] and not {*old} - {*counted} <= {*new}:
        return f"{' '.join(old[: -len(counted)])} → {now}"
    shared = next((count for count, (a, b) in enumerate(zip(reversed(old), reversed(new), strict=False)) if a != b), min(len(old), len(new)))
    while shared and _belongs_to_the_word_before(old, len(old) - shared):
        shared -= 1
    kept = " ".join(old[: len(old) - shared]).rstrip(",;")
    return f"{kept or was} → {now}"


def line_phrases(lines: Sequence[AlertLine], headline: str = "") -> tuple[str, ...]:
    """Return the changes of lines that rest on one sentence, then who says so, saying nothing twice; the sentence follows.

    "Troop figure (updated): 10,000 → 11,000 soldiers", "Kyrylo Budanov says:". Where the headline has told the first change
    already: "Updated. Kyrylo Budanov says:", and nothing at all where that change was who speaks.
    """
    source = lines[0].source_phrase
    is_told = bool(headline) and change_phrase(lines[0].was, lines[0].now) in headline
    changes = [_line_phrase(line) for line in lines[is_told:]]
    if not changes:
        kind = sentence_case(outcome_phrase(lines[0].outcome))
        said = f"{sentence_case(source)}:" if kind.lower() in headline.partition(":")[0].lower() else f"{kind}. {sentence_case(source)}:"
        return () if says_who(lines[0]) else (said,)
    if says_who(lines[-1]) and len(changes) == 1:
        return (f"{changes[0]}:",)
    return *changes, f"{sentence_case(source)}:"


def says_who(line: AlertLine) -> bool:
    """Tell whether what the line says names its source already, as a statement does."""
    return line.now.startswith(line.source_phrase)


def group_lines(lines: Sequence[AlertLine], most: int) -> tuple[tuple[AlertLine, ...], ...]:
    """Put lines of one source and sentence together, at most `most` in a group; groups keep the order of their first lines."""
    groups: dict[tuple[str, str, int], list[AlertLine]] = {}
    met: Counter[tuple[str, str]] = Counter()
    for line in lines:
        key = (line.source_phrase, line.evidence)
        groups.setdefault((*key, met[key] // most), []).append(line)
        met[key] += 1
    return tuple(tuple(group) for group in groups.values())


def sentence_case(text: str) -> str:
    """Return `text` with its first letter as a capital and all others as they are."""
    return text[:1].upper() + text[1:]


def reach_phrase(outlets: int, origins: int) -> str:
    """Return how widely and how independently it is told: "5 outlets, 2 independent origins"."""
    return f"{outlets} {'outlet' if outlets == 1 else 'outlets'}, {origins} independent {'origin' if origins == 1 else 'origins'}"


def time_phrase(at: datetime, zone: tzinfo = UTC) -> str:
    """Return an instant in UTC, to the minute, and on the clock of `zone`: "20 Oct 2024 14:05 UTC (16:05 CEST)". English whatever the locale.

    The beginning of 1970 stands for a document without a date: "undated".
    """
    at = at.astimezone(UTC)
    if at == _UNDATED:
        return "undated"
    there = at.astimezone(zone)
    day = "" if there.date() == at.date() else f"{there.day} {_MONTHS[there.month - 1]} "
    local = f" ({day}{there:%H:%M %Z})" if there.utcoffset() else ""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year} {at:%H:%M} UTC{local}"


def published_phrase(published_at: datetime | None, seen_at: datetime, zone: tzinfo = UTC) -> str:
    """Return "published ...", else "seen ...", else "undated"."""
    if published_at is not None:
        return f"published {time_phrase(published_at, zone)}"
    return f"seen {time_phrase(seen_at, zone)}" if seen_at != _UNDATED else time_phrase(seen_at)


def age_phrase(span: timedelta) -> str:
    """Return a span in its largest whole unit: "3 d", "5 h", "12 min"; anything under a minute, or negative, is "now"."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def number_phrase(value: float) -> str:
    """Return a number with separators, round millions and more in words: "2,600", "3.5", "8 million", "1,234,567"."""
    for size, name in _SCALES:
        scaled = value / size
        if abs(scaled) >= 1 and abs(round(scaled, 2) * size - value) < 0.005:  # two decimals say it all
            return f"{scaled:,.2f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")


def _belongs_to_the_word_before(words: Sequence[str], index: int) -> bool:
    """Whether a phrase must not break before a word: "$3 million → $5 million", "North Korea → South Korea"."""
    is_within_name = words[index][0].isupper() and index > 0 and not words[index - 1].endswith(",")
    return words[index] in _SCALE_WORDS or is_within_name


def _line_phrase(line: AlertLine) -> str:
    kind, label = outcome_phrase(line.outcome), sentence_case(line.label)
    head = label if kind in label.lower() else f"{label} ({kind})"
    if line.outcome is Outcome.RETRACTION:
        return f"{head}: {line.was or line.now}"
    return head if line.now.lower() == line.label.lower() else f"{head}: {change_phrase(line.was, line.now)}"


def _counted(words: Sequence[str]) -> Sequence[str]:
    """The words behind the last figure of a phrase; none where a figure ends it, or a scale word belongs to it."""
    last = max((index for index, word in enumerate(words) if any(map(str.isdigit, word))), default=len(words))
    return [] if words[last + 1 : last + 2] and words[last + 1] in _SCALE_WORDS else words[last + 1 :]


_SCALE_WORDS = frozenset({"million", "billion", "trillion"})
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
        (24, 99): "dozens of",
        (100, 999): "hundreds of",
        (1_000, 9_999): "thousands of",
        (10_000, 99_999): "tens of thousands of",
        (100_000, 999_999): "hundreds of thousands of",
        (1_000_000, 9_999_999): "millions of",
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
    {"second": " a second", "minute": " a minute", "hour": " an hour", "day": " a day", "week": " a week", "month": " a month", "year": " a year"}
)


def _amount(mention: Mention) -> str | None:
    low, high = mention.value_low, mention.value_high
    if mention.modifier is Modifier.VAGUE:
        words = _VAGUE.get((low, high))
        return f"{words} {_more(mention)}{mention.unit or 'them'}" if words else None
    if low is None and high is None:
        return None
    unit = _unit(mention)
    if low is not None and high is not None and low != high:
        return f"between {_value(low, mention)} and {_value(high, mention)}{unit}"
    value = high if low is None else low
    assert value is not None
    modifier = mention.modifier
    if low is None and modifier not in (Modifier.NEARLY, Modifier.LESS_THAN):
        modifier = Modifier.UP_TO
    elif high is None and modifier is not Modifier.MORE_THAN:
        modifier = Modifier.AT_LEAST
    lead = _LEADS.get(modifier, "") if modifier else ""
    return f"{lead}{_value(value, mention)}{unit}"


def _value(value: float, mention: Mention) -> str:
    if _is_fraction(mention):
        words = next((words for part, words in _FRACTIONS if abs(value - part) < 0.005), None)
        return words or f"{number_phrase(value * 100)} percent"
    return _CURRENCIES.get(mention.unit or "", "") + number_phrase(value)


def _unit(mention: Mention) -> str:
    """The counted thing with a leading space: " of the soldiers", " more soldiers", " percent"."""
    more = _more(mention)
    if not mention.unit or mention.unit in _CURRENCIES:
        return f" {more}".rstrip()
    if _is_fraction(mention):
        return f" of the {mention.unit}"
    return f" of the {mention.unit}" if mention.part_of else f" {more}{mention.unit}"


def _more(mention: Mention) -> str:
    return "more " if mention.is_increment else ""


def _is_fraction(mention: Mention) -> bool:
    """A share written as a fraction of one ("half of the shells"); a percentage says so in its unit."""
    bound = mention.value_high if mention.value_high is not None else mention.value_low
    return mention.unit_class == "share" and (mention.unit or "").lower() not in {"percent", "per cent", "%", "percentage points"} and (bound or 0) <= 1


# aspect: as a fact, as a plan, as a possibility, and the preposition before its place
_ASPECTS: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "sent": ("sent", "to be sent", "may be sent", "to"),
        "arrived": ("arrived", "to arrive", "may have arrived", "in"),
        "training": ("training", "to train", "may be training", "in"),
        "present": ("present", "to be present", "may be present", "in"),
        "deployed": ("deployed", "to be deployed", "may be deployed", "in"),
        "planned": ("planned", "planned", "possible", "for"),
        "supplied": ("supplied", "to be supplied", "may be supplied", "to"),
        "equipped": ("equipped", "to be equipped", "may be equipped", "in"),
        "killed": ("killed", "to be killed", "possibly killed", "in"),
        "injured": ("injured", "to be injured", "possibly injured", "in"),
        "missing": ("missing", "missing", "possibly missing", "in"),
        "captured": ("captured", "to be captured", "possibly captured", "in"),
        "displaced": ("displaced", "to be displaced", "possibly displaced", "in"),
        "transported": ("transported", "to be transported", "may be transported", "to"),
        "departed": ("departed", "to depart", "may have departed", "from"),
    }
)
_CONTINENTS = frozenset({"Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America", "Earth"})
_PARTS = frozenset({"central", "eastern", "northern", "northeastern", "northwestern", "southern", "southeastern", "southwestern", "western"})
_COMMON_NOUNS = frozenset({"area", "coast", "district", "ground", "oblast", "peninsula", "port", "province", "region", "sea", "strait", "valley"})
_NAMES_WITH_ARTICLE = frozenset({"Donbas", "Kremlin", "Netherlands", "Pentagon", "Philippines", "White House"})


def _verb(mention: Mention) -> tuple[str, str]:
    aspect = mention.aspect
    if not aspect:
        return "", "in"
    words = aspect.replace("_", " ")
    actual, planned, possible, preposition = _ASPECTS.get(aspect, (words, f"to be {words}", f"possibly {words}", "in"))
    verb = {Modality.ACTUAL: actual, Modality.PLANNED: planned, Modality.POSSIBLE: possible}[mention.modality]
    return f"not {verb}" if mention.negated else verb, preposition


def _with_article(name: str) -> str:
    """Put "the" before a name that carries it in running English; a name that has an article keeps its own."""
    head = name.split(",")[0].split(" (")[0]
    if head in _NAMES_WITH_ARTICLE or head.startswith("United ") or (len(head.split()) > 1 and head.split()[-1].lower() in _COMMON_NOUNS and head[0].isupper()):
        return f"the {name}"
    return name


_VERBS: Mapping[Stance, tuple[str, str]] = MappingProxyType(
    {Stance.ASSERTED: ("says", "say"), Stance.DENIED: ("denies", "deny"), Stance.UNVERIFIED: ("can't confirm", "can't confirm")}
)
_UNVERIFIED_VERBS = ("says, unverified", "say, unverified")
_ARTICLE_VERBS: Mapping[Stance, str] = MappingProxyType(
    {Stance.ASSERTED: "reports", Stance.DENIED: "reports a denial", Stance.UNVERIFIED: "reports it unverified"}
)
_CONTENTS = ("that ", "the ", "these ", "those ", "this ", "any ", "what ")  # how that begins which a statement is about
_STATEMENTS: Mapping[Stance, str] = MappingProxyType({Stance.ASSERTED: "confirmation", Stance.DENIED: "denial", Stance.UNVERIFIED: "not verified"})
_OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.UPDATE: "updated",
        Outcome.CONFLICT: "disputed",
        Outcome.REFINEMENT: "more precise",
        Outcome.RETRACTION: "withdrawn",
        Outcome.CORROBORATION: "confirmed elsewhere",
        Outcome.BACKGROUND: "of another event",
        Outcome.BASELINE: "known before",
    }
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PREPOSITIONS = (" of ", " for ", " in ", " at ", " on ", " from ", " with ", " within ", " to ", " who ")
_DETERMINERS = frozenset({"a", "an", "another", "his", "her", "its", "one", "our", "some", "that", "the", "their", "this"})
_PLURALS = frozenset(  # also where a sentence begins with them and they look like a name
    {"analysts", "authorities", "experts", "media", "officials", "people", "police", "reports", "residents", "scientists", "sources", "witnesses"}
)
_INSTITUTIONS = frozenset(
    {"agency", "bureau", "centre", "center", "commission", "committee", "council", "department", "ministry", "office", "organisation", "service", "union"}
)


def _is_plural(source: str) -> bool:
    """Whether a body takes "say" ("officials", "Seoul and Kyiv"); a capitalised last word is a name and takes "says" ("United Nations")."""
    head = source
    for preposition in _PREPOSITIONS:
        head = head.split(preposition)[0]
    last = head.split()[-1] if head.split() else ""
    if last.lower() in _PLURALS or (last.islower() and last.endswith("s") and not last.endswith("ss")):
        return True
    return " and " in head and last.lower() not in _INSTITUTIONS and last[:1].isupper()
