"""The stretches of a sentence that tell of another event than the article's own, by what words say so.

A zone holds the tokens behind its cue up to the end of its clause, or the whole sentence where the main clause says it.
Where words could be read both ways there is no zone: a figure of another event that is told is a fault, one of the
article's own that is hidden is lost news. It is long because each way of saying so is one short reader, in one list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum

from monitor.core.chronology.event_times import LONG_BEFORE, ResolvedExpression
from monitor.core.language.text import Sentence
from monitor.core.occasions.occasion_words import OccasionWords, phrase_at
from monitor.core.syntax.clauses import clause_end, clause_start
from monitor.model import HABIT, PERIOD, SEVERAL, SINCE_IT_BEGAN, EventRole
from monitor.model.valueclasses import valueclass

_NOUN_REACH = 4  # tokens between "earlier" or "the 2004" and the noun that it tells of
_SUBJECT = 5  # tokens of a subject before its verb
_SPAN = 7  # tokens from "came" over "less than two weeks" to "after"
FRONTED = 3  # a cue with fewer tokens before it stands at the head of the sentence
_LONGEST_NAME = 4  # tokens of a name between commas
_TOUCHING = 2  # tokens between a date at the head of a line and the mark behind it
BEFOREHAND = "how it was before"  # holds what nothing happens to
_COMMA = frozenset((",",))
_CLOSING = frozenset((",", "."))
_LINE_MARKS = frozenset((":", "-", "–", "—"))


class ZoneReach(Enum):
    """How far a zone may go on over the sentences behind it."""

    NOWHERE = "nowhere"
    PARAGRAPH = "paragraph"
    TEXT = "text"


@valueclass(frozen=True, slots=True)
class Zone:
    """Tokens [first, last) of a sentence that tell of another event; `cue` are the tokens that say so.

    `start` and `stop`: when that was, where it is said. `reach`: whether the next sentences may speak of it too.
    `rate`: what a habit is counted by. `is_sure`: another event whatever its time. `is_further`: of the article's own
    event, told as one more of its kind.
    """

    first: int
    last: int
    role: EventRole
    rule: str
    cue: tuple[int, int]
    start: datetime | None = None
    stop: datetime | None = None
    reach: ZoneReach = ZoneReach.NOWHERE
    rate: str | None = None
    is_sure: bool = False
    is_further: bool = False


def is_long_before(stop: datetime, published_at: datetime) -> bool:
    """Tell whether what ended at `stop` is of another time than the news of `published_at`."""
    return published_at - stop >= LONG_BEFORE


def read_zones(
    sentence: Sentence, times: Sequence[ResolvedExpression], published_at: datetime | None, words: OccasionWords
) -> tuple[Zone, ...]:
    """Return the zones of a sentence, the most telling first: where two hold a token the earlier one counts."""
    zones: list[Zone] = []
    if not words.gate.isdisjoint(sentence.lowers):
        zones += _unreal(sentence, words)
        zones += _habits(sentence, words)
        zones += _apart(sentence, words)
        zones += _others(sentence, words)
        zones += _last_times(sentence, words)
        zones += _followed(sentence, words)
        zones += _compared(sentence, words)
        zones += _likened(sentence, words)
        zones += _remembered(sentence, words)
        zones += _beforehand(sentence, words)
        zones += _early_on(sentence, words)
    if published_at is not None and times:
        zones += _dated(sentence, times, published_at, words)
    if not words.together.isdisjoint(sentence.lowers):
        zones += _together(sentence, words)
    if not words.further.isdisjoint(sentence.lowers):
        zones += _further(sentence, words)
    return tuple(zones)


# ---- by date


def _dated(
    sentence: Sentence, times: Sequence[ResolvedExpression], published_at: datetime, words: OccasionWords
) -> Iterator[Zone]:
    """Read "In 2004 a quake killed ...", "2010 - Haiti: ...", "the worst since 1999, when 40 died"."""
    yield from _clauses_on_old_times(sentence, times, published_at, words)
    for one in times:
        if one.reach is not None and is_long_before(one.stop, published_at):
            rule, cue = "so long after it", (one.first, one.last)
            yield Zone(one.last, one.reach, EventRole.BACKGROUND, rule, cue, one.start, one.stop)
    old = _only_old_time(times, published_at)
    if old is None:
        return  # with a later time beside it the time of each clause tells
    is_line = old.first < FRONTED and not _LINE_MARKS.isdisjoint(sentence.lowers[old.last : old.last + _TOUCHING])
    if is_line or (_tells_when(old) and not _turns_back(sentence, words)):
        rule = "a line of dates" if is_line else "its sentence tells of a time long before publication"
        yield Zone(
            0,
            len(sentence.lowers),
            EventRole.BACKGROUND,
            rule,
            (old.first, old.last),
            old.start,
            old.stop,
            ZoneReach.PARAGRAPH if is_line else ZoneReach.TEXT,
        )


def _clauses_on_old_times(
    sentence: Sentence, times: Sequence[ResolvedExpression], published_at: datetime, words: OccasionWords
) -> Iterator[Zone]:
    """Read "the worst since 1999, when 40 died"."""
    for one in times:
        if not one.is_open or one.is_said or published_at - one.start < LONG_BEFORE:
            continue
        opener = one.last + (sentence.lower_at(one.last) == ",")
        if sentence.lower_at(opener) in words.before["when"]:
            end, cue = _clause_end(sentence, opener + 1, words), (one.first, one.last)
            yield Zone(opener, end, EventRole.BACKGROUND, "a clause on an earlier time", cue)


def _only_old_time(times: Sequence[ResolvedExpression], published_at: datetime) -> ResolvedExpression | None:
    """Return the time of a sentence whose events all were at one time, long before publication."""
    happened = [one for one in times if not one.is_said and not one.is_open and one.reach is None]
    if len({(one.start, one.stop) for one in happened}) != 1:
        return None
    return happened[0] if is_long_before(happened[0].stop, published_at) else None


def _tells_when(one: ResolvedExpression) -> bool:
    """Tell whether a time is that of its main clause, and of no noun inside it."""
    return one.is_main and (one.noun is None or one.noun < FRONTED)


def _turns_back(sentence: Sentence, words: OccasionWords) -> bool:
    """Tell that a sentence speaks of the present as well: "has killed", "now", "is"."""
    return not words.back["now"].isdisjoint(sentence.lowers)


# ---- by words


def _last_times(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "The last time the river rose so high, 33 people were killed"."""
    for at in range(min(FRONTED, len(sentence.lowers))):
        end = phrase_at(sentence.lowers, at, words.last_times)
        if end > at:
            yield Zone(
                0,
                len(sentence.lowers),
                EventRole.BACKGROUND,
                "an earlier time like it",
                (at, end),
                reach=ZoneReach.TEXT,
            )
            return


