"""Who a noun phrase with a noun or name in it is: person, role, body, document, or two of them.

Where names begin and end is asked of `name_spans`, how they are written of `source_names`, what else the text says of
them of `discourse`; pronouns are left to `source_reader`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from monitor.core.language.text import Sentence
from monitor.core.speech.discourse import DiscourseModel, Source
from monitor.core.speech.name_spans import (
    LONGEST_PERSON,
    giver_at,
    has_name,
    head_of,
    is_bare,
    is_name,
    is_noun_alone,
    is_person_of_body,
    is_portfolio,
    is_role,
    joins_attributes,
    name_start,
    names_body,
)
from monitor.core.speech.noun_phrases import NounPhrase, leading_phrase
from monitor.core.speech.source_names import LONGEST_NAME, body_of_role, is_camel, shortened, surface, without_article
from monitor.core.speech.speaker_words import SpeakerWords, is_name_like
from monitor.model.valueclasses import replace


class PlaceSpanLike(Protocol):
    """What this module needs of a place that was found: its tokens and the part that it plays."""

    @property
    def sentence(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def role(self) -> str: ...


def place_ends(places: Iterable[PlaceSpanLike]) -> frozenset[tuple[int, int]]:
    """Return (sentence, last token) of each place that can stand for a state or a body."""
    return frozenset((place.sentence, place.last) for place in places if place.role not in ("adjective", "name_part"))


@dataclass(frozen=True, slots=True)
class PhraseReader:
    """Reads noun phrases of one text that name somebody. `places` holds (sentence, last token) of the places found in
    it.
    """

    words: SpeakerWords
    discourse: DiscourseModel
    places: frozenset[tuple[int, int]]

    def noun_phrase(self, position: int, sentence: Sentence, first: int, last: int) -> Source | None:
        is_definite = False
        while first < last - 1 and sentence.lowers[first] in self.words.definite:
            first, is_definite = first + 1, True
        joint = self._joint(position, sentence, first, last)
        if joint is not None:
            return self._joined(position, sentence, first, joint, last)
        is_noun = self.words.has_capital_nouns and is_noun_alone(sentence, first, last, self.words)
        name_first = last if is_noun else name_start(sentence, first, last, self.words)
        if name_first == last:
            return self._common(position, sentence, first, last, is_definite=is_definite)
        if name_first == first:
            return self._name(position, sentence, first, last)
        return self._name_behind(position, sentence, first, name_first, last)

    def _joint(self, position: int, sentence: Sentence, first: int, last: int) -> int | None:
        """Return the token of the "and" that joins two sources, where there is one."""
        joint = next((at for at in range(first + 1, last - 1) if sentence.lowers[at] in self.words.coordinators), None)
        if joint is None or self._lists_tasks(position, sentence, first, joint, last):
            return None
        return None if joins_attributes(sentence, first, joint, last, self.words) else joint

    def _name_behind(self, position: int, sentence: Sentence, first: int, name_first: int, last: int) -> Source | None:
        """Read the name from `name_first` on with the words before it: a role, a possessor, a body and its link."""
        before = sentence.lowers[name_first - 1]
        if before in (".", *self.words.articles) and name_first - 2 >= first:
            before = sentence.lowers[name_first - 2]
        if is_role(before, self.words) or is_portfolio(sentence, name_first - 1, self.words):
            speaker = self._person(surface(sentence, name_first, last))
            self._learn_gender(speaker, sentence, first, name_first)
            role = (
                None
                if before in self.words.honorifics
                else body_of_role(surface(sentence, first, name_first), self.words)
            )
            start, end = sentence.starts[first], sentence.ends[last - 1]
            return Source(speaker, role, start, end, "role and name", is_proper=True, person=before)
        if before in self.words.possessives and is_person_of_body(sentence, name_first, last, self.words):
            person = self._name(position, sentence, name_first, last)
            if not person.speaker:
                return person
            body = shortened(surface(sentence, first, name_first - 1))
            return replace(person, organisation=body, start=sentence.starts[first])
        if before not in self.words.inside:
            return self._body(sentence, first, last)
        if not has_name(sentence, first, name_first, self.words):
            return self._common(position, sentence, first, last, is_definite=False)
        return self._person_of(position, sentence, first, last) or self._body(sentence, first, last)

    def _lists_tasks(self, position: int, sentence: Sentence, first: int, joint: int, last: int) -> bool:
        """Tell whether an "and" stands inside a body's name ("Centers for Disease Control and Prevention"), no second
        body behind it.
        """
        lowers = sentence.lowers
        links = (
            at
            for at in range(first + 1, joint)
            if lowers[at] in self.words.join_any or lowers[at] in self.words.join_names
        )
        link = next(
            (at for at in links if lowers[at - 1] in self.words.bodies and is_name_like(sentence.words[at - 1])), None
        )
        if link is None or (position, joint) in self.places:
            return False
        return all(
            is_name_like(sentence.words[at]) and not self.words.can_speak(lowers[at]) for at in range(joint + 1, last)
        )

    def _joined(self, position: int, sentence: Sentence, first: int, joint: int, last: int) -> Source | None:
        """Read two speakers as one source; a body whose own name has an "and" in it stays as it is."""
        start, end = sentence.starts[first], sentence.ends[last - 1]
        while first < joint - 1 and (
            sentence.lowers[first] in self.words.paired or sentence.lowers[first] in self.words.articles
        ):
            first += 1
        both = shortened(surface(sentence, first, last))
        left, right = (
            self.noun_phrase(position, sentence, *span) if span[1] > span[0] else None
            for span in ((first, joint), (joint + 1, last))
        )
        if left is not None and right is not None and left.speaker and right.speaker and left.rule != "single name":
            return Source(
                shortened(f"{left.speaker} and {right.speaker}"), None, start, end, "two persons", is_proper=True
            )
        return Source(None, both, start, end, "joined sources", is_joint=True)

    def _person_of(self, position: int, sentence: Sentence, first: int, last: int) -> Source | None:
        """Read "Senator Ann Lee of Ohio" and "Ann Lee of the Example Institute" as persons; `None` for a body ("Bank of
        England").
        """
        link = next(at for at in range(first, last) if sentence.lowers[at] in self.words.inside)
        if (
            link - first < 2
            or not is_name_like(sentence.words[link - 1])
            or any(sentence.lowers[at] in self.words.body_names for at in range(first, link))
        ):
            return None
        person = self.noun_phrase(position, sentence, first, link)
        if person is None or person.speaker is None:
            return None
        body = without_article(surface(sentence, link + 1, last), self.words)
        return replace(person, organisation=person.organisation or shortened(body), end=sentence.ends[last - 1])

    def _name(self, position: int, sentence: Sentence, first: int, last: int) -> Source:
        name, start, end = surface(sentence, first, last), sentence.starts[first], sentence.ends[last - 1]
        low, word = sentence.lowers[last - 1], sentence.words[last - 1]
        if (position, last) in self.places:
            return Source(None, shortened(name), start, end, "place as speaker")
        if last - first == 1:
            if not word.isupper():
                known = self.discourse.full_name(word)
                if known is not None:
                    return Source(known, None, start, end, "surname", is_proper=True)
            if word.isupper() or is_camel(word) or low in self.words.bodies or low in self.words.documents:
                return Source(
                    None, self.discourse.long_form(word) or word, start, end, "acronym or body", is_proper=True
                )
            return Source(word, None, start, end, "single name", is_proper=True)
        if names_body(sentence, first, last, self.words) or last - first > LONGEST_PERSON:
            return self._body(sentence, first, last)
        if name.isupper() and not sentence.text.isupper():
            return Source(None, name, start, end, "capitals", is_proper=True)
        return Source(self._person(name), None, start, end, "name", is_proper=True)

    def _body(self, sentence: Sentence, first: int, last: int) -> Source:
        """Read a body, leaving out a possessor before a long name ("South Korea's National Intelligence Service")."""
        begin = first
        for at in range(first + 1, last - 3):
            is_name = all(
                is_name_like(sentence.words[index]) or sentence.lowers[index] in self.words.inside
                for index in range(at + 1, last)
            )
            if sentence.lowers[at] in self.words.possessives and is_name:
                begin = at + 1
                break
        return Source(
            None,
            shortened(surface(sentence, begin, last)),
            sentence.starts[first],
            sentence.ends[last - 1],
            "body",
            is_proper=True,
        )

    def _common(self, position: int, sentence: Sentence, first: int, last: int, *, is_definite: bool) -> Source | None:
        head = head_of(sentence, first, last, self.words)
        noun = sentence.lowers[head]
        start, end = sentence.starts[first], sentence.ends[last - 1]
        if is_definite and last - first <= 2 and (known := self._described(noun, start, end)) is not None:
            return None if self._has_rival(position, noun, known) else known
        speaks_for_last = noun in self.words.spokespersons and is_bare(sentence, first, head, self.words)
        if speaks_for_last and (body := self.discourse.last_represented()) is not None:
            return replace(body, start=start, end=end, rule="a spokesperson of the last body", is_inherited=True)
        is_document = noun in self.words.documents and noun not in self.words.bodies
        if is_document and (maker := giver_at(sentence, head, last, self.words)) is not None:
            made_by = self.noun_phrase(position, sentence, maker, last)
            return None if made_by is None else replace(made_by, start=start, rule="who gave the document")
        if noun in self.words.spokespersons and (name := self._spoken_for(sentence, first, head, last)) is not None:
            return Source(None, name, start, end, "one who speaks for a body", is_proper=True)
        said = None if noun in self.words.silent else shortened(surface(sentence, first, last))
        person = self._one_person(sentence, first, head)
        return Source(None, said, start, end, "common noun", is_document=is_document, person=person)

    def _spoken_for(self, sentence: Sentence, first: int, head: int, last: int) -> str | None:
        """Return the body of "a WHO spokesman" and of "a spokesman for the WHO"."""
        if head == last - 1:
            body = self._named_before(sentence, first, head)
            return body and (self.discourse.long_form(body) or body)
        if last - head > 2 and sentence.lowers[head + 1] in self.words.role_links:
            return shortened(without_article(surface(sentence, head + 2, last), self.words))
        return None

    def _named_before(self, sentence: Sentence, first: int, head: int) -> str | None:
        """Return the name that stands alone between article and noun ("a WHO spokesman")."""
        first += sentence.lowers[first] in self.words.articles
        name = without_article(surface(sentence, first, head), self.words)
        return (
            name
            if name
            and all(is_name_like(word) for word in sentence.words[first:head])
            and not self.words.is_title(name.lower())
            else None
        )

    def _one_person(self, sentence: Sentence, first: int, head: int) -> str | None:
        """Return the noun at the head of a phrase where it names one person; what it says of the gender is learnt."""
        noun = sentence.lowers[head]
        if not self.words.names_one_person(noun):
            return None
        self._learn_gender(noun, sentence, first, head + 1)
        return noun

    def _described(self, noun: str, start: int, end: int) -> Source | None:
        known = self.discourse.described(noun)
        if known is None and noun in self.words.anaphors:
            body = self.discourse.body_with(noun)
            known = (
                Source(None, body, start, end, "body of the text", is_proper=True)
                if body
                else self.discourse.last_body_of(noun)
            )
        return (
            None
            if known is None
            else replace(known, start=start, end=end, rule=f"definite description {noun}", is_inherited=True)
        )

    def _has_rival(self, position: int, noun: str, known: Source) -> bool:
        """Tell whether "the group" may as well be a body that the sentence before is about and that says nothing."""
        if position == 0 or known.speaker is not None or noun in (known.organisation or "").lower().split():
            return False
        sentence = self.discourse.sentences[position - 1]
        phrase = leading_phrase(sentence, self.words)
        if phrase is None or not is_name_like(sentence.words[phrase.last - 1]):
            return False
        rival = self.noun_phrase(position - 1, sentence, phrase.first, phrase.last)
        is_body = names_body(sentence, phrase.first, phrase.last, self.words)
        return is_body and rival is not None and rival.organisation != known.organisation

    def with_apposition(self, position: int, sentence: Sentence, source: Source, phrase: NounPhrase) -> Source:
        """Join "Ann Lee, head of the agency" and "the head of the agency, Ann Lee" into one source."""
        first, last = phrase.apposition_first, phrase.apposition_last
        low = sentence.lowers[first]
        if (position, last) in self.places and source.speaker is None:
            return source  # "an envoy in Oslo, Norway"
        if (
            self.words.is_relative(sentence.words[first], low)
            or low.isdigit()
            or low in self.words.adjuncts
            or source.is_document
        ):
            return source
        if source.speaker is None:
            inner = (
                self.noun_phrase(position, sentence, first, last)
                if is_name_like(sentence.words[first]) and is_name(sentence, first, last, self.words)
                else None
            )
            if inner is None:
                return source
            role = body_of_role(without_article(surface(sentence, phrase.first, phrase.last), self.words), self.words)
            return replace(inner, organisation=inner.organisation or role, start=source.start)
        if source.organisation is not None:
            return source
        role_noun = next((low for low in sentence.lowers[first:last] if self.words.names_one_person(low)), None)
        ends = (
            at
            for at in range(first, last)
            if self.words.is_relative(sentence.words[at], sentence.lowers[at]) or sentence.words[at] == ","
        )
        stop = next(ends, last)
        organisation = body_of_role(without_article(surface(sentence, first, stop), self.words), self.words)
        return replace(source, organisation=organisation, person=role_noun)

    def _person(self, name: str) -> str:
        return name if " " in name else self.discourse.full_name(name) or name

    def _learn_gender(self, speaker: str, sentence: Sentence, first: int, last: int) -> None:
        for at in range(first, last):
            low = sentence.lowers[at]
            if low in self.words.male:
                self.discourse.learn_gender(speaker, "he")
            elif low in self.words.female:
                self.discourse.learn_gender(speaker, "she")

    def completed(self, source: Source) -> Source:
        """Add the role that the text gave this person elsewhere, resolve "the centre" in a role, and keep the whole
        short.
        """
        role = source.organisation
        if role is not None and source.speaker and role.islower() and " " not in role:
            known = self.discourse.described(role)
            role = (known.organisation if known is not None else None) or self.discourse.body_with(role) or role
        if source.speaker and role is None:
            role = self.discourse.role_of(source.speaker)
        if source.speaker and role:
            role = shortened(role, max(1, LONGEST_NAME - len(source.speaker.split())))
        return replace(source, organisation=role)
