"""Loads watchlist files into the core's values, and reviews them for what is allowed but probably not meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.config.conditions import clashes_of, with_conditions
from monitor.config.fact_models import (
    AnyKind,
    AspectFact,
    DateFact,
    EventFact,
    NameFact,
    PlaceFact,
    QuantityFact,
    StatementFact,
)
from monitor.config.place_terms import with_other_names, with_places, with_states
from monitor.config.problems import Problem, join_problems, suggest, validate
from monitor.config.review import review
from monitor.config.stories import problems_of, seat_of, story_of
from monitor.config.watchlist_models import MuteRule, TestCase, WatchlistFile
from monitor.config.yaml import Location, YamlFile, read_yaml, walk_folder
from monitor.core.facts.terms import Looking
from monitor.core.facts.watchlist import FactRule, Mute, Watchlist, WatchlistTest
from monitor.model import MentionKind, Place, PlaceKind
from monitor.model.errors import UsageError


def load_watchlists(path: Path) -> tuple[Watchlist, ...]:
    """Return the watchlists of a folder (`*.yaml`, `*.yml`) or of one file, in the order of their ids.

    Raises UsageError with one line for every problem of every file; a folder without a watchlist is a problem.
    """
    pairs = _read(path)
    return tuple(sorted((_watchlist(file, model) for file, model in pairs), key=lambda watchlist: watchlist.id))


def load_watchlist(path: Path, wanted: str) -> Watchlist | None:
    """Return the watchlist of this id among those of a folder, or of one file; `None` where no file has it.

    Files in which the id does not stand are not read, so what is wrong in them is not found; of the others UsageError
    says every problem.
    """
    word = re.compile(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])")
    children = [child for child in walk_folder(path) if _holds(child, word)] if path.exists() else []
    return next((_watchlist(file, model) for file, model in _read_all(children) if model.watchlist == wanted), None)


def review_watchlists(path: Path, archive: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Return what is allowed but probably not meant, as `review` says; `archive` holds texts that the desk has read.

    Raises UsageError as `load_watchlists` does.
    """
    texts = tuple(map(Looking, archive))
    return tuple(sorted(problem for file, model in _read(path) for problem in review(file, model, texts)))


def watchlist_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a watchlist file, for editors."""
    schema = WatchlistFile.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Watchlist"}


def _read(path: Path) -> list[tuple[YamlFile, WatchlistFile]]:
    if not path.exists():
        raise UsageError(
            f"{path}: there is no such file or folder; create it, or name another one as watchlists in monitor.yaml"
        )
    pairs = _read_all(walk_folder(path))
    if not pairs:
        raise UsageError(
            f"{path}: there is no watchlist in it; add a file that ends in .yaml (docs/tutorial.md shows how)"
        )
    return pairs


def _holds(path: Path, word: re.Pattern[str]) -> bool:
    """Tell whether the word stands in a file; of one that can't be read `read_yaml` says why."""
    try:
        return word.search(path.read_text(encoding="utf-8", errors="replace")) is not None
    except OSError:
        return True


def _read_all(children: Iterable[Path]) -> list[tuple[YamlFile, WatchlistFile]]:
    pairs: list[tuple[YamlFile, WatchlistFile]] = []
    lines: list[str] = []
    for child in children:
        try:
            file = read_yaml(child)
        except UsageError as error:
            lines.append(str(error))
            continue
        result = validate(file, WatchlistFile)
        problems = _find_clashes(file, result) if isinstance(result, WatchlistFile) else result
        if problems:
            lines.append(join_problems(problems))
        elif isinstance(result, WatchlistFile):
            pairs.append((file, result))
    lines += [str(problem) for problem in _find_double_ids(pairs)]
    if lines:
        raise UsageError("\n".join(lines))
    return pairs


def _find_double_ids(pairs: list[tuple[YamlFile, WatchlistFile]]) -> Iterator[Problem]:
    first: dict[str, YamlFile] = {}
    for file, model in pairs:
        other = first.setdefault(model.watchlist, file)
        if other is not file:
            where = f"{other.path}:{other.line(('watchlist',))}"
            yield Problem(
                file.path,
                file.line(("watchlist",)),
                f"the watchlist {model.watchlist} stands in {where} already; give one of them another id",
            )