def _followed(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "The attack came a day after a bomb killed five", "and hours before a fire killed six", "The blast follows
    a fire that killed five".
    """
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        if (word not in words.before["came"] and word not in words.follows) or not _has_event(
            lowers[max(0, at - _SUBJECT) : at], words
        ):
            continue
        end = phrase_at(lowers, at, words.follows)
        if end > at and sentence.lower_at(end) in words.apart["indefinite"]:
            yield _background(sentence, at, end, words)
            continue
        since = at
        for k in range(at + 1, len(lowers)):
            if k > since + _SPAN:
                break
            if lowers[k] in words.before["after"] and k + 1 < len(lowers):
                zone = _background(sentence, at, k + 1, words)
                since = zone.last
                yield zone


def _background(sentence: Sentence, at: int, first: int, words: OccasionWords) -> Zone:
    """Return the zone of what the event whose verb stands at `at` came before or after: the clause from `first` on,
    with the names set into it by commas.
    """
    last = _clause_end(sentence, first, words)
    while (after := _after_names(sentence, last, words)) > last:
        last = after if after == len(sentence.lowers) else _clause_end(sentence, after, words)
    return Zone(first, last, EventRole.BACKGROUND, "what the event came before or after", (at, first), is_sure=True)


def _after_names(sentence: Sentence, at: int, words: OccasionWords) -> int:
    """Return the token behind ", Spain," and ", and Lyon," where the comma at `at` sets a name into a clause."""
    if sentence.lower_at(at) != ",":
        return at
    first = at + 1 + (sentence.lower_at(at + 1) in words.back["joins"])
    last = first
    while last < len(sentence.words) and last - first < _LONGEST_NAME and sentence.words[last][0].isupper():
        last += 1
    closing = last
    while sentence.lower_at(closing) in _CLOSING:
        closing += 1  # "Lyon, Ohio.," of an abbreviation as well
    return at if last == first or (closing == last < len(sentence.words)) else closing


def _has_event(lowers: tuple[str, ...], words: OccasionWords) -> bool:
    """Tell that the subject of a verb names an event that answers no other, as a protest does."""
    return any(words.nouns.names_event(word) and word not in words.before["answers"] for word in lowers)


def _compared(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "could match the 12 million gallons that another spill brought": a figure known from elsewhere."""
    lowers = sentence.lowers
    for at, word in enumerate(lowers[:-2]):
        if (
            word in words.before["compared"]
            and lowers[at + 1] in words.back["definite"]
            and (lowers[at + 2][0].isdecimal() or lowers[at + 2] in words.numbers)
        ):
            yield Zone(
                at + 1,
                _clause_end(sentence, at + 2, words),
                EventRole.BACKGROUND,
                "what it is compared with",
                (at, at + 1),
                is_sure=True,
            )


def _likened(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "as in Porto, where 40 people died", "unlike in Braga, where ...": what is told of a place that is set
    beside.
    """
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        if word not in words.before["like"]:
            continue
        comma = next((k for k in range(at + 1, min(len(lowers) - 1, at + _SPAN)) if lowers[k] == ","), None)
        if comma is None or lowers[comma + 1] not in words.before["where"]:
            continue
        if any(lowers[k] in words.inside and sentence.words[k + 1][0].isupper() for k in range(at, comma)):
            yield Zone(
                comma + 1,
                _clause_end(sentence, comma + 2, words),
                EventRole.BACKGROUND,
                "what it is likened to",
                (at, comma),
                is_sure=True,
            )


def _remembered(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "the anniversary of the raid that killed 40", "the deadliest blast since one in Porto killed 40"."""
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        is_best = (
            word in words.since
            and at > 0
            and any(best in words.before["best"] for best in lowers[max(0, at - _SUBJECT) : at])
        )
        if is_best or word in words.before["anniversaries"]:
            rule = "the last so great" if is_best else "an anniversary of it"
            yield Zone(at, _clause_end(sentence, at + 1, words), EventRole.BACKGROUND, rule, (at, at + 1), is_sure=True)


def _beforehand(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "Before the war 300,000 people lived there": what was so before the event began, where nothing happened."""
    lowers = sentence.lowers
    if len(lowers) > 1 and lowers[0] in words.before["ahead"] and lowers[1] in words.back["definite"]:
        noun = _event_noun(sentence, 2, words)
        if noun is not None:
            yield Zone(0, len(lowers), EventRole.BACKGROUND, BEFOREHAND, (0, noun + 1), is_sure=True)


def _early_on(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "Earlier this year a gunman killed three", "Just last week": one event of before; "this year" counts all."""
    for at in range(min(FRONTED, len(sentence.lowers))):
        end = phrase_at(sentence.lowers, at, words.early)
        if end > at:
            rule = "a sentence opens with an earlier time"
            yield Zone(0, len(sentence.lowers), EventRole.BACKGROUND, rule, (at, end), is_sure=True)
            return


def _others(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "a similar attack killed five", "the last such pandemic"."""
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        is_such = word in words.before["such"] and sentence.lower_at(at - 1) in words.before["last"]
        if word not in words.before["others"] and not is_such:
            continue
        noun = _event_noun(sentence, at + 1, words)
        if noun is not None:
            reach = ZoneReach.TEXT if at < FRONTED else ZoneReach.NOWHERE
            yield Zone(
                at,
                _clause_end(sentence, noun + 1, words),
                EventRole.BACKGROUND,
                "an earlier event like it",
                (at, noun + 1),
                reach=reach,
            )


def _apart(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "In a separate incident, ...", "a different fire killed ...", "Elsewhere, a factory fire ...", and "in two
    separate attacks", taken together.
    """
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        if word in words.apart["separate"] and sentence.lower_at(at - 1) in words.apart["one"]:
            noun = _event_noun(sentence, at + 1, words)
            if noun is not None:
                first, reach = (0, ZoneReach.PARAGRAPH) if at <= FRONTED else (at, ZoneReach.NOWHERE)
                yield Zone(
                    first, len(lowers), EventRole.ELSEWHERE, "said to be another event", (at, noun + 1), reach=reach
                )
        if word in words.apart["several"] and sentence.lower_at(at - 1) not in words.apart["one"]:
            noun = _event_noun(sentence, at + 1, words)
            if noun is not None:
                yield _around(sentence, at, noun + 1, SEVERAL, words)
    for at, word in enumerate(lowers[:FRONTED]):
        if word in words.apart["openers"] or word in words.apart["neighbours"]:
            noun = next((i for i in range(at + 1, len(lowers)) if _is_indefinite_event(sentence, i, words)), None)
            if noun is not None:
                yield Zone(
                    0,
                    len(lowers),
                    EventRole.ELSEWHERE,
                    "another event elsewhere",
                    (at, at + 1),
                    reach=ZoneReach.PARAGRAPH,
                )


def _further(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "killed in a second attack", "another blast injured 12", "in clashes elsewhere in Norland": an event of the
    article, and none that was told before.
    """
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        is_next = word in words.apart["nexts"] and sentence.lower_at(at - 1) in words.apart["indefinite"]
        noun = _event_noun(sentence, at + 1, words) if is_next or word in words.apart["others"] else None
        if at > 0 and word in words.apart["openers"] and words.nouns.names_event(lowers[at - 1]):
            noun = at - 1
        if noun is None or words.nouns.names_long_event(lowers[noun]):
            continue
        first = clause_start(lowers, at, _COMMA, words.back["ends"], reach=at)
        first = at if sentence.lower_at(at - 1) in words.back["joins"] else first
        yield Zone(
            first,
            _clause_end(sentence, noun + 1, words),
            EventRole.OWN,
            "told as one more event",
            (min(at, noun), max(at, noun) + 1),
            is_further=True,
        )


def _is_indefinite_event(sentence: Sentence, at: int, words: OccasionWords) -> bool:
    """Tell that the noun at `at` brings an event up for the first time: "a factory fire"."""
    lowers = sentence.lowers
    return words.nouns.names_event(lowers[at]) and not words.apart["indefinite"].isdisjoint(
        lowers[max(0, at - _NOUN_REACH) : at]
    )


def _together(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "since the war began", "in the civil war", "so far this year"."""
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        if word not in words.together:
            continue
        end = phrase_at(lowers, at, words.periods)
        if end > at:
            yield _around(sentence, at, end, PERIOD, words)
        elif (
            (word in words.since or word in words.inside)
            and at + 1 < len(lowers)
            and lowers[at + 1] in words.back["definite"]
        ):
            noun = _event_noun(sentence, at + 2, words)
            if noun is not None and words.nouns.names_long_event(lowers[noun]):
                yield _around(
                    sentence,
                    at,
                    noun + 1,
                    SINCE_IT_BEGAN if word in words.since else "of something long",
                    words,
                )


def _around(sentence: Sentence, first: int, last: int, rule: str, words: OccasionWords) -> Zone:
    """Return the zone of what is counted together: the part between commas around its cue, and behind a cue at the head
    all of it.
    """
    lowers = sentence.lowers
    begin = clause_start(lowers, first, _COMMA, words.back["joins"], reach=first)
    end = clause_end(lowers, last, _COMMA, reach=len(lowers))
    if first < FRONTED:
        begin, end = 0, len(lowers)
    return Zone(begin, end, EventRole.TOTAL, rule, (first, last))


def _habits(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "in an average year", "every summer": what happens again and again, by its period."""
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        end, rate = phrase_at(lowers, at, words.habits), None
        if end > at:
            rate = words.rates[" ".join(lowers[at:end])]
        elif word in words.each and at + 1 < len(lowers):
            end, rate = at + 2, words.rates.get(lowers[at + 1])
        if rate is not None:
            yield Zone(0, len(lowers), EventRole.TOTAL, HABIT, (at, end), rate=rate)
            return


def _unreal(sentence: Sentence, words: OccasionWords) -> Iterator[Zone]:
    """Read "In the film, 40 people die", "a simulated attack"."""
    lowers = sentence.lowers
    for at, word in enumerate(lowers):
        is_work = (
            word in words.works
            and at < FRONTED + 1
            and lowers[0] in words.work_openers
            and lowers[at + 1 : at + 2] == (",",)
        )
        if is_work or word in words.unreal:
            yield Zone(0, len(lowers), EventRole.UNREAL, "told of a film or a drill", (at, at + 1))
            return


def _event_noun(sentence: Sentence, start: int, words: OccasionWords) -> int | None:
    """Return the first token from `start` on that names an event, in one noun phrase."""
    for at in range(start, min(start + _NOUN_REACH, len(sentence.lowers))):
        if words.nouns.names_event(sentence.lowers[at]):
            return at
        if not sentence.lowers[at][0].isalpha() or sentence.lowers[at] in words.back["small"]:
            return None
    return None


def _clause_end(sentence: Sentence, start: int, words: OccasionWords) -> int:
    """Return the token that ends the clause at `start`: a heavier mark, or a comma that what follows does not hang
    on.
    """
    lowers = sentence.lowers
    for at in range(start, len(lowers)):
        if lowers[at] in words.back["ends"]:
            return at
        if lowers[at] == "," and at + 1 < len(lowers) and not sentence.words[at + 1].endswith("ing"):
            return at
    return len(lowers)
