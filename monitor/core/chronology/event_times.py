"""When something happened, where the text says so: which temporal expression of a sentence belongs to which thing.

An expression beside a verb of speech ("said on Friday") says when it was said, so it counts for statements alone. Where
two times could be meant, none is taken: no time hides nothing, a wrong one makes an old event look new. Expressions are
read by `temporal_expressions`, resolved by `intervals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from monitor.core.chronology.intervals import Interval, TemporalRelation, resolve
from monitor.core.chronology.temporal_expressions import TemporalExpression, find_temporal_expressions
from monitor.core.chronology.time_words import TimeWords, compile_time_words
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import CueWords, compile_cue_words
from monitor.core.speech.reporting_clauses import complement_start, read_group
from monitor.core.syntax.event_words import CueKind, EventWords, compile_event_words
from monitor.model import Modality, Reason
from monitor.model.valueclasses import replace, valueclass

_FRONTED = 12  # tokens between an expression at the head of a sentence and its verb
_LIGHT_START = 2  # an expression with fewer tokens before it still opens its clause ("But on Friday")
# In nineteen real stories no fact that an editor wanted told had an event time further back, and eight of the false
# ones had.
LONG_BEFORE = timedelta(days=30)
_MOST = 12  # expressions of one sentence; hostile text has more


@dataclass(frozen=True, slots=True)
class EventTime:
    """[start, stop) in UTC; `is_inherited` where another sentence says it."""

    start: datetime
    stop: datetime
    reason: Reason
    is_inherited: bool = False


def slots_of_time(
    time: EventTime | None,
) -> tuple[datetime | None, datetime | None, tuple[str, ...], tuple[Reason, ...]]:
    """Return beginning and end of a mention's event, what of that is inherited, and the reasons."""
    if time is None:
        return None, None, (), ()
    return time.start, time.stop, ("event_time",) if time.is_inherited else (), (time.reason,)


class _Kind(Enum):
    """How a clause hangs on the one before it."""

    MAIN = "main"
    JOINED = "joined"
    SUBORDINATE = "subordinate"
    SINCE = "since"
    THAT = "that"
    RELATIVE = "relative"
    APART = "apart"


_LENDING = frozenset((_Kind.JOINED, _Kind.SUBORDINATE, _Kind.SINCE))  # these lend their time to the clause before
_CLOSED_BY_COMMA = frozenset((_Kind.RELATIVE, _Kind.APART, _Kind.SINCE))


@dataclass(frozen=True, slots=True)
class _Clauses:
    """The clause of each token, and of each clause the kind, its opening token, and whether it speaks of what is to
    come.
    """

    numbers: tuple[int, ...]
    kinds: tuple[_Kind, ...]
    openers: tuple[int, ...]
    future: frozenset[int]

    def neighbours(self, clause: int) -> frozenset[int]:
        """Return the clauses whose time may be that of `clause`: what it is joined to, and what hangs on it."""
        found: set[int] = set()
        at = clause
        while self.kinds[at] is _Kind.JOINED:
            at -= 1
            found.add(at)
        at = clause + 1
        while at < len(self.kinds) and self.kinds[at] in _LENDING:
            found.add(at)
            at += 1
        return frozenset(found)

    def described_at(self, clause: int) -> int | None:
        """Return the token that opens the description which `clause` gives of what stands before ("a blast on Friday
        that killed 12").
        """
        while self.kinds[clause] is _Kind.JOINED:
            clause -= 1
        return self.openers[clause] if self.kinds[clause] in (_Kind.THAT, _Kind.RELATIVE) else None


@dataclass(frozen=True, slots=True)
class _Timed:
    """An expression in its clause; `told_at`: the time told last before it; `is_said`: it is the time of saying.

    `reach`: the token that ends what a distance ("ten years after") tells the time of, which begins behind it.
    """

    expression: TemporalExpression
    clause: int
    is_said: bool
    told_at: datetime | None
    reach: int = 0

    def reaches(self, token: int) -> bool:
        """Tell whether a distance tells the time of the thing at `token`."""
        return self.expression.last <= token < self.reach