def _find_clashes(file: YamlFile, model: WatchlistFile) -> list[Problem]:
    problems: list[Problem] = []

    def add(location: Location, text: str) -> None:
        problems.append(Problem(file.path, file.line(location), text))

    lines: dict[str, int] = {}
    for index, fact in enumerate(model.facts):
        if fact.fact in lines:
            add(
                ("facts", index, "fact"),
                f"the fact {fact.fact!r} stands on line {lines[fact.fact]} already; give it another name",
            )
        lines.setdefault(fact.fact, file.line(("facts", index, "fact")))
        if taken := [name for name in fact.was if name in {other.fact for other in model.facts}]:
            add(("facts", index, "was"), f"the fact {taken[0]!r} is still asked for; rename or remove that one first")
        if isinstance(fact, AspectFact) and (both := sorted(set(fact.aspects) & set(fact.not_aspects))):
            add(("facts", index, "not_aspects"), f"{both[0]} stands in aspects and in not_aspects; remove it from one")
        for key, text in clashes_of(fact):
            add(("facts", index, key), f"{key}: {text}")
    for location, text in problems_of(model.story):
        add(("story", *location), text)
    for index, mute in enumerate(model.mute):
        if mute.fact is None and mute.place is None and mute.speaker is None:
            add(("mute", index), "mutes nothing; name a fact, a place or a speaker")
        elif mute.fact is not None and mute.fact not in lines:
            add(("mute", index, "fact"), f"there is no fact {mute.fact!r}; {suggest(mute.fact, lines)}")
    for index, test in enumerate(model.tests):
        for position, expected in enumerate(test.expect):
            if expected.fact not in lines:
                add(
                    ("tests", index, "expect", position, "fact"),
                    f"there is no fact {expected.fact!r}; {suggest(expected.fact, lines)}",
                )
    return sorted(problems)


def _watchlist(file: YamlFile, model: WatchlistFile) -> Watchlist:
    story = story_of(model.story)
    return Watchlist(
        id=model.watchlist,
        title=model.title,
        channel=model.channel,
        groups=tuple(map(with_other_names, model.match.all)),
        none=with_other_names(model.match.none),
        is_by_paragraph=model.match.reach == "paragraph",
        facts=tuple(_rule(fact) for fact in model.facts),
        alert_on=frozenset(model.alert.on),
        tolerance=model.alert.tolerance,
        since=model.since,
        stale_after=model.alert.stale_after,
        mutes=tuple(_mute(mute) for mute in model.mute),
        tests=tuple(_test(test, file.line(("tests", index))) for index, test in enumerate(model.tests)),
        story=story,
        seat=seat_of(model.title, story),
    )


def _rule(fact: QuantityFact | PlaceFact | StatementFact | EventFact | DateFact | NameFact) -> FactRule:
    rule = FactRule(
        name=fact.fact,
        kind=MentionKind(fact.kind),
        modalities=frozenset(fact.modality),
        places=_own_places(fact),
        within=with_places(fact.within),
        speakers=fact.speakers,
        was=fact.was,
        on=None if fact.on is None else frozenset(fact.on),
    )
    if isinstance(fact, EventFact):
        return replace(rule, what=fact.what, who=with_states(fact.who), whom=with_states(fact.whom))
    if isinstance(fact, DateFact):
        return replace(rule, dated=fact.of, who=with_states(fact.who))
    if isinstance(fact, NameFact):
        return replace(rule, roles=fact.role)
    counted = fact.of if isinstance(fact, QuantityFact) else None
    rule = replace(
        rule,
        unit_classes=counted.classes if counted else frozenset(),
        units=counted.terms if counted else (),
        actors=with_states(fact.actor),
        aspects=frozenset(fact.aspects),
        not_aspects=frozenset(fact.not_aspects),
        finer_than=PlaceKind.of(fact.finer_than) if isinstance(fact, PlaceFact) else None,
        stances=frozenset(fact.stance),
        about=fact.about if isinstance(fact, StatementFact) else (),
    )
    return with_conditions(rule, fact)


def _own_places(fact: AnyKind) -> tuple[Place, ...]:
    return tuple(
        Place(id=f"watchlist:{_slug(name)}", name=name, kind="site", within=(place.within,))
        for name, place in fact.places.items()
    )


def _slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")


def _mute(mute: MuteRule) -> Mute:
    return Mute(fact=mute.fact, place=mute.place, speaker=mute.speaker, until=mute.until, reason=mute.reason)


def _test(test: TestCase, line: int) -> WatchlistTest:
    expect = tuple(expected.model_dump(mode="json", exclude_unset=True) for expected in test.expect)
    return WatchlistTest(text=test.text, expect=expect, published_at=test.published_at, line=line)
