"""Decides which findings are places, and which place each one is, from everything that the same text names."""

from __future__ import annotations

from collections import Counter

from monitor.core.geography.gazetteer import Candidate, prior
from monitor.core.geography.gazetteer_format import fold
from monitor.core.geography.place_findings import Finding, Seen
from monitor.core.geography.place_patterns import UNKNOWN_RULE
from monitor.core.geography.place_words import PlaceWords
from monitor.model import Place

_ENOUGH = 2.0  # evidence from which a name counts as a place; chosen on two sets of news with labelled place names
_LARGE = 500_000  # people; a city of that size outlives a surname
_PROVINCE = 2_000_000  # people that make a province as well known as a country of its name
_DIVISIONS = {"region", "district"}  # what one country calls a region is a district in another
_PRIOR_OF_KIND = {"country": 3.5, "continent": 3.5, "area": 2.5}


def resolve(seen: Seen, words: PlaceWords) -> list[tuple[Finding, Place]]:
    """Return the findings that are places, each with its place, in their order."""
    context = _context(seen)
    names = Counter(finding.key for finding in seen.findings if finding.place is None and finding.evidence >= _ENOUGH)
    chosen: dict[str, Place] = {}
    result: list[tuple[Finding, Place]] = []
    for finding in sorted(seen.findings, key=lambda one: -one.evidence):
        if finding.place is not None:
            if finding.rule == UNKNOWN_RULE and finding.key in seen.people:
                continue
            result.append((finding, finding.place))
            continue
        best = _best(finding, context, words)
        if _belief(finding, best, seen, context, words, is_known=names[finding.key] > 0) < _ENOUGH:
            continue
        place = best.place if finding.container or finding.kind else chosen.setdefault(finding.key, best.place)
        result.append((finding, place if finding.site is None else _site(finding.site, place)))
    result.sort(key=lambda pair: (pair[0].sentence, pair[0].first))
    return result


def _site(name: str, place: Place) -> Place:
    """Return the spot called `name`, which lies in or near `place`."""
    return Place(f"site:{fold(name)}", name, "site", place.country, (place.name, *place.within), (place.id, *place.within_ids), place.latitude, place.longitude)


def _context(seen: Seen) -> Counter[str]:
    """Count countries and provinces that the text surely names: by code and by id."""
    context: Counter[str] = Counter()
    for finding in seen.findings:
        if finding.place is not None and finding.place.country:
            context[finding.place.country] += 1
            continue
        if not finding.candidates:
            continue
        first = finding.candidates[0]
        if any(one.place.kind == "region" and one.place.country != first.place.country and one.population > _PROVINCE for one in finding.candidates[1:3]):
            continue  # "Georgia" says nothing of where the text is set
        if first.place.kind == "region" and not first.is_alternate and not context[first.place.id]:
            context[f"{first.place.country} regions"] += 1
        if first.place.kind in ("country", "region") and not first.is_alternate and first.population > 300_000:
            context[first.place.id] += 1
            if first.place.country:
                context[first.place.country] += 1
        elif len(finding.candidates) == 1 and first.population > 50_000 and not first.is_alternate and first.place.country:
            context[first.place.country] += 1
            for identity in first.place.within_ids:
                context[identity] += 1
    return context


def _best(finding: Finding, context: Counter[str], words: PlaceWords) -> Candidate:
    return max(finding.candidates, key=lambda candidate: _fit(finding, candidate, context) + 0.5 * (candidate.place.country in words.home))


def _fit(finding: Finding, candidate: Candidate, context: Counter[str]) -> float:
    """Return how well a candidate fits: its prior, what the words around the name ask for, and what else the text names."""
    place = candidate.place
    score = prior(candidate)
    if finding.kind is not None:
        score += 6.0 if place.kind == finding.kind else 4.0 if {place.kind, finding.kind} == _DIVISIONS else 0.0
    if finding.container is not None:
        settled = finding.container.place
        holders = {settled.id} if settled else {one.place.id for one in finding.container.candidates}
        score += 12.0 if holders.intersection(place.within_ids) else 0.0
    if place.country:
        score += min(2.0, 0.7 * context[place.country])
        if place.kind == "region":
            others = context[f"{place.country} regions"] - (context[place.id] > 0)
            score += min(4.0, 1.5 * others) - 0.5
    if any(context[identity] for identity in place.within_ids[:-2]):
        score += 1.5
    return score


def _belief(finding: Finding, best: Candidate, seen: Seen, context: Counter[str], words: PlaceWords, *, is_known: bool) -> float:
    """Return how much speaks for a place: the words around it, what it would be, and the rest of the text."""
    place = best.place
    belief = finding.evidence + _PRIOR_OF_KIND.get(place.kind, 0.0)
    if place.kind == "region":
        belief += 2.5 if best.population >= 300_000 else 1.5
    elif place.kind in ("city", "district"):
        belief += 2.0 if best.population >= 1_000_000 else 1.0 if best.population >= 100_000 else 0.5 if best.population >= 20_000 else 0.0
        belief += 0.5 * best.is_capital
    belief += 1.5 * is_known
    if any(context[identity] for identity in place.within_ids[:-2]) or (place.country and context[place.country] and place.country not in words.by_province):
        belief += 1.0
    if best.is_alternate:
        belief -= 1.0
    if finding.key in words.ordinary and place.kind not in ("country", "continent"):
        belief -= 1.0 if finding.is_located else 3.5 if finding.is_opening else 2.0
    return belief - _doubt_for_people(finding, best, seen, words)


def _doubt_for_people(finding: Finding, best: Candidate, seen: Seen, words: PlaceWords) -> float:
    """Return how much speaks for a person of that name: one whom the text names, or a frequent first name."""
    is_named = finding.key in seen.people
    if finding.key in words.given and not finding.is_located:
        return 4.0 if is_named else 0.0 if best.place.kind in ("country", "region") else 2.5
    return 2.5 if is_named and best.population < _LARGE else 0.0