@valueclass(frozen=True, slots=True)
class _SentenceTimes:
    sentence: Sentence
    clauses: _Clauses
    timed: tuple[_Timed, ...]


@valueclass(frozen=True, slots=True)
class ResolvedExpression:
    """A temporal expression at tokens [first, last) and what it means: [start, stop) in UTC.

    `is_said`: the time of saying; `is_main`: it stands in the main clause of its sentence; `is_open`: from then until
    now ("since 1999"); `noun`: where the noun phrase begins that it tells apart ("the 2004 tsunami"); `reach`: the
    token that ends what a distance is the time of.
    """

    first: int
    last: int
    start: datetime
    stop: datetime
    is_said: bool
    is_main: bool
    is_open: bool
    noun: int | None = None
    reach: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """The times of one text, by position of the sentence."""

    by_sentence: dict[int, _SentenceTimes]
    published_at: datetime | None
    have: frozenset[str]
    words: TimeWords | None = None

    def of_thing(
        self, position: int, first: int, last: int, modality: Modality, *, has_event: bool, points_back: bool = False
    ) -> EventTime | None:
        """Return when what happens to the thing at tokens [first, last) happens: the time of its clause, else the only
        one of its sentence.

        `has_event`: something is said to happen to it; of a thing with no event only the clause tells the time.
        `points_back`: the sentence goes on with the one before ("of these troops"), so it has that one's time if it has
        none.
        """
        sentence_times = self.by_sentence.get(position)
        if sentence_times is not None and any(not timed.is_said for timed in sentence_times.timed):
            return self._in_sentence(sentence_times, first, last, modality, has_event=has_event)
        before = self.by_sentence.get(position - 1) if points_back else None
        if before is None:
            return None
        exported = [
            timed
            for timed in before.timed
            if not timed.is_said and before.clauses.kinds[timed.clause] not in (_Kind.RELATIVE, _Kind.APART)
        ]
        found = self._only(before, exported, None, modality, "time of the sentence before")
        return None if found is None else replace(found, is_inherited=True)

    def resolved(self, position: int) -> tuple[ResolvedExpression, ...]:
        """Return the times that sentence `position` names, in order; what can't be resolved is left out."""
        sentence_times = self.by_sentence.get(position)
        found: list[ResolvedExpression] = []
        for timed in sentence_times.timed if sentence_times is not None else ():
            interval = (
                self.interval_of(sentence_times, timed, timed.clause, Modality.ACTUAL)
                if sentence_times is not None
                else None
            )
            if sentence_times is None or interval is None:
                continue
            is_main = sentence_times.clauses.kinds[timed.clause] is _Kind.MAIN
            is_open = (
                timed.expression.value.relation is TemporalRelation.SINCE
                or sentence_times.clauses.kinds[timed.clause] is _Kind.SINCE
            )
            reach = timed.reach if timed.expression.is_distance else None
            found.append(
                ResolvedExpression(
                    timed.expression.first,
                    timed.expression.last,
                    *interval,
                    timed.is_said,
                    is_main,
                    is_open,
                    timed.expression.noun,
                    reach,
                )
            )
        return tuple(found)

    def is_said(self, position: int, first: int) -> bool:
        """Tell whether the expression that begins at token `first` is the time of saying."""
        sentence_times = self.by_sentence.get(position)
        return sentence_times is not None and any(
            timed.is_said and timed.expression.first == first for timed in sentence_times.timed
        )

    def clause_at(self, position: int, token: int) -> int:
        """Return the number of the clause that a token of the sentence stands in."""
        sentence_times = self.by_sentence.get(position)
        return 0 if sentence_times is None else sentence_times.clauses.numbers[token]

    def of_statement(self, position: int, first: int, last: int) -> EventTime | None:
        """Return when the statement about the claim at tokens [first, last) was made: the time of saying, else one
        outside the claim.
        """
        sentence_times = self.by_sentence.get(position)
        if sentence_times is None:
            return None
        said = [timed for timed in sentence_times.timed if timed.is_said]
        outside = [
            timed
            for timed in sentence_times.timed
            if (timed.expression.first <= first or timed.expression.first >= last)
            and sentence_times.clauses.kinds[timed.clause] in (_Kind.MAIN, _Kind.JOINED)
        ]
        return self._only(sentence_times, said or outside, None, Modality.ACTUAL, "time of saying")

    def _in_sentence(
        self, sentence_times: _SentenceTimes, first: int, last: int, modality: Modality, *, has_event: bool
    ) -> EventTime | None:
        clause = sentence_times.clauses.numbers[first]
        found = self._in_clause(sentence_times, clause, first, last, modality, has_event=has_event)
        return None if found is not None and self._is_perfect(sentence_times, clause, found) else found

    def _is_perfect(self, sentence_times: _SentenceTimes, clause: int, time: EventTime) -> bool:
        """Tell "has killed 12": it goes on until now, so a time that ended long ago is none of it."""
        if self.words is None or self.published_at is None or self.published_at - time.stop < LONG_BEFORE:
            return False
        chain = {clause}
        while sentence_times.clauses.kinds[clause] is _Kind.JOINED:
            clause -= 1
            chain.add(clause)
        perfect = self.words.clauses["perfect"]
        return any(
            word in perfect
            for word, number in zip(sentence_times.sentence.lowers, sentence_times.clauses.numbers, strict=True)
            if number in chain
        )

    def _in_clause(
        self, sentence_times: _SentenceTimes, clause: int, first: int, last: int, modality: Modality, *, has_event: bool
    ) -> EventTime | None:
        usable, distance = _usable(sentence_times, first, last)
        behind = None if distance is None else distance.expression.last  # "ten years after the 2004 tsunami killed 9"
        own = [
            timed
            for timed in usable
            if timed.clause == clause
            and (
                (behind is not None and timed.expression.noun == behind)
                or _dates(sentence_times, timed, first, last, self.words)
            )
        ]
        if own:
            return self._only(
                sentence_times, [_nearest(sentence_times, own, first, clause)], clause, modality, "time of its clause"
            )
        if distance is not None:
            return self._only(sentence_times, [distance], clause, modality, "so long ago")
        if not has_event:
            return None
        return self._only(
            sentence_times, self._of_sentence(sentence_times, clause, usable), clause, modality, "time of its sentence"
        )

    def _of_sentence(self, sentence_times: _SentenceTimes, clause: int, usable: Sequence[_Timed]) -> Sequence[_Timed]:
        """Return the times of clauses near by and of what this one describes, else the only one of the sentence."""
        near, described = sentence_times.clauses.neighbours(clause), self._described_at(sentence_times, clause)
        told_of = [timed for timed in usable if _is_described(sentence_times, timed, described, self.words)]
        free = [timed for timed in usable if timed.expression.noun is None or timed in told_of]
        return [timed for timed in free if timed.clause in near or timed in told_of] or self._fronted(
            sentence_times, free
        )

    def _described_at(self, sentence_times: _SentenceTimes, clause: int) -> int | None:
        """Return the token that opens a description of what stands before, "since 1999, when 40 people died" among
        them.
        """
        opener = sentence_times.clauses.openers[clause]
        is_when = (
            self.words is not None
            and opener > 0
            and sentence_times.sentence.lowers[opener] in self.words.clauses["when"]
        )
        return opener if is_when else sentence_times.clauses.described_at(clause)

    def _fronted(self, sentence_times: _SentenceTimes, usable: Sequence[_Timed]) -> list[_Timed]:
        """Return the only time of a sentence that opens with one of long ago: "In 2008, the mill was fined after a
        blast that killed 11".
        """
        if (
            len(usable) != 1
            or usable[0].expression.first > 0
            or sentence_times.clauses.kinds[usable[0].clause] is not _Kind.MAIN
            or self.published_at is None
        ):
            return []
        interval = self.interval_of(sentence_times, usable[0], usable[0].clause, Modality.ACTUAL)
        return list(usable) if interval is not None and self.published_at - interval[1] >= LONG_BEFORE else []

    def _only(
        self, sentence_times: _SentenceTimes, timed: Sequence[_Timed], clause: int | None, modality: Modality, rule: str
    ) -> EventTime | None:
        """Return the time that the expressions agree on, or `None`."""
        found = {self.interval_of(sentence_times, one, clause, modality): one for one in timed}
        if len(found) != 1:
            return None
        ((interval, one),) = found.items()
        if interval is None:
            return None
        expression, sentence = one.expression, sentence_times.sentence
        reason = Reason("event_time", rule, sentence.starts[expression.first], sentence.ends[expression.last - 1])
        return EventTime(*interval, reason, expression.value.start.is_anaphoric)

    def interval_of(
        self, sentence_times: _SentenceTimes, timed: _Timed, clause: int | None, modality: Modality
    ) -> Interval | None:
        """Return what an expression means for a thing in `clause`; `None` as the clause: the thing is elsewhere."""
        value = timed.expression.value
        if (
            value.relation is TemporalRelation.SINCE
            and clause is not None
            and clause != timed.clause
            and _is_described(sentence_times, timed, self._described_at(sentence_times, clause), self.words)
        ):
            value = replace(value, relation=TemporalRelation.AT)
        if (
            sentence_times.clauses.kinds[timed.clause] is _Kind.SINCE
            and timed.clause != clause
            and value.relation is TemporalRelation.AT
        ):
            value = replace(value, relation=TemporalRelation.SINCE)
        is_possible = modality is Modality.POSSIBLE and self.have.isdisjoint(sentence_times.sentence.lowers)
        is_future = not timed.is_said and (
            modality is Modality.PLANNED or is_possible or timed.clause in sentence_times.clauses.future
        )
        return resolve(value, self.published_at, timed.told_at, is_future=is_future)


