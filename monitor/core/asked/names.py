"""Who somebody is: the names that a text gives to the roles that a watchlist asks for, in the ways in which news does.

"Identified the officer as", "the suspect, Jon Birk, 43,", "Ada Vell, the officer who", "the victims were", "a ship
named", "Ada Vell succeeds". Names are read by `name_runs`, roles are compiled by `roles`. Long because each
way of saying it is one short reader of the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from monitor.core.asked.events import Occurrence, occurrences_in, said_at
from monitor.core.asked.name_runs import Name, NameRuns, tokens_of
from monitor.core.asked.predicates import Way
from monitor.core.asked.roles import Role, RoleForms, RoleWords, compile_role, compile_role_words
from monitor.core.chronology.temporal_expressions import find_temporal_expressions
from monitor.core.chronology.time_words import compile_time_words
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.attributed import Attributions
from monitor.core.speech.discourse import DiscourseModel
from monitor.core.speech.source_phrases import place_ends
from monitor.core.speech.source_reader import SourceReader
from monitor.core.speech.speaker_words import SpeakerWords, compile_speaker_words, is_name_like
from monitor.core.syntax.event_words import CueKind, compile_event_words
from monitor.core.syntax.events import EventTrigger, event_at
from monitor.core.syntax.grammar import compile_grammar
from monitor.core.syntax.verbs import compile_verbs, is_verb
from monitor.model import Modality
from monitor.model.valueclasses import valueclass

_MOST = 6  # nouns of a role, and verbs that name, in one sentence; hostile text has more
_REACH = 14  # tokens between the parts of one way to say it
_GROUP = 5  # tokens of a verb group
_HEAD = 5  # tokens from an article to its noun: "the first female police officer"
_OF = 6  # tokens of "of the UN mission" behind a role
_STRONG = frozenset(';:—–“”„"')
_HALF = 0.6  # of the words of a headline that have capitals
_SHORT = 3  # letters of words that have none in such headlines


@valueclass(frozen=True, slots=True)
class Naming:
    """A name in a role. `negated`: the text says that this was wrong; `instead_of`: the name that it corrects."""

    sentence: int
    role: str
    name: Name
    rule: str
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    instead_of: str = ""


def find_namings(
    sentences: Sequence[Sentence],
    places: Sequence[PlaceSpan],
    attributions: Attributions,
    roles: Sequence[Role],
    language: Language,
) -> Iterator[Naming]:
    """Yield the names that one text gives to any of `roles`, in order. Linear in the text for a number of roles."""
    if not roles:
        return
    speakers = compile_speaker_words(language)
    reader = SourceReader(speakers, DiscourseModel(sentences, speakers), place_ends(places))
    spans: dict[int, list[tuple[int, int]]] = {}
    for place in places:
        spans.setdefault(place.sentence, []).append((place.first, place.last))
    forms = [compile_role(role, language) for role in roles]
    found: list[Naming] = []
    for number, sentence in enumerate(sentences):
        runs: NameRuns | None = None
        for form in forms:
            if not _may_say(sentence, form):
                continue
            runs = runs or _runs(sentence, number, reader, spans.get(number, ()), language)
            found += _RoleSentence(sentence, number, runs, form, attributions, language).namings()
    yield from _corrected(found)


def _may_say(sentence: Sentence, form: RoleForms) -> bool:
    """Tell whether a sentence holds a capital and a word of the role, or has a verb of its deeds."""
    if any(form.at(sentence, i) is not None for i in range(len(sentence.lowers))):
        return True
    ways = (*form.doing, *form.undergoing)
    return bool(ways) and any(low in way.heads for low in sentence.lowers for way in ways)


def _runs(
    sentence: Sentence, number: int, reader: SourceReader, spans: Sequence[tuple[int, int]], language: Language
) -> NameRuns:
    words = compile_time_words(language)
    times = (
        [(phrase.first, phrase.last) for phrase in find_temporal_expressions(sentence, words)]
        if words is not None
        else []
    )
    events = compile_event_words(language)
    return NameRuns(
        sentence,
        number,
        reader,
        compile_speaker_words(language),
        compile_role_words(language),
        tokens_of(spans),
        tokens_of(times),
        events.prepositions | events.auxiliaries | events.of,
    )


def _corrected(found: Sequence[Naming]) -> Iterator[Naming]:
    """Yield the namings, one name of a role that takes the place of a wrong one with that beside it."""
    for naming in found:
        wrong = [other for other in found if other.negated and other.role == naming.role]
        right = {other.name.full for other in found if not other.negated and other.role == naming.role}
        is_pair = len({other.name.full for other in wrong}) == 1 and len(right) == 1
        if naming.negated and is_pair:
            continue
        instead_of = wrong[0].name.full if is_pair and not naming.negated else ""
        yield Naming(
            naming.sentence, naming.role, naming.name, naming.rule, naming.modality, naming.negated, instead_of
        )


def is_in_capitals(sentence: Sentence) -> bool:
    """Tell a headline of which nearly every word has a capital, so that none shows a name."""
    words = [word for word in sentence.words if word[0].isalpha() and len(word) > _SHORT]
    return (
        bool(words)
        and sum(word[0].isupper() for word in words) > _HALF * len(words)
        and (sentence.field == "title" or sentence.is_heading)
    )


@dataclass(frozen=True, slots=True)
class _RoleSentence:
    """One sentence, and one role that is looked for in it."""

    sentence: Sentence
    number: int
    runs: NameRuns
    form: RoleForms
    attributions: Attributions
    language: Language

    @property
    def words(self) -> RoleWords:
        return compile_role_words(self.language)

    @property
    def speakers(self) -> SpeakerWords:
        return compile_speaker_words(self.language)

    def namings(self) -> list[Naming]:
        """Return the names that the sentence gives the role, each once, in order."""
        found: dict[tuple[int, int], Naming] = {}
        nouns = self._nouns()
        for naming in (*self._named(nouns), *self._beside(nouns), *self._by_deeds()):
            found.setdefault((naming.name.first, naming.name.last), naming)
        return sorted(found.values(), key=lambda naming: naming.name.first)

    def _nouns(self) -> list[tuple[int, int, bool]]:
        """Return the tokens of the role's nouns, each with whether it may mean several."""
        found: list[tuple[int, int, bool]] = []
        for i in range(len(self.sentence.lowers)):
            if len(found) < _MOST and (at := self.form.at(self.sentence, i)) is not None and self._is_head(at[0]):
                found.append((i, *at))
        return found

    def _is_head(self, end: int) -> bool:
        """Tell "the officer" from "the officer union" and "the officer's lawyer"."""
        after = self.runs.low(end)
        if after in self.speakers.possessives:
            return self.runs.low(end + 1) in self.words.name_nouns
        is_word = after[:1].isalpha() and self.sentence.words[end].islower()
        return not (is_word and self.speakers.can_speak(after) and after not in self.speakers.pronouns)

    def _naming(
        self, names: Sequence[Name], rule: str, modality: Modality = Modality.ACTUAL, *, negated: bool = False
    ) -> list[Naming]:
        return [Naming(self.number, self.form.role.name, name, rule, modality, negated) for name in names]

    def _row(self, i: int, *, is_many: bool) -> list[Name]:
        return self.runs.row(i, is_person=self.form.is_person, is_many=is_many)

    # ---- "identified the officer as"

    def _named(self, nouns: Sequence[tuple[int, int, bool]]) -> Iterator[Naming]:
        verbs = [
            (i, is_wrong)
            for is_wrong, ways in ((False, self.words.naming), (True, self.words.misnaming))
            for i in range(len(self.sentence.lowers))
            if _is_said(self.sentence, i, ways, self.language)
        ]
        for verb, is_wrong in verbs[:_MOST]:
            links = [
                k
                for k in range(max(0, verb - _REACH), min(len(self.sentence.lowers), verb + _REACH))
                if self.runs.low(k) in self.words.as_
            ]
            link = next((k for k in links if k > verb), links[-1] if links else None)
            if link is not None and not self._is_denied(verb):
                around = self.sentence.lowers[max(0, verb - 2) : verb + 2]
                negated = is_wrong or not self.words.wrongly.isdisjoint(around)
                yield from self._as(verb, link, nouns, negated=negated)

    def _as(self, verb: int, link: int, nouns: Sequence[tuple[int, int, bool]], *, negated: bool) -> list[Naming]:
        """Return the names of "identified the officer as NAME", "the officer, identified as", "NAME was named as"."""
        begin, end = min(verb, link), max(verb, link)
        behind = next((noun for noun in nouns if link < noun[0] <= link + _HEAD), None)
        if behind is not None and self._is_phrase(link + 1, behind[0]):
            name = (
                self.runs.behind_lead(verb + 1, is_person=self.form.is_person, is_sure=False) if verb < link else None
            )
            before = self._subject(begin, is_many=behind[2])
            return self._naming(
                [name] if name is not None and name.last <= link else before, "named as", negated=negated
            )
        object_ = next((noun for noun in nouns if begin < noun[0] < end), None)
        subject = next((noun for noun in reversed(nouns) if noun[1] <= begin and begin - noun[1] <= _REACH), None)
        if object_ is None and (
            subject is None or (verb < link and self._has_object(begin + 1, end)) or self._is_parted(subject[1], begin)
        ):
            return []
        noun = object_ or subject
        return self._naming(self._row(link + 1, is_many=noun is not None and noun[2]), "named as", negated=negated)

    def _is_phrase(self, begin: int, end: int) -> bool:
        """Tell whether nothing but an article, adjectives and names of bodies stand before a noun."""
        return all(
            self.runs.low(k)[0].isalnum() and self.runs.low(k) not in self.speakers.inside and not self._is_verb(k)
            for k in range(begin, end)
        )

    def _has_object(self, begin: int, end: int) -> bool:
        """Tell whether a verb has somebody else for its object: "the officer identified the man as"."""
        lows = self.sentence.lowers[begin:end]
        return bool(lows) and (
            lows[0] in self.speakers.determiners
            or is_name_like(self.sentence.words[begin])
            or lows[0] in ("him", "her", "them")
        )

    def _is_parted(self, begin: int, end: int) -> bool:
        return not _STRONG.isdisjoint(self.sentence.lowers[begin:end])

    def _subject(self, verb: int, *, is_many: bool) -> list[Name]:
        return self.runs.before(self._group_start(verb), is_person=self.form.is_person, is_many=is_many)

    def _group_start(self, verb: int) -> int:
        events = compile_event_words(self.language)
        first = verb
        while first > 0 and verb - first < _GROUP and events.is_of_group(self.runs.low(first - 1)):
            first -= 1
        return first

    def _is_denied(self, verb: int) -> bool:
        grammar = compile_grammar(self.language)
        return any(grammar.is_negation(low) for low in self.sentence.lowers[self._group_start(verb) : verb])

    def _is_verb(self, k: int) -> bool:
        verbs = compile_verbs(self.language)
        return self.runs.low(k) in verbs.auxiliaries or is_verb(self.sentence, k, verbs)

    # ---- beside the noun

    def _beside(self, nouns: Sequence[tuple[int, int, bool]]) -> Iterator[Naming]:
        for first, last, is_many in nouns:
            yield from self._behind(first, last, is_many=is_many)
            yield from self._before(first, is_many=is_many)

    def _behind(self, first: int, last: int, *, is_many: bool) -> list[Naming]:
        """Return the names behind a noun: "suspect NAME", "the suspect, NAME,", "a ship named NAME", "the victims were
        NAME and NAME".
        """
        low = self.runs.low
        if low(last) in self.words.called and (names := self._row(last + 1, is_many=is_many)):
            return self._naming(names, "called")
        title = self.runs.at(last, is_person=self.form.is_person)
        if title is not None and title.first == last and not self._speaks(title):
            names = self.runs.row(last, is_person=self.form.is_person, is_many=is_many, is_sure=False)
            return self._naming(names, "title")
        end = self._behind_complement(last)
        if low(end) in (",", ":", "(", "–", "—") and (low(end) != ":" or first <= 1):
            names = self._row(end + 1, is_many=is_many)
            is_closed = bool(names) and names[0].first == end + 1 and self._is_closed(names[-1].last)
            if is_closed and not self._speaks(names[0]) and self._has_article(first):
                return self._naming(names, "apposition")
        return self._is_names(first, last, end, is_many=is_many)

    def _behind_complement(self, last: int) -> int:
        """Return the token behind "of the UN mission", which says whose role it is."""
        if self.runs.low(last) not in self.speakers.role_links | self.speakers.inside:
            return last
        stop = min(len(self.sentence.words), last + _OF)
        return next((k for k in range(last + 1, stop) if self.runs.low(k) in (",", "(", ":") or self._is_verb(k)), last)

    def _is_closed(self, last: int) -> bool:
        """Tell an apposition that ends behind a name, from "the suspect, Mayor Ada Vell said"."""
        return self.runs.low(self.runs.behind_age(last)) in (",", ".", ")", "", ";", "–", "—", ":")

    def _has_article(self, first: int) -> bool:
        """Tell "the suspect, NAME," and a heading's "Suspect: NAME" from a noun in a list."""
        before = self.sentence.lowers[max(0, first - _HEAD) : first]
        marks = self.speakers.determiners | self.speakers.possessives | self.speakers.possessive_pronouns.keys()
        return first <= 1 or not marks.isdisjoint(before)

    def _speaks(self, name: Name) -> bool:
        return self.attributions.is_source(
            self.number, self.sentence.starts[name.first], self.sentence.ends[name.last - 1]
        )

    def _is_names(self, first: int, last: int, end: int, *, is_many: bool) -> list[Naming]:
        """Return the names of "the victims were NAME and NAME", "bei dem Täter handelt es sich um NAME"."""
        about = next((k for k in range(last, last + _REACH) if self.runs.low(k) in self.words.about), None)
        if about is not None and not self.words.dealing.isdisjoint(self.sentence.lowers[max(0, first - _HEAD) : about]):
            return self._naming(self._row(about + 1, is_many=is_many), "is")
        link = self._link_behind(end)
        if link is None or self._is_denied(link + 1):
            return []
        return self._naming(self._row(link + 1, is_many=is_many), "is", self._modality(last, link))

    def _link_behind(self, end: int) -> int | None:
        """Return the last token of the "was", "has been", "will be" behind a noun, before a name."""
        for k in range(end, min(len(self.sentence.words), end + _HEAD)):
            if self._is_link(k) and not self._is_link(k + 1):
                is_next = k + 1 < len(self.sentence.words) and is_name_like(self.sentence.words[k + 1])
                return k if is_next or self.runs.low(k + 1)[:1].isdecimal() else None
            if not (self._is_verb(k) or self.runs.low(k) in self.speakers.possessives | self.words.name_nouns):
                return None
        return None

    def _is_link(self, k: int) -> bool:
        return self.runs.low(k) in compile_grammar(self.language).be | self.words.becoming

    def _modality(self, begin: int, end: int) -> Modality:
        grammar, group = compile_grammar(self.language), self.sentence.lowers[max(0, begin) : end + 1]
        if not grammar.modals.isdisjoint(group):
            return Modality.POSSIBLE
        return Modality.ACTUAL if grammar.future.isdisjoint(group) else Modality.PLANNED

    def _before(self, first: int, *, is_many: bool) -> list[Naming]:
        """Return the names before a noun: "NAME, 43, the officer who", "NAME was the officer", "NAME becomes the"."""
        start = next(
            (
                k
                for k in range(first, max(-1, first - _HEAD - 1), -1)
                if k == 0 or self.runs.low(k - 1) == "," or self._is_link(k - 1)
            ),
            None,
        )
        if start is None or start == 0 or not self._is_phrase(start, first):
            return []
        before = self.runs.low(start - 1)
        if before != ",":
            names = self._subject(start, is_many=is_many)
            is_denied = self._is_denied(start)
            return [] if is_denied else self._naming(names, "is", self._modality(self._group_start(start), start - 1))
        openers = self.speakers.articles | self.speakers.possessive_pronouns.keys()
        if start == first or self.runs.low(start) not in openers or self.runs.low(start + 1) in openers:
            return []
        comma = start - 1
        if comma >= 2 and self.runs.low(comma - 1)[0].isdecimal() and self.runs.low(comma - 2) == ",":
            comma -= 2
        names = self.runs.before(comma, is_person=self.form.is_person, is_many=is_many)
        return self._naming([name for name in names if not self._speaks(name)], "apposition")

    # ---- by what they do

    def _by_deeds(self) -> Iterator[Naming]:
        """Yield the names of those who do what the role does: "NAME succeeds NAME", "NAME, 38, died"."""
        for ways, index in ((self.form.doing, 0), (self.form.undergoing, 1)):
            for deed in islice(occurrences_in(self.sentence, self.number, ways, self.language), _MOST):
                event = self._event(deed, ways)
                if event is None or event.negated or event.modality is Modality.POSSIBLE:
                    continue
                if index == 0 or event.modality is Modality.ACTUAL:
                    yield from self._of_deed(event, index)

    def _event(self, deed: Occurrence, ways: Sequence[Way]) -> EventTrigger | None:
        """Return the deed as its verb says it; `None` for a noun."""
        forms = (said_at(self.sentence, deed.first, way, self.language)[0] for way in ways)
        kind = next((form.kind for form in forms if form is not None), CueKind.NOUN)
        return None if kind is CueKind.NOUN else event_at(self.sentence, deed.first, deed.last, kind, self.language)

    def _of_deed(self, event: EventTrigger, index: int) -> list[Naming]:
        """Return the names of a deed: before its verb of those who do it or to whom it "was done", else behind it."""
        auxiliary = self._auxiliary(event.first)
        if index == 0 or auxiliary is not None or event.is_passive:
            names = self._subject(event.first if auxiliary is None else auxiliary, is_many=True)
        else:
            begin = event.last + (self.runs.low(event.last) in compile_event_words(self.language).of)
            names = self.runs.row(begin, is_person=self.form.is_person, is_many=True, is_sure=False)
        return self._naming(names, "deed", event.modality)

    def _auxiliary(self, verb: int) -> int | None:
        """Return the auxiliary of a verb that stands at the end of its clause: "wurde am Sonntag festgenommen"."""
        events = compile_event_words(self.language)
        if not events.is_verb_final:
            return None
        for k in range(verb - 1, max(-1, verb - _REACH), -1):
            if self.runs.low(k) in events.auxiliaries:
                return k
            if self.runs.low(k) in events.commas:
                return None
        return None


def _is_said(sentence: Sentence, i: int, ways: Sequence[Way], language: Language) -> bool:
    return any(said_at(sentence, i, way, language)[0] is not None for way in ways)
