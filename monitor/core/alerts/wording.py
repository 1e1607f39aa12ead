"""How a fact reads to a person, in English: its figure, its place, what happens, who says so. Pure text, not escaped.

Every sink and the alerting use these phrases, so a terminal, a chat message and a ledger never say one fact in two
ways. The tables here are words that the program writes; words that it reads live in `monitor/data/languages`.
Long by its tables: the phrases themselves are one topic.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType

from monitor.core.alerts.aspect_words import preposition_of, verb_of, words_of
from monitor.core.alerts.figure_words import figure
from monitor.core.alerts.source_words import source_name, takes_plural, with_article
from monitor.core.facts.states import State, state_of
from monitor.model import Mention, MentionKind, Modality, Outcome, Stance


def place_phrase(mention: Mention) -> str:
    """Return the place with what it lies in ("Ussuriysk, Russia", "eastern Russia"), or "" where the mention has
    none.
    """
    place = mention.place
    if place is None:
        return ""
    container = next((name for name in reversed(place.within) if name not in _CONTINENTS), "")
    return f"{place.name}, {container}" if container and container not in place.name else place.name


def event_phrase(mention: Mention, place: str | None = None) -> str:
    """Return what is said to happen, and where: "training in eastern Russia", "to be sent to the Kursk region, Russia",
    or "".

    place: in place of the `place_phrase`; "" leaves it out.
    """
    return f"{verb_of(mention)} {where_phrase(mention, place)}".strip()


def where_phrase(mention: Mention, place: str | None = None) -> str:
    """Return the place with its preposition: "in Ussuriysk, Russia", "to the Kursk region, Russia", "near Donetsk",
    "80 km north of Kinshasa", or "".
    """
    place = place_phrase(mention) if place is None else place
    if place and mention.relation is not None:
        preposition = preposition_of(mention)
        where = f"{mention.relation} {with_article(place) if place[0].isupper() else place}"
        return where if preposition == "in" else f"{preposition} {where}"
    if place and place[0].isupper():  # "near Donetsk" brings its own preposition
        return f"{preposition_of(mention)} {with_article(place)}"
    return f"{preposition_of(mention)} {place}" if place and place.split()[0] in _PARTS else place


def what_phrase(mention: Mention) -> str:
    """Return what a fact says: "about 11,000 soldiers training in eastern Russia", "deaths in Van, Turkey", "the
    Kremlin denies".

    Of a statement who makes it is the news, so there it begins with the `source_phrase`, and goes on with what is meant
    where the text says that: "Russia denies that it uses North Korean troops". Only where nobody is named it is "a
    denial is reported".
    """
    if mention.kind is MentionKind.QUANTITY:
        return " ".join(
            filter(None, (figure(mention), event_phrase(mention), "in all" if mention.is_running_total else ""))
        )
    if mention.kind is MentionKind.PLACE:
        return scene_phrase(mention)
    if mention.kind is MentionKind.EVENT:
        return occurrence_phrase(mention)
    if mention.kind is MentionKind.DATE:
        return date_phrase(mention)
    if mention.kind is MentionKind.NAME:
        return name_phrase(mention)
    if not mention.speaker and not mention.organisation:
        return _STATEMENTS[mention.stance]
    if mention.predicate is not None:
        return f"{source_phrase(mention)}: {shortened(mention.text)}"
    return f"{source_phrase(mention)} {mention.text}" if mention.text.startswith(_CONTENTS) else source_phrase(mention)


def occurrence_phrase(mention: Mention) -> str:
    """Return an event in the text's own words, cut where a clause ends, and behind "denied" or "possible" where it is
    so; what is planned or did not happen says so itself: "the union will call off the strike".
    """
    text = shortened(mention.text)
    if mention.stance is Stance.DENIED:
        return f"denied: {text}"
    return f"possible: {text}" if mention.modality is Modality.POSSIBLE else text


def turned_phrase(now: str, before: Mention) -> str:
    """Return what is told of an event or by a voice, with how it stood before: "union calls off the strike (planned
    before)".
    """
    is_event = before.kind is MentionKind.EVENT
    return f"{now} ({_EVENTS_BEFORE[state_of(before)] if is_event else _STANDS_BEFORE[before.stance]})"


def shortened(text: str) -> str:
    """Return a clause of the text in at most 120 characters or so, cut at a mark, else behind a word."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_CLAUSE:
        return line
    cut = line[:_LONGEST_CLAUSE]
    at = max(cut.rfind(mark) for mark in _CLAUSE_ENDS)
    return f"{cut[: at if at > _LONGEST_CLAUSE // 2 else cut.rfind(' ')].rstrip(',;:–— ')} …"