def read_times(sentences: Iterable[Sentence], published_at: datetime | None, language: Language) -> Times:
    """Read the times of one text; linear in its length. Without `published_at` only what names its year is resolved."""
    events = compile_event_words(language)
    words = compile_time_words(language)
    times = Times({}, published_at, events.have, words)
    if words is None:
        return times
    cues = compile_cue_words(language)
    told_at: datetime | None = None
    for position, sentence in enumerate(sentences):
        expressions = find_temporal_expressions(sentence, words)[:_MOST]
        if not expressions:
            continue
        clauses = _read_clauses(sentence, expressions, words, events, cues)
        said = _said(sentence, expressions, words, events, cues)
        timed: list[_Timed] = []
        sentence_times = _SentenceTimes(sentence, clauses, ())
        for expression in expressions:
            if expression.first > 0 and sentence.lowers[expression.first - 1] in words.clauses["apart"]:
                continue
            reach = _reach(sentence, expression, words) if expression.is_distance else 0
            one = _Timed(expression, clauses.numbers[expression.first], expression in said, told_at, reach)
            timed.append(one)
            if expression.is_distance or expression.noun is not None:
                continue
            interval = None if one.is_said else times.interval_of(sentence_times, one, one.clause, Modality.ACTUAL)
            told_at = interval[0] if interval is not None else told_at
        times.by_sentence[position] = replace(sentence_times, timed=tuple(timed))
    return times


