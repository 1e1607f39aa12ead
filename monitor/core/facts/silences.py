"""A desk's silences: what they cover, from when to when, and how they are made from what an alert has told."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import astuple, fields
from datetime import UTC, datetime

from monitor.core.facts.terms import is_any_in
from monitor.core.facts.watchlist import Term
from monitor.model import Alert, Claim, Scope, Silence
from monitor.model.errors import UsageError

_LONGEST_NOTE = 300


def make_silence(scope: Scope, until: datetime, now: datetime, by: str, note: str = "") -> Silence:
    """Return a silence that holds from `now`; raise UsageError where it would cover everything, or end before it
    begins.
    """
    if scope == Scope():
        raise UsageError(
            "a silence of everything is no silence: name a story, a watchlist, a fact, a place or an actor"
        )
    if scope.fact is not None and scope.watchlist is None:
        raise UsageError(f"there may be a fact {scope.fact!r} in several watchlists: name the watchlist too")
    if until <= now:
        raise UsageError(f"a silence until {_clock(until)} is over already: name a time to come")
    parts = "\x1f".join((*(part or "" for part in astuple(scope)), until.isoformat(), now.isoformat(), by))
    return Silence(
        "q" + hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        scope,
        until,
        now,
        by,
        note[:_LONGEST_NOTE],
    )


def story_scope(alert: Alert) -> Scope:
    """Return what covers all that is told of the alert's story, by whichever watchlist; its cluster where it has no
    story.
    """
    return Scope(story=alert.story_id or alert.cluster_id)


def slot_scope(claim: Claim) -> Scope:
    """Return what covers the claim's slot: its watchlist and fact, whose it is, and the place with all that lies in
    it.
    """
    place = claim.mention.place
    return Scope(
        watchlist=claim.watchlist, fact=claim.fact, place=place.name if place else None, actor=claim.mention.actor
    )


def silence_over(
    claim: Claim, stories: Collection[str | None], silences: Sequence[Silence], now: datetime
) -> Silence | None:
    """Return the first of the silences that covers the claim at `now`; `stories` are the ids of its story and of its
    clusters.
    """
    return next((each for each in silences if is_in_force(each, now) and covers(each.scope, claim, stories)), None)


def is_in_force(silence: Silence, now: datetime) -> bool:
    """Tell whether the silence has neither ended nor been lifted."""
    return now < silence.until and silence.lifted_at is None


def covers(scope: Scope, claim: Claim, stories: Collection[str | None]) -> bool:
    """Tell whether everything that the scope names fits the claim."""
    if scope.watchlist not in (None, claim.watchlist) or scope.fact not in (None, claim.fact):
        return False
    if scope.story is not None and scope.story not in stories:
        return False
    mention = claim.mention
    if scope.actor is not None and not _is_in(scope.actor, mention.actor):
        return False
    names = (mention.place.name, *mention.place.within) if mention.place else ()
    return scope.place is None or any(_is_in(scope.place, name) for name in names)


def unknown_names(scope: Scope, places: Collection[str], actors: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return ("place", name) and ("actor", words) for what the scope names and none of these names has."""
    named = (("place", scope.place, places), ("actor", scope.actor, actors))
    return tuple(
        (kind, words)
        for kind, words, names in named
        if words is not None and not any(_is_in(words, name) for name in names)
    )


def reason_of(silence: Silence) -> str:
    """Return why a fact stays silent: which silence, until when, by whom."""
    note = f" ({silence.note})" if silence.note else ""
    return f"silence {silence.id}, until {_clock(silence.until)}, by {silence.made_by}{note}"


def scope_phrase(scope: Scope) -> str:
    """Return the scope in words: "watchlist troops, place Kursk"."""
    return ", ".join(
        f"{field.name} {value}" for field in fields(scope) if (value := getattr(scope, field.name)) is not None
    )


def _is_in(words: str, text: str | None) -> bool:
    return is_any_in((Term(words.removesuffix("*"), words.endswith("*")),), text)


def _clock(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
