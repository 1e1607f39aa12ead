"""Who a noun phrase is: person, role, body, document. Phrases come from `noun_phrases`, what else the text says of its
sources from `discourse`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import is_mark
from monitor.core.speech.discourse import DiscourseModel, Source
from monitor.core.speech.noun_phrases import NounPhrase, leading_phrase
from monitor.core.speech.speaker_words import SpeakerWords, is_name_like
from monitor.model.valueclasses import replace

_LONGEST_NAME = 8  # words of speaker and organisation together
_LONGEST_PERSON = 5  # tokens of a name without a title; longer runs name bodies
_LONGEST_GIVEN = 3  # words of a name behind "the agency's"
_OFFICE = 3  # words of an office of two parts ("Secretary of State")
_BREAKS = ("—", "–", "-", ";")  # behind which "it" is the subject of the same sentence
_LOOK_BACK = 3  # sentences in which a pronoun finds the subject it stands for


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
class SourceReader:
    """Reads noun phrases of one text into sources. `places` holds (sentence, last token) of the places found in it."""

    words: SpeakerWords
    discourse: DiscourseModel
    places: frozenset[tuple[int, int]]

    def read(self, position: int, sentence: Sentence, phrase: NounPhrase) -> Source | None:
        """Return the source that `phrase` names, or `None` where nobody can be told from it."""
        low = sentence.lowers[phrase.first]
        if phrase.last - phrase.first == 1:
            if low in self.words.pronouns:
                return self._pronoun(position, sentence, phrase.first, low)
            if low in self.words.possessive_pronouns:
                return self._possessor(position, sentence, phrase.first, self.words.possessive_pronouns[low])
            word = sentence.words[phrase.first]
            if self.words.is_relative(word, low) or self.words.is_first_person(word, low):
                return None
        source = self._noun_phrase(position, sentence, phrase.first, phrase.last)
        if source is not None and phrase.apposition_last:
            source = self._with_apposition(position, sentence, source, phrase)
        return None if source is None else self._complete(source)

    def _pronoun(self, position: int, sentence: Sentence, at: int, low: str) -> Source | None:
        """Return who "he" or "it" is: whoever spoke in this sentence or the last, else the subject of a sentence just
        before, else who spoke last.
        """
        known: Source | None
        if low in self.words.he or low in self.words.she:
            gender = "he" if low in self.words.he else "she"
            known = self._person_meant(position, sentence, at, gender)
        else:
            known = self.discourse.last_body() if low in self.words.it else self.discourse.last_bodies()
            is_behind = at > 0 and (sentence.words[at - 1] in _BREAKS or is_mark(sentence.words[at - 1]))
            if known is None and low in self.words.it and is_behind:
                known = self._heading_body(
                    sentence, at
                )  # "The union is small -- it denies", "... plans a mine, it said"
            if known is None and low in self.words.they:
                known = self._spoken_of(position, sentence, at)
        if known is None:
            return None
        return replace(
            known, start=sentence.starts[at], end=sentence.ends[at], rule=f"pronoun {low}", is_inherited=True
        )

    def _person_meant(self, position: int, sentence: Sentence, at: int, gender: str) -> Source | None:
        known = self._before_speech(position, sentence, at, gender) or self.discourse.last_person(gender)
        if known is not None and (position == 0 or known.end >= self.discourse.sentences[position - 1].start):
            return known
        named = self._topic(position, gender) or known
        is_named = named is not None and named.speaker is not None
        return named if is_named else self._described_before(position, gender) or named

    def _possessor(self, position: int, sentence: Sentence, at: int, low: str) -> Source | None:
        """Return who "his" is: the person at the head of the sentence, else whoever "he" is."""
        gender = "he" if low in self.words.he else "she"
        known = self._subject(position, gender) if low in self.words.he or low in self.words.she else None
        if known is None or known.end > sentence.starts[at]:
            return self._pronoun(position, sentence, at, low)
        return replace(
            known, start=sentence.starts[at], end=sentence.ends[at], rule=f"pronoun {low}", is_inherited=True
        )

    def _before_speech(self, position: int, sentence: Sentence, at: int, gender: str) -> Source | None:
        """Return the subject of the same sentence where speech stands between it and the pronoun (X scolded him: "...",
        she said).
        """
        if not any(word in ("“", '"') for word in sentence.words[1:at]):
            return None
        return self._subject(position, gender)

    def _spoken_of(self, position: int, sentence: Sentence, at: int) -> Source | None:
        """Return the body that "they" goes back to. Behind what is said (", they said") that is at the head of the
        sentence before: the head of this one is what they speak of.
        """
        if at == 0 or not is_mark(sentence.words[at - 1]):
            return self._heading_body(sentence, at)
        if position == 0:
            return None
        before = self.discourse.sentences[position - 1]
        return self._heading_body(before, len(before.words)) if before.field == sentence.field else None

    def _heading_body(self, sentence: Sentence, at: int) -> Source | None:
        """Return the body at the head of the sentence that "they" at `at` goes back to ("The Greens demanded a recount
        where they say").
        """
        phrase = leading_phrase(sentence, self.words)
        if (
            phrase is None
            or phrase.end >= at
            or not (
                is_name_like(sentence.words[phrase.last - 1]) or self.words.can_speak(sentence.lowers[phrase.last - 1])
            )
        ):
            return None
        first = phrase.first + (sentence.lowers[phrase.first] in self.words.definite)
        return Source(
            None,
            _short(_surface(sentence, first, phrase.last)),
            sentence.starts[first],
            sentence.ends[phrase.last - 1],
            "head of the sentence",
        )

    def _topic(self, position: int, gender: str) -> Source | None:
        found = (
            self._subject(before, gender) for before in range(position - 1, max(-1, position - 1 - _LOOK_BACK), -1)
        )
        return next((source for source in found if source is not None), None)

    def _subject(self, position: int, gender: str) -> Source | None:
        """Return the person at the head of a sentence, where a pronoun of `gender` can stand for them."""
        sentence = self.discourse.sentences[position]
        phrase = leading_phrase(sentence, self.words)
        if phrase is None or not is_name_like(sentence.words[phrase.last - 1]):
            phrase = self._apposed_name(sentence)
        if phrase is None or self._is_named_thing(sentence, phrase):
            return None
        source = self._noun_phrase(position, sentence, phrase.first, phrase.last)
        if (
            source is None
            or source.speaker is None
            or source.rule == "single name"
            or not self.discourse.fits(source.speaker, gender)
        ):
            return None
        return self._complete(source)

    def _described_before(self, position: int, gender: str) -> Source | None:
        """Return "the former governor" at the head of the sentence before: who has an office and no name."""
        if position == 0:
            return None
        sentence = self.discourse.sentences[position - 1]
        phrase = leading_phrase(sentence, self.words)
        if phrase is None or not self.words.is_title(sentence.lowers[phrase.last - 1]):
            return None
        if sentence.lowers[phrase.first] not in self.words.definite:
            return None
        source = self._noun_phrase(position - 1, sentence, phrase.first, phrase.last)
        named = source and (source.speaker or source.person)
        return source if named and self.discourse.fits(named, gender) else None

    def _is_named_thing(self, sentence: Sentence, phrase: NounPhrase) -> bool:
        """Tell "the Lind bridge" from "the mayor, Ann Lind": an article before a name is a thing's."""
        return sentence.lowers[phrase.first] in self.words.definite and is_name_like(sentence.words[phrase.first + 1])

    def _apposed_name(self, sentence: Sentence) -> NounPhrase | None:
        """Return the name of two words or more between commas behind a noun at the head of a sentence ("The builder,
        Aro Benn, spoke").
        """
        comma = next(
            (at for at in range(1, min(_LONGEST_NAME, len(sentence.words))) if sentence.words[at] == ","), None
        )
        if comma is None:
            return None
        last = comma + 1
        while last < len(sentence.words) and is_name_like(sentence.words[last]):
            last += 1
        is_closed = last < len(sentence.words) and sentence.words[last] == ","
        is_name = (
            is_closed and 2 <= last - comma - 1 <= _LONGEST_PERSON and not self._names_body(sentence, comma + 1, last)
        )
        return NounPhrase(comma + 1, last) if is_name else None

    def _noun_phrase(self, position: int, sentence: Sentence, first: int, last: int) -> Source | None:
        is_definite = False
        while first < last - 1 and sentence.lowers[first] in self.words.definite:
            first, is_definite = first + 1, True
        joint = self._joint(position, sentence, first, last)
        if joint is not None:
            return self._joined(position, sentence, first, joint, last)
        is_noun = self.words.has_capital_nouns and self._is_noun_alone(sentence, first, last)
        name_first = last if is_noun else self._name_start(sentence, first, last)
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
        return None if self._joins_attributes(sentence, first, joint, last) else joint

    def _name_behind(self, position: int, sentence: Sentence, first: int, name_first: int, last: int) -> Source | None:
        """Read the name from `name_first` on with the words before it: a role, a possessor, a body and its link."""
        before = sentence.lowers[name_first - 1]
        if before in (".", *self.words.articles) and name_first - 2 >= first:
            before = sentence.lowers[name_first - 2]
        if self._is_role(before) or self._is_portfolio(sentence, name_first - 1):
            speaker = self._person(_surface(sentence, name_first, last))
            self._learn_gender(speaker, sentence, first, name_first)
            role = None if before in self.words.honorifics else self._body_of(_surface(sentence, first, name_first))
            start, end = sentence.starts[first], sentence.ends[last - 1]
            return Source(speaker, role, start, end, "role and name", is_proper=True, person=before)
        if before in self.words.possessives and self._is_person_of_body(sentence, name_first, last):
            person = self._name(position, sentence, name_first, last)
            if not person.speaker:
                return person
            body = _short(_surface(sentence, first, name_first - 1))
            return replace(person, organisation=body, start=sentence.starts[first])
        if before not in self.words.inside:
            return self._body(sentence, first, last)
        if not self._has_name(sentence, first, name_first):
            return self._common(position, sentence, first, last, is_definite=False)
        return self._person_of(position, sentence, first, last) or self._body(sentence, first, last)

    def _is_role(self, low: str) -> bool:
        return self.words.is_title(low) or low in self.words.representatives or self.words.names_person(low)

    def _has_name(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether a capital in tokens [first, last) is more than that of the sentence's first word."""
        return any(
            is_name_like(sentence.words[at]) and not self._is_common_head(sentence, at) for at in range(first, last)
        )

    def _is_noun_alone(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell, where all nouns have capitals, "ein Sprecher der Feuerwehr" from "Sprecherin Anna Lehmann"."""
        at = next((at for at in range(first, last) if is_name_like(sentence.words[at])), last)
        is_followed = at + 1 < last and sentence.lowers[at + 1] not in self.words.inside
        return (
            at < last
            and not is_followed
            and (self.words.can_speak(sentence.lowers[at]) or sentence.lowers[at] in self.words.documents)
        )

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

    def _joins_attributes(self, sentence: Sentence, first: int, joint: int, last: int) -> bool:
        """Tell "the energy and mines minister" from "the police and the army": no noun that speaks before the "and",
        one behind the next word.
        """
        lowers = sentence.lowers
        if any(self.words.can_speak(low) for low in lowers[first:joint]) or is_name_like(sentence.words[joint - 1]):
            return False
        return joint + 2 < last and sentence.words[joint + 1].islower() and self.words.can_speak(lowers[joint + 2])

    def _joined(self, position: int, sentence: Sentence, first: int, joint: int, last: int) -> Source | None:
        """Read two speakers as one source; a body whose own name has an "and" in it stays as it is."""
        start, end = sentence.starts[first], sentence.ends[last - 1]
        while first < joint - 1 and (
            sentence.lowers[first] in self.words.paired or sentence.lowers[first] in self.words.articles
        ):
            first += 1
        surface = _short(_surface(sentence, first, last))
        left, right = (
            self._noun_phrase(position, sentence, *span) if span[1] > span[0] else None
            for span in ((first, joint), (joint + 1, last))
        )
        if left is not None and right is not None and left.speaker and right.speaker and left.rule != "single name":
            return Source(
                _short(f"{left.speaker} and {right.speaker}"), None, start, end, "two persons", is_proper=True
            )
        return Source(None, surface, start, end, "joined sources", is_joint=True)

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
        person = self._noun_phrase(position, sentence, first, link)
        if person is None or person.speaker is None:
            return None
        body = self._without_article(_surface(sentence, link + 1, last))
        return replace(person, organisation=person.organisation or _short(body), end=sentence.ends[last - 1])

    def _is_person_of_body(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether the name behind a possessor is a person's ("the WHO's Ann Lee"): two or three words, none of
        them a body's.
        """
        is_short = 2 <= last - first <= _LONGEST_GIVEN
        return (
            is_short
            and not self._names_body(sentence, first, last)
            and self.words.inside.isdisjoint(sentence.lowers[first:last])
        )

    def _names_body(self, sentence: Sentence, first: int, last: int) -> bool:
        lowers = sentence.lowers
        return (
            not self.words.body_names.isdisjoint(lowers[first:last])
            or " ".join(lowers[first : first + 2]) in self.words.titled_bodies
        )

    def _name_start(self, sentence: Sentence, first: int, last: int) -> int:
        """Return where the run of capitalised words that ends the phrase begins, titles left out; `last` where it ends
        in common nouns.
        """
        index = last
        while index > first:
            at = index - 1
            if is_name_like(sentence.words[at]) and self._ends_role(sentence, at, last):
                return index
            if at <= 2 and index == last and self._is_common_head(sentence, at):
                break
            if not (is_name_like(sentence.words[at]) or self._is_inside_name(sentence, first, at, last)):
                break
            index = at
        while index < last and not is_name_like(sentence.words[index]):
            index += 1
        return index

    def _ends_role(self, sentence: Sentence, at: int, last: int) -> bool:
        """Tell whether a title or an office ends at `at`, and what follows up to `last` is no body that begins so."""
        low = sentence.lowers[at]
        if not (self.words.is_title(low) or low in self.words.representatives or self._is_portfolio(sentence, at)):
            return False
        after = sentence.lowers[at + 1] if at + 1 < last else ""
        return f"{low} {after}" not in self.words.titled_bodies and not self._names_body(sentence, at + 1, last)

    def _is_inside_name(self, sentence: Sentence, first: int, at: int, last: int) -> bool:
        """Tell the point of an initial and a particle: "J. van Dorn"."""
        if sentence.words[at] == ".":
            return first < at < last - 1 and len(sentence.words[at - 1]) == 1
        return sentence.lowers[at] in self.words.particles and first < at < last - 1

    def _is_portfolio(self, sentence: Sentence, at: int) -> bool:
        """Tell whether the word at `at` ends an office of two parts ("Secretary of State")."""
        return (
            at > 1
            and sentence.lowers[at] in self.words.portfolios
            and sentence.lowers[at - 1] in self.words.join_any
            and self.words.is_title(sentence.lowers[at - 2])
        )

    def _is_common_head(self, sentence: Sentence, at: int) -> bool:
        """Tell whether the word at `at` is a common noun that has its capital only from standing first ("Rescuers
        said").
        """
        low, is_first = sentence.lowers[at], not any(word[0].isalnum() for word in sentence.words[max(0, at - 2) : at])
        return (
            is_first
            and at < 3
            and (low in self.words.people or low in self.words.bodies or low in self.words.documents)
            and not sentence.words[at].isupper()
        )

    def _name(self, position: int, sentence: Sentence, first: int, last: int) -> Source:
        name, start, end = _surface(sentence, first, last), sentence.starts[first], sentence.ends[last - 1]
        low, word = sentence.lowers[last - 1], sentence.words[last - 1]
        if (position, last) in self.places:
            return Source(None, _short(name), start, end, "place as speaker")
        if last - first == 1:
            if not word.isupper():
                known = self.discourse.full_name(word)
                if known is not None:
                    return Source(known, None, start, end, "surname", is_proper=True)
            if word.isupper() or _is_camel(word) or low in self.words.bodies or low in self.words.documents:
                return Source(
                    None, self.discourse.long_form(word) or word, start, end, "acronym or body", is_proper=True
                )
            return Source(word, None, start, end, "single name", is_proper=True)
        if self._names_body(sentence, first, last) or last - first > _LONGEST_PERSON:
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
            _short(_surface(sentence, begin, last)),
            sentence.starts[first],
            sentence.ends[last - 1],
            "body",
            is_proper=True,
        )

    def _common(self, position: int, sentence: Sentence, first: int, last: int, *, is_definite: bool) -> Source | None:
        head = self._head(sentence, first, last)
        noun = sentence.lowers[head]
        start, end = sentence.starts[first], sentence.ends[last - 1]
        if is_definite and last - first <= 2 and (known := self._described(noun, start, end)) is not None:
            return None if self._has_rival(position, noun, known) else known
        speaks_for_last = noun in self.words.spokespersons and self._is_bare(sentence, first, head)
        if speaks_for_last and (body := self.discourse.last_represented()) is not None:
            return replace(body, start=start, end=end, rule="a spokesperson of the last body", is_inherited=True)
        is_document = noun in self.words.documents and noun not in self.words.bodies
        if is_document and (maker := self._maker_at(sentence, head, last)) is not None:
            made_by = self._noun_phrase(position, sentence, maker, last)
            return None if made_by is None else replace(made_by, start=start, rule="who gave the document")
        if noun in self.words.spokespersons and (name := self._spoken_for(sentence, first, head, last)) is not None:
            return Source(None, name, start, end, "one who speaks for a body", is_proper=True)
        said = None if noun in self.words.silent else _short(_surface(sentence, first, last))
        person = self._one_person(sentence, first, head)
        return Source(None, said, start, end, "common noun", is_document=is_document, person=person)

    def _is_bare(self, sentence: Sentence, first: int, head: int) -> bool:
        """Tell "a spokesman" and "spokesmen" from "a WHO spokesman"."""
        return head == first or (head == first + 1 and sentence.lowers[first] in self.words.articles)

    def _maker_at(self, sentence: Sentence, head: int, last: int) -> int | None:
        """Return the token where those are named who gave a document: "a report issued by the ministry"."""
        for at in range(last - 2, head, -1):
            if sentence.lowers[at] in self.words.given_prepositions and sentence.lowers[at - 1] in self.words.given_by:
                return at + 1
        return None

    def _spoken_for(self, sentence: Sentence, first: int, head: int, last: int) -> str | None:
        """Return the body of "a WHO spokesman" and of "a spokesman for the WHO"."""
        if head == last - 1:
            body = self._named_before(sentence, first, head)
            return body and (self.discourse.long_form(body) or body)
        if last - head > 2 and sentence.lowers[head + 1] in self.words.role_links:
            return _short(self._without_article(_surface(sentence, head + 2, last)))
        return None

    def _named_before(self, sentence: Sentence, first: int, head: int) -> str | None:
        """Return the name that stands alone between article and noun ("a WHO spokesman")."""
        first += sentence.lowers[first] in self.words.articles
        name = self._without_article(_surface(sentence, first, head))
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
        rival = self._noun_phrase(position - 1, sentence, phrase.first, phrase.last)
        is_body = self._names_body(sentence, phrase.first, phrase.last)
        return is_body and rival is not None and rival.organisation != known.organisation

    def _head(self, sentence: Sentence, first: int, last: int) -> int:
        """Return the head of a common noun phrase: the word before its first preposition or participle."""
        for at in range(first + 1, last):
            if sentence.lowers[at] in self.words.inside or sentence.lowers[at] in self.words.given_by:
                return at - 1
        return last - 1

    def _with_apposition(self, position: int, sentence: Sentence, source: Source, phrase: NounPhrase) -> Source:
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
                self._noun_phrase(position, sentence, first, last)
                if is_name_like(sentence.words[first]) and self._is_name(sentence, first, last)
                else None
            )
            if inner is None:
                return source
            role = self._body_of(self._without_article(_surface(sentence, phrase.first, phrase.last)))
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
        organisation = self._body_of(self._without_article(_surface(sentence, first, stop)))
        return replace(source, organisation=organisation, person=role_noun)

    def _is_name(self, sentence: Sentence, first: int, last: int) -> bool:
        return all(
            is_name_like(sentence.words[at])
            or sentence.words[at] == "."
            or sentence.lowers[at] in self.words.particles | self.words.inside
            for at in range(first, last)
        )

    def _body_of(self, role: str) -> str | None:
        """Return the body that a role speaks for: "Kremlin spokesman" -> "Kremlin", "head of Ukrainian intelligence" ->
        "Ukrainian intelligence".
        """
        parts = role.replace(" .", ".").split()
        lows = [part.lower().strip(".,") for part in parts]
        head = next(
            (
                at
                for at, low in enumerate(lows[:-2])
                if low in self.words.representatives and lows[at + 1] in self.words.role_links
            ),
            None,
        )
        if head is not None and lows[-1] in self.words.portfolios and len(lows) == head + _OFFICE:
            return _short(role)  # "US Secretary of State"
        if head is not None:
            links = [at for at in range(head + 1, len(lows) - 1) if lows[at] in self.words.role_links]
            named = next(
                (at for at in links if is_name_like(self._without_article(" ".join(parts[at + 1 :])))), links[0]
            )
            return _short(self._without_article(" ".join(parts[named + 1 :])))
        stop = len(parts)
        while stop > 0 and (
            lows[stop - 1] in self.words.representatives - self.words.offices or lows[stop - 1] in self.words.ranks
        ):
            stop -= 1
        body = " ".join(parts[: stop or len(parts)])
        return _short(body.removesuffix("’s").removesuffix("'s"))

    def _person(self, name: str) -> str:
        return name if " " in name else self.discourse.full_name(name) or name

    def _learn_gender(self, speaker: str, sentence: Sentence, first: int, last: int) -> None:
        for at in range(first, last):
            low = sentence.lowers[at]
            if low in self.words.male:
                self.discourse.learn_gender(speaker, "he")
            elif low in self.words.female:
                self.discourse.learn_gender(speaker, "she")

    def _complete(self, source: Source) -> Source:
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
            role = _short(role, max(1, _LONGEST_NAME - len(source.speaker.split())))
        return replace(source, organisation=role)

    def _without_article(self, text: str) -> str:
        head, _, rest = text.partition(" ")
        return rest if rest and head.lower() in self.words.articles else text


def _surface(sentence: Sentence, first: int, last: int) -> str:
    return " ".join(sentence.slice(first, last).split())


def _short(text: str, room: int = _LONGEST_NAME) -> str:
    """Cut a name to `room` words, the small words at the cut left out."""
    parts = text.split()
    if len(parts) <= room:
        return text
    cut = parts[:room]
    while len(cut) > 1 and cut[-1].islower() and len(cut[-1]) <= len("with"):
        cut.pop()
    return " ".join(cut)


def _is_camel(word: str) -> bool:
    """Tell whether capitals stand inside a word as in a trade name; two letters before one ("McCain", "DeSantis")
    belong to a person.
    """
    inner = next((at for at, letter in enumerate(word) if at and letter.isupper()), None)
    return inner is not None and inner > len("Mac") and "-" not in word