def date_phrase(mention: Mention) -> str:
    """Return a date in the text's own words, with the days that they mean where they do not say it: "12 March",
    "Friday (7 Mar 2025)", "possibly next month (Apr 2025)", "no date
    (postponed indefinitely)".
    """
    start, stop = mention.event_from, mention.event_to
    if start is None or stop is None:
        return f"{_NO_DATE} ({mention.text})" if mention.negated else f"{_NO_DATE} set"
    days = days_phrase(start, stop)
    is_said = any(map(str.isdigit, mention.text)) or any(month in mention.text for month in _MONTHS if month in days)
    said = mention.text if is_said else f"{mention.text} ({days})"
    return f"possibly {said}" if mention.modality is Modality.POSSIBLE else said


def name_phrase(mention: Mention) -> str:
    """Return a name in full: "Jon Birk", "Ada Vell (planned)", "possibly Ada Vell", "not Jon Birk"."""
    name = mention.who or mention.text
    return f"not {name}" if mention.negated else _NAMED[mention.modality].format(name)


def days_phrase(start: datetime, stop: datetime) -> str:
    """Return the days from `start` up to `stop`: "7 Mar 2025", "Apr 2025", "7 to 9 Mar 2025", "7 Mar to 3 Apr 2025"."""
    first, last = start + _HALF_A_DAY, max(start + _HALF_A_DAY, stop - _HALF_A_DAY)
    is_month = (
        first.day == 1 and (last + 2 * _HALF_A_DAY).day == 1 and (first.year, first.month) == (last.year, last.month)
    )
    if is_month:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    names = [(str(day.day), _MONTHS[day.month - 1], str(day.year)) for day in (first, last)]
    shared = 3 if names[0] == names[1] else next(at for at in (2, 1, 0) if names[0][3 - at :] == names[1][3 - at :])
    told = (" ".join(names[0][: 3 - shared]), " ".join(names[1]))
    return " to ".join(filter(None, told))


def scene_phrase(mention: Mention, place: str | None = None) -> str:
    """Return what a place is told for: "deaths in Van, Turkey", "training in eastern Russia", "to be sent to Kursk";
    the place alone where nothing is said.

    place: in place of the `place_phrase`.
    """
    words = words_of(mention)
    name = place or place_phrase(mention) or mention.text
    if words is None:
        return where_phrase(mention, name) if mention.relation is not None else name
    is_plain = mention.modality is Modality.ACTUAL and not mention.negated
    return f"{words.scene if words.scene and is_plain else verb_of(mention)} {where_phrase(mention, name)}"


def source_phrase(mention: Mention, outlet: str = "the article") -> str:
    """Return who says so and how: "Kyrylo Budanov (Ukrainian intelligence) says", "the Kremlin denies"; `outlet` where
    the article itself speaks, and of an outlet that is not known nothing, or what is reported.
    """
    source = source_name(mention)
    if not source:
        return f"{outlet} {_ARTICLE_VERBS[mention.stance]}" if outlet else _NOBODYS[mention.stance]
    singular, plural = (
        _WITHDRAWN_VERBS
        if mention.kind is MentionKind.STATEMENT and mention.negated
        else _VERBS[mention.stance]
        if mention.stance is not Stance.UNVERIFIED or _is_own_doubt(mention)
        else _UNVERIFIED_VERBS
    )
    return f"{source} {plural if not mention.speaker and takes_plural(source) else singular}"


def outlet_phrase(outlet: str) -> str:
    """Return the outlet's name for a list in which each text has one, "unknown outlet" where it is not known."""
    return outlet or "unknown outlet"


def _is_own_doubt(mention: Mention) -> bool:
    """Tell who "could not confirm" a claim from who makes one that the article leaves unverified: the stand has words
    of its own.
    """
    return mention.kind is MentionKind.STATEMENT or any(reason.slot == "stance" for reason in mention.reasons)