def _reach(sentence: Sentence, expression: TemporalExpression, words: TimeWords) -> int:
    """Return the token that ends what stands behind a distance: the next comma that no clause on it follows."""
    lowers, table = sentence.lowers, words.attributes
    for at in range(expression.last, len(lowers)):
        is_comma = lowers[at] in words.clauses["commas"]
        if lowers[at] in words.clauses["marks"] or (
            is_comma and lowers[at + 1 : at + 2] != () and lowers[at + 1] not in table["goes_on"]
        ):
            return at
    return len(lowers)


def _is_described(sentence_times: _SentenceTimes, timed: _Timed, opener: int | None, words: TimeWords | None) -> bool:
    """Tell that the clause opened at `opener` describes what a time says: "the 1966 flood, in which 35 died"."""
    if opener is None or opener < timed.expression.last or words is None:
        return False
    small = words.clauses["commas"] | words.attributes["within"]
    return opener <= timed.expression.last + 1 or (
        opener == timed.expression.last + 2
        and small.issuperset(sentence_times.sentence.lowers[timed.expression.last : opener])
    )


def _dates(sentence_times: _SentenceTimes, timed: _Timed, first: int, last: int, words: TimeWords | None) -> bool:
    """Tell whether a time is that of the thing at [first, last) beside it. "The 2004 tsunami killed 9" and "killed by
    the 2004 tsunami" are; "survivors of the 2004 tsunami" and "in a town devastated by the tsunami of 2004" are not.
    """
    noun, lowers = timed.expression.noun, sentence_times.sentence.lowers
    if noun is None or words is None:
        return True
    table = words.attributes
    before = lowers[noun - 1] if noun > 0 else ""
    is_within = before in table["within"] or lowers[noun] in table["within"]
    if noun < first:
        return is_within or noun <= sentence_times.clauses.numbers.index(timed.clause) + 1
    verb = noun - 2  # "hit by the"
    is_participle = verb > 0 and (lowers[verb].endswith(words.participles) or lowers[verb] in table["reduced"])
    return is_within and not (is_participle and last < verb and lowers[verb - 1] not in words.grammar.be)


