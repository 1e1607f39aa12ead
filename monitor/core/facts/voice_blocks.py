"""Whose words a ledger holds: its entries by speaker and body, and who speaks for whom by all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from monitor.core.facts.voices import Bodies, Name, Voices, person_words
from monitor.core.facts.word_sets import WordSets
from monitor.model import LedgerEntry, Mention, MentionKind


class VoiceBlocks:
    """The entries of one key of a ledger, by whose word they are."""

    def __init__(self) -> None:
        self._entries: dict[Name, list[str]] = {}
        self._first: dict[Name, tuple[Any, str]] = {}
        self._speakers: dict[str, list[Name]] = {}
        self._persons, self._bodies = WordSets[Name](), Bodies[Name]()
        self._tied = WordSets[Name]()  # persons who were named with a body
        self._bare = WordSets[Name]()  # bodies that nobody speaks for: somebody else may call a person so
        self._origins: dict[str, list[str]] = {}
        self._actors: dict[str, list[str]] = {}
        self._nobodys: list[str] = []
        self._last: dict[tuple[object, ...], tuple[Any, str]] = {}  # statement of a predicate and a stance

    def add(self, entry: LedgerEntry, order: Any) -> None:
        """Hold an entry that is new."""
        mention, entry_id = entry.fact.claim.mention, entry.fact.id
        name = (mention.speaker, mention.organisation)
        if any(name):
            if name not in self._entries:
                self._add_name(*name)
            self._entries.setdefault(name, []).append(entry_id)
            self._first[name] = min(self._first.get(name, (order, entry_id)), (order, entry_id))
        if mention.kind is not MentionKind.STATEMENT:
            return
        if not any(name):
            self._nobodys.append(entry_id)
        self._origins.setdefault(entry.fact.origin, []).append(entry_id)
        if mention.actor is not None:
            self._actors.setdefault(mention.actor, []).append(entry_id)
        stand = (mention.predicate, mention.stance)
        self._last[stand] = max(self._last.get(stand, (order, entry_id)), (order, entry_id))

    def ties_of(self, speakers: Iterable[str]) -> Iterator[Name]:
        """Yield the persons who may be one of `speakers`, each with a body that was named with it."""
        for speaker in speakers:
            yield from (name for name in self._speakers.get(speaker, ()) if name[1])
            yield from self._tied.find(person_words(speaker))

    def ties_to(self, bodies: Iterable[str]) -> Iterator[Name]:
        """Yield the bodies that may be one of `bodies`, each with a person who was named with it."""
        for body in bodies:
            yield from (name for name in self._bodies.find(body) if name[0])

    def first_like(self, mention: Mention, voices: Voices) -> Iterator[str]:
        """Yield the first entry of each name whose word may be the mention's: one person, or one body."""
        yield from (self._first[name][1] for name in self._like(mention, voices))

    def statements_like(self, mention: Mention, voices: Voices) -> Iterator[str]:
        """Yield the statements that can decide what one is to the ledger: those that may be its voice's, those of
        nobody, and the last of each kind.
        """
        its = [entry for name in self._like(mention, voices) for entry in self._entries[name]]
        yield from its
        yield from self._nobodys
        yield from (entry for _, entry in self._last.values())
        if mention.actor is not None:
            yield from self._actors.get(mention.actor, ())

    def of_origin(self, origins: Iterable[str]) -> Iterator[str]:
        """Yield the statements that stand on one of the origins."""
        for origin in origins:
            yield from self._origins.get(origin, ())

    def _add_name(self, speaker: str | None, body: str | None) -> None:
        name = (speaker, body)
        if speaker:
            self._speakers.setdefault(speaker, []).append(name)
            self._persons.add(person_words(speaker), name)
            if body:
                self._tied.add(person_words(speaker), name)
        if body:
            self._bodies.add(body, name)
            if not speaker:
                self._bare.add(person_words(body), name)

    def _like(self, mention: Mention, voices: Voices) -> set[Name]:
        """Return the names whose word may be the mention's; `Voices.is_same` and `shares_body` say which are."""
        words = person_words(mention.speaker or "")
        persons = {mention.organisation} if mention.organisation and not mention.speaker else set()
        own = self._speakers.get(mention.speaker or "", ())
        found = {*own, *self._persons.find(words), *self._bare.find(words)}
        for body in voices.bodies_of(mention):
            found.update(self._bodies.find(body))
            persons.update(voices.persons_of(body))
        for person in persons:
            found.update(self._persons.find(person_words(person)))
        return found