def outcome_phrase(outcome: Outcome) -> str:
    """Return the outcome as one or two words for a reader: "new", "updated", "disputed", "more precise", ..."""
    return _OUTCOMES.get(outcome, outcome.value.replace("_", " "))


def sentence_case(text: str) -> str:
    """Return `text` with its first letter as a capital and all others as they are."""
    return text[:1].upper() + text[1:]


def reach_phrase(outlets: int, origins: int) -> str:
    """Return how widely and how independently it is told: "5 outlets, 2 independent origins", "5 outlets, 1 origin";
    of one outlet nothing more, and "outlet not known" where none is known by name.
    """
    if not outlets:
        return "outlet not known"
    reach = f"{outlets} {'outlet' if outlets == 1 else 'outlets'}"
    if outlets == origins == 1:
        return reach
    return f"{reach}, {'1 origin' if origins == 1 else f'{origins} independent origins'}"


def time_phrase(at: datetime, zone: tzinfo = UTC) -> str:
    """Return an instant in UTC, to the minute, and on the clock of `zone`: "20 Oct 2024 14:05 UTC (16:05 CEST)".
    English whatever the locale.

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
    """Return a span in its largest whole unit: "3 d", "5 h", "12 min"; anything under a minute, or negative, is
    "now".
    """
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


URGENT = "Urgent"  # before the headline of an alert that waits for nothing, since a colour alone tells not everybody
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


_CONTINENTS = frozenset(
    {"Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America", "Earth"}
)
_PARTS = frozenset(
    {
        "central",
        "eastern",
        "northern",
        "northeastern",
        "northwestern",
        "southern",
        "southeastern",
        "southwestern",
        "western",
    }
)
_VERBS: Mapping[Stance, tuple[str, str]] = MappingProxyType(
    {
        Stance.ASSERTED: ("says", "say"),
        Stance.DENIED: ("denies", "deny"),
        Stance.UNVERIFIED: ("can't confirm", "can't confirm"),
    }
)
_WITHDRAWN_VERBS = ("takes back a denial", "take back a denial")
_UNVERIFIED_VERBS = ("says, unverified", "say, unverified")
_ARTICLE_VERBS: Mapping[Stance, str] = MappingProxyType(
    {Stance.ASSERTED: "reports", Stance.DENIED: "reports a denial", Stance.UNVERIFIED: "reports it unverified"}
)
_NOBODYS: Mapping[Stance, str] = MappingProxyType(
    {Stance.ASSERTED: "", Stance.DENIED: "a denial is reported", Stance.UNVERIFIED: "reported, not verified"}
)
_CONTENTS = (
    "that ",
    "the ",
    "these ",
    "those ",
    "this ",
    "any ",
    "what ",
)  # how that begins which a statement is about
_NO_DATE = "no date"
_HALF_A_DAY = timedelta(hours=12)  # a calendar day of any publisher's zone has its noon on that day of UTC, or nearly
_NAMED: Mapping[Modality, str] = MappingProxyType(
    {Modality.ACTUAL: "{}", Modality.PLANNED: "{} (planned)", Modality.POSSIBLE: "possibly {}"}
)
_LONGEST_CLAUSE = 120  # characters of an event or of what somebody says, two lines of a phone
_CLAUSE_ENDS = (", ", "; ", ": ", " – ", " — ", " -- ")
_EVENTS_BEFORE: Mapping[State, str] = MappingProxyType(
    {
        State.POSSIBLE: "only possible before",
        State.PLANNED: "planned before",
        State.DONE: "told as done before",
        State.UNDONE: "told as not so before",
    }
)
_STANDS_BEFORE: Mapping[Stance, str] = MappingProxyType(
    {Stance.ASSERTED: "said so before", Stance.DENIED: "denied it before", Stance.UNVERIFIED: "left it open before"}
)
_STATEMENTS: Mapping[Stance, str] = MappingProxyType(
    {
        Stance.ASSERTED: "a confirmation is reported",
        Stance.DENIED: "a denial is reported",
        Stance.UNVERIFIED: "it is not verified",
    }
)
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