def _nearest(sentence_times: _SentenceTimes, own: Sequence[_Timed], first: int, clause: int) -> _Timed:
    """Return the expression behind the thing, or where expressions open the clause ("On Monday 12 fell and on Tuesday
    5") the one before it.
    """
    before = [timed for timed in own if timed.expression.first < first]
    after = [timed for timed in own if timed.expression.first >= first]
    begin = sentence_times.clauses.numbers.index(clause)
    if before and (not after or before[0].expression.first - begin <= _LIGHT_START):
        return before[-1]
    return after[0]


def _read_clauses(
    sentence: Sentence, expressions: Sequence[TemporalExpression], words: TimeWords, events: EventWords, cues: CueWords
) -> _Clauses:
    """Number the clauses; a comma ends a relative clause, and the clause around it goes on."""
    lowers, future = sentence.lowers, words.clauses["future"]
    inside = {i for expression in expressions for i in range(expression.first, expression.last)}
    numbers: list[int] = []
    kinds, openers, coming = [_Kind.MAIN], [0], set[int]()
    number = outer = 0
    next_verb = _next_verbs(sentence, words, events, cues)
    for i, word in enumerate(lowers):
        kind = None if i in inside else _kind_of(word, words, has_verb=next_verb[i])
        if kind is not None:
            outer = number if kind in _CLOSED_BY_COMMA and number == outer else outer
            number = len(kinds)
            outer = outer if kind in _CLOSED_BY_COMMA else number
            kinds.append(kind)
            openers.append(i)
        elif word in words.clauses["commas"] and i not in inside:
            number = outer
        elif word in future:
            number = _resumed(lowers, i, numbers, kinds, openers, events)
            coming.add(number)
        numbers.append(number)
    return _Clauses(tuple(numbers), tuple(kinds), tuple(openers), frozenset(coming))


def _resumed(
    lowers: Sequence[str],
    at: int,
    numbers: Sequence[int],
    kinds: Sequence[_Kind],
    openers: Sequence[int],
    events: EventWords,
) -> int:
    """Return the clause of a modal: in "who shot and killed two in May will" that around the relative clause, which has
    its verb already.
    """
    number = numbers[-1] if numbers else 0
    relative = number - 1 if kinds[number] is _Kind.JOINED else number
    if relative < 1 or kinds[relative] is not _Kind.RELATIVE:
        return number
    opener = openers[relative]
    has_verb = any(word in events.words or word in events.auxiliaries for word in lowers[opener + 1 : at])
    return numbers[opener - 1] if has_verb and "," not in lowers[opener:at] else number


def _kind_of(word: str, words: TimeWords, *, has_verb: bool) -> _Kind | None:
    """Return the kind of the clause that a word opens, or `None`; a mark opens one that has nothing to do with the one
    before.
    """
    table = words.clauses
    if word not in words.clause_openers or (word in table["before_verb"] and not has_verb):
        return None
    if word in table["relative"]:
        return _Kind.RELATIVE
    if word in table["apart"]:
        return _Kind.APART
    if word in words.links["since"]:
        return _Kind.SINCE
    if word in table["that"]:
        return _Kind.THAT
    if word in table["joins"]:
        return _Kind.JOINED
    return _Kind.SUBORDINATE if word in table["subordinates"] else _Kind.MAIN if word in table["marks"] else None


