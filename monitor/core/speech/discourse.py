"""The names of one text: "Budanov" is Kyrylo Budanov, "the NIS" a long name, "he" who spoke last. Learns from the text
alone, from no list of names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from monitor.core.language.text import Sentence
from monitor.core.speech.speaker_words import SpeakerWords, is_name_like
from monitor.model.valueclasses import valueclass

_MEMORY = 12  # sources back that a pronoun may reach
_FAR_MEMORY = 100  # sources back that "the agency" may reach; bounds the search on hostile text
_COMPOUND = 8  # letters of a noun that may end a longer one ("Ministerium", "Gesundheitsministerium")
_LONGEST_PERSON = 4  # words of a name
_BAR = "|"  # behind it stands whose picture or page it is, glued to what follows: "| Agency Photo Lind demands release"
# words at the head of a run that may stand before a body's own name ("South Korean National Intelligence Service")
_SKIPPED = 3


@valueclass(frozen=True, slots=True)
class Source:
    """Who says something. `start` and `end` are offsets of the words that name it; `rule` says how they were read."""

    speaker: str | None
    organisation: str | None
    start: int
    end: int
    rule: str
    is_document: bool = False
    is_proper: bool = False  # a name of its own, no common noun
    is_inherited: bool = False
    is_joint: bool = False
    person: str | None = None  # the noun that names one person, without a name or beside it ("governor")


class DiscourseModel:
    """The names of one text, collected when first asked for, and the sources met so far, latest last."""

    def __init__(self, sentences: Sequence[Sentence], words: SpeakerWords) -> None:
        self.sentences = sentences
        self._words = words
        self._runs = re.compile(_run_pattern(words))
        self._is_read = False
        self._persons: dict[str, str] = {}  # by surname
        self._bodies: dict[str, str] = {}  # by initials
        self._named: dict[str, str] = {}  # by each word of a body's name, lower case
        self._met: list[Source] = []
        self._roles: dict[str, str] = {}
        self._genders: dict[str, str] = {}

    def full_name(self, surname: str) -> str | None:
        """Return the person's name as the text gives it most often in full, for its last word."""
        self._read()
        return self._persons.get(surname)

    def long_form(self, acronym: str) -> str | None:
        """Return the capitalised name in the text whose initials are `acronym`."""
        self._read()
        return self._bodies.get(acronym)

    def body_with(self, noun: str) -> str | None:
        """Return the first capitalised name in the text that holds the common noun `noun` ("the centre")."""
        self._read()
        return self._named.get(noun)

    def role_of(self, speaker: str) -> str | None:
        return self._roles.get(speaker)

    def meet(self, source: Source) -> None:
        """Remember a source that has spoken, for pronouns and for "the agency" later on."""
        if source.speaker and source.organisation:
            self._roles.setdefault(source.speaker, source.organisation)
        self._met.append(source)

    def learn_gender(self, speaker: str, gender: str) -> None:
        self._genders.setdefault(speaker, gender)

    def fits(self, speaker: str, gender: str | None) -> bool:
        """Tell whether nothing known speaks against calling `speaker` by a pronoun of `gender`."""
        return gender is None or self._genders.get(speaker, gender) == gender

    def last_person(self, gender: str | None) -> Source | None:
        """Return the latest person who spoke, by name or as "the governor"."""
        met = reversed(self._met[-_MEMORY:])
        return next(
            (source for source in met if (named := source.speaker or source.person) and self.fits(named, gender)), None
        )

    def last_bodies(self) -> Source | None:
        """Return the latest source that "they" can stand for: any that is no person's name."""
        met = reversed(self._met[-_MEMORY:])
        return next((source for source in met if source.speaker is None and source.organisation is not None), None)

    def last_body(self) -> Source | None:
        """Return the latest source that "it" can stand for: a body, else a name of which nothing says that it is a
        person's.
        """
        met = self._met[-_MEMORY:][::-1]
        bodies = (source for source in met if source.speaker is None and self._is_body(source))
        return next(bodies, None) or next((source for source in met if self._may_be_body(source)), None)

    def _is_body(self, source: Source) -> bool:
        """Tell a body from persons without a name ("UN officials") and from two sources."""
        lows = (source.organisation or "").lower().split()
        link = next((at for at, low in enumerate(lows) if at and low in self._words.inside), len(lows))
        if not lows or source.is_joint or source.person is not None:
            return False
        return lows[link - 1] in self._words.bodies or not self._words.names_person(lows[link - 1])

    def _may_be_body(self, source: Source) -> bool:
        return source.rule == "name" and source.speaker not in self._roles and source.speaker not in self._genders

    def last_body_of(self, noun: str) -> Source | None:
        """Return the latest body with a name that can be called `noun`: its own, or of one who speaks for it."""
        for source in reversed(self._met[-_MEMORY:]):
            if source.is_proper and source.speaker is None and self._may_be(source.organisation, noun):
                return source
            if source.speaker and source.organisation and self._is_named_body(source.organisation, noun):
                return replace(source, speaker=None, person=None)
        return None

    def _may_be(self, name: str | None, noun: str) -> bool:
        """Tell whether no other kind of body stands in a name: an administration is no company, an office an agency."""
        kinds = {self._words.kind_of(low) for low in (name or "").lower().split()} - {None}
        return not kinds or self._words.kind_of(noun) in kinds

    def _is_named_body(self, name: str, noun: str) -> bool:
        """Tell a body's own name from a role ("Prime Minister")."""
        lows = name.lower().split()
        is_role = any(self._words.is_title(low) or low in self._words.representatives for low in lows)
        is_name = name[0].isupper() and is_name_like(name.split()[-1])
        return is_name and not is_role and self._may_be(name, noun)

    def last_represented(self) -> Source | None:
        """Return the latest source that a spokesperson can speak for: a body, or a single name, which may be a
        firm's.
        """
        met = reversed(self._met[-_MEMORY:])
        return next(
            (source for source in met if source.is_proper and (source.speaker is None or source.rule == "single name")),
            None,
        )

    def described(self, noun: str) -> Source | None:
        """Return the latest source whose role or name holds the common noun `noun` ("the agency", "the senator")."""
        for source in reversed(self._met[-_FAR_MEMORY:]):
            named = f"{source.speaker or ''} {source.organisation or ''}".lower().split()
            if (
                noun in named
                or noun == source.person
                or (len(noun) >= _COMPOUND and any(word.endswith(noun) for word in named))
            ):
                return source
        return None

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        counts: Counter[str] = Counter()
        for in_headings in (False, True):
            for sentence in self.sentences:
                if sentence.is_heading is in_headings:
                    for match in self._runs.finditer(sentence.text):
                        if not sentence.text[: match.start()].rstrip().endswith(_BAR):
                            self._read_run(match.group().split(" "), counts)
            for name, _ in counts.most_common():
                self._persons.setdefault(name.rsplit(" ", 1)[-1], name)

    def _read_run(self, run: list[str], counts: Counter[str]) -> None:
        run = [word.removesuffix("’s").removesuffix("'s") for word in run]
        while (
            run
            and (run[0].lower() in self._words.stops or run[0].lower() in self._words.determiners)
            and not run[0].isupper()
        ):
            run = run[1:]
        lows = [word.lower() for word in run]
        is_body = any(
            low in self._words.body_names or low in self._words.inside or low in self._words.coordinators
            for low in lows
        )
        for first in range(min(_SKIPPED, len(run) - 1)):
            self._add_body(run[first:])
        if is_body:
            return
        name = _after_titles(run, self._words)
        if 2 <= len(name) <= _LONGEST_PERSON and all(len(word) > 1 for word in name):
            counts[" ".join(name)] += 1

    def _add_body(self, run: list[str]) -> None:
        capitals = [word for word in run if word[0].isupper()]
        if len(capitals) < 2:
            return
        name = " ".join(run)
        self._bodies.setdefault("".join(word[0] for word in capitals), name)
        for word in capitals:
            if word.lower() in self._words.body_names:
                self._named.setdefault(word.lower(), name)


def _after_titles(run: list[str], words: SpeakerWords) -> list[str]:
    first = 0
    for index, word in enumerate(run[:-1]):
        low = word.lower().rstrip(".")
        if words.is_title(low) or low in words.representatives or (index == 0 and len(run) > 2 and low in words.people):
            first = index + 1
    return run[first:]


def _run_pattern(words: SpeakerWords) -> str:
    """Return the pattern of names of two words or more: capitalised words, with what may join them in between; every
    branch is linear.
    """
    joins = "|".join(
        sorted(
            re.escape(word)
            for word in words.particles | words.join_any | words.join_names | words.articles | words.coordinators
        )
    )
    capital = r"[^\W\d_a-zß-öø-ÿ][\w’'&-]*(?:\.(?=[ ][^\W\d_a-zß-öø-ÿ]))?"
    return rf"(?<![\w’'&-]){capital}(?:[ ](?:(?:{joins})[ ]){{0,2}}{capital}){{1,7}}"
