"""What a watchlist's `story:` says, in the core's values: its places found in the gazetteer, its kind with the words
that speak of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from monitor.config.terms import parse_term
from monitor.config.watchlist_models import StoryRule
from monitor.config.yaml import Location
from monitor.core.facts.setting import place_of_title
from monitor.core.facts.watchlist import Story, Term
from monitor.data.resources import load_gazetteer, load_languages
from monitor.model import Place, StoryKind


def story_of(rule: StoryRule) -> Story:
    """Return the story of a rule that `problems_of` finds nothing wrong with."""
    where = tuple(place for name in rule.where if (place := find_place(name)) is not None)
    if rule.kind is None:
        return Story(where, rule.begins, rule.until)
    own = {rule.kind, *rule.kind.brings}
    words = tuple(term for kind in StoryKind if kind in own for term in words_of(kind))
    others = tuple(term for kind in StoryKind if kind not in own for term in words_of(kind) if term not in words)
    return Story(where, rule.begins, rule.until, rule.kind, words, others)


@cache
def seat_of(title: str, story: Story) -> Place | None:
    """Return the one place of a watchlist's story, else the place at which its title says that it is, in any language;
    `None` where neither says one.
    """
    if story.where:
        return story.where[0] if len(story.where) == 1 else None
    languages = load_languages()
    codes = sorted(languages.by_code, key=lambda code: (code != languages.default, code))
    found = (place_of_title(title, languages.by_code[code], load_gazetteer(code)) for code in codes)
    return next((place for place in found if place is not None), None)


def problems_of(rule: StoryRule) -> Iterator[tuple[Location, str]]:
    """Yield where in the rule something is wrong, and what, with the remedy."""
    for index, name in enumerate(rule.where):
        if find_place(name) is None:
            remedy = "write a country, a region or a city, with its country where many have the name: Van (Turkey)"
            yield ("where", index), f"where: the gazetteer has no place {name!r}; {remedy}"
    if rule.begins is not None and rule.until is not None and rule.until < rule.begins:
        yield (
            ("until",),
            (
                f"until: {rule.until:%Y-%m-%d} is before from: {rule.begins:%Y-%m-%d}; write a later date, or leave one"
                " of them out"
            ),
        )


@cache
def find_place(name: str) -> Place | None:
    """Return the likeliest place of that name; of "Van (Turkey)" or "Van, Turkey" the one that lies there. `None` where
    there is none.

    Of a city and the province around it that has its name, the province is meant.
    """
    gazetteer = load_gazetteer()
    own, _, around = name.removesuffix(")").replace(" (", ", ").partition(", ")
    found = gazetteer.lookup(own.strip())
    if around:
        outer = gazetteer.lookup(around.strip())
        found = tuple(
            place for place in found if any(place.id != one.id and gazetteer.contains(one, place) for one in outer)
        )
    if not found:
        return None
    return min(
        (place for place in found if place.id in (found[0].id, *found[0].within_ids)),
        key=lambda place: len(place.within_ids),
    )


def name_of(place: Place) -> str | None:
    """Return the name by which `find_place` finds the place or its province, with the country where the name alone is
    not enough; `None` where neither is.
    """
    country = load_gazetteer().country(place.country or "")
    names = (place.name, *((f"{place.name} ({country.name})",) if country is not None else ()))
    return next(
        (
            name
            for name in names
            if (found := find_place(name)) is not None and found.id in (place.id, *place.within_ids)
        ),
        None,
    )


@cache
def words_of(kind: StoryKind) -> tuple[Term, ...]:
    """Return the words of every language that speak of the kind."""
    languages = load_languages().by_code
    return tuple(
        dict.fromkeys(
            parse_term(word) for code in sorted(languages) for word in languages[code].tables["kinds"]["kinds"][kind]
        )
    )