def _next_verbs(sentence: Sentence, words: TimeWords, events: EventWords, cues: CueWords) -> list[bool]:
    """Tell for each token whether a verb follows before the next mark or opener of a clause."""
    follows, found = [False] * len(sentence.lowers), False
    for i in range(len(sentence.lowers) - 1, -1, -1):
        follows[i] = found
        word = sentence.lowers[i]
        if word in events.words or word in events.auxiliaries or word in events.modals or word in cues.verbs:
            found = True
        elif _kind_of(word, words, has_verb=True) is not None:
            found = False
    return follows


def _said(
    sentence: Sentence, expressions: Sequence[TemporalExpression], words: TimeWords, events: EventWords, cues: CueWords
) -> frozenset[TemporalExpression]:
    """Return the expressions that say when something was said."""
    lowers = sentence.lowers
    said: set[TemporalExpression] = set()
    if not cues.nouns.isdisjoint(lowers):
        said.update(expression for expression in expressions if _is_of_noun(sentence, expression, cues))
    if cues.verbs.keys().isdisjoint(lowers):
        return frozenset(said)
    for at, word in enumerate(lowers):
        verb = cues.verbs.get(word)
        if verb is None or verb.kind not in words.clauses["speech"] or _is_passive(sentence, at, words, events):
            continue
        start, stop = read_group(sentence, at, cues).start, complement_start(sentence, at, verb, cues)
        for expression in expressions:
            is_behind = at < expression.first <= stop and not expression.is_owner
            is_between = start <= expression.last <= at and expression.first >= _LIGHT_START
            if is_behind or is_between or _opens_saying(sentence, expression, at, events):
                said.add(expression)
    return frozenset(said)


def _is_passive(sentence: Sentence, verb: int, words: TimeWords, events: EventWords) -> bool:
    """Tell "was announced on Friday", "wird am Freitag erwartet", whose auxiliary stands earlier where verbs stand
    last: the time is that of what happens.
    """
    lowers, passive = sentence.lowers, words.grammar.passive
    begin = verb - 1
    while events.is_verb_final and begin > 0 and lowers[begin] not in passive | events.commas:
        begin -= 1
    return begin >= 0 and lowers[begin] in passive


def _is_of_noun(sentence: Sentence, expression: TemporalExpression, cues: CueWords) -> bool:
    """Tell "in a statement on Friday", "Friday's briefing"."""
    if expression.is_owner:
        return not cues.nouns.isdisjoint(sentence.lowers[expression.last : expression.last + 3])
    return expression.first > 0 and sentence.lowers[expression.first - 1] in cues.nouns


def _opens_saying(sentence: Sentence, expression: TemporalExpression, verb: int, events: EventWords) -> bool:
    """Tell "On Friday, the ministry said": the expression opens the sentence, and the first verb behind it is one of
    speech.
    """
    if (
        expression.first >= _LIGHT_START
        or expression.is_owner
        or not expression.last < verb <= expression.last + _FRONTED
    ):
        return False
    between = sentence.lowers[expression.last + (sentence.lowers[expression.last] == ",") : verb]
    return "," not in between and not any(
        cue.kind in (CueKind.PAST, CueKind.ACTIVE, CueKind.SUBJECT)
        for word in between
        for cue in events.cues.get(word, ())
        if len(cue.words) == 1
    )


def _usable(sentence_times: _SentenceTimes, first: int, last: int) -> tuple[list[_Timed], _Timed | None]:
    """Return the times that may date the thing at tokens [first, last), and the distance ("ten years after") that
    reaches it.
    """
    around = [
        timed
        for timed in sentence_times.timed
        if not timed.is_said and (timed.expression.last <= first or timed.expression.first >= last)
    ]
    distance = next((timed for timed in around if timed.reaches(first)), None)
    plain = [timed for timed in around if not timed.expression.is_distance]
    return [timed for timed in plain if distance is None or distance.reaches(timed.expression.first)], distance
