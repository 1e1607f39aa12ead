"""Why a change that could alert stays silent: the reasons that a desk gave, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.facts.figures import figure_of
from monitor.core.facts.silences import reason_of
from monitor.core.facts.terms import is_any_in
from monitor.core.facts.watchlist import FactRule, Mute, Watchlist
from monitor.model import Claim, Document, Modifier, Outcome, PreviousVersion, Rule, Silence

_TEASER = 1_200  # characters; as in `sources.articles`, a text up to which a feed's words are but a beginning
_GROWN = 3.0  # times as long, from which on a text is the whole of which a teaser was read; no edit adds so much
_AHEAD = timedelta(days=1)  # by which a day begins earlier somewhere on the earth


# What keeps quiet for a time, and forgets nothing: the first mention after it is told.
KEPT_QUIET = frozenset({Rule.SILENCE_OF_DESK, Rule.SILENCE_WATCHLIST_MUTED})


@dataclass(frozen=True, slots=True)
class News:
    """A claim that could alert. changes_own: whether it changes what its document said before; was_told: whether the
    desk was told what it changes, disputes or takes back.
    """

    claim: Claim
    outcome: Outcome
    changes_own: bool = False
    was_told: bool = False


@dataclass(frozen=True, slots=True)
class Silenced:
    """The outcome that takes the place of one that could alert, with its rule and its reason."""

    outcome: Outcome
    rule: Rule
    explanation: str


def silence(
    news: News,
    document: Document,
    watchlist: Watchlist,
    now: datetime,
    *,
    asked: Silence | None = None,
    previous: PreviousVersion | None = None,
) -> Silenced | None:
    """Return what keeps the news silent, `None` where nothing does.

    asked: the silence of the desk that covers the claim, if there is one.
    previous: the document as it was read before. An edit is never stale: its change is of now, however old the
    document. The full text of which only a teaser was known is no edit but a first reading, as old as the article, but
    where it changes what the teaser had said.
    """
    claim, published = news.claim, document.published_at
    if document.is_baseline:
        return Silenced(Outcome.BASELINE, Rule.SILENCE_FIRST_READING, "first reading of its source")
    if watchlist.since is not None and published is not None and published < watchlist.since:
        return Silenced(Outcome.BASELINE, Rule.SILENCE_BEFORE_WATCHLIST, "published before the watchlist began")
    if previous is None or (is_first_reading(document, previous) and not news.changes_own):
        if previous is not None and previous.is_baseline and published is None:
            why = "first reading of its source, of which only the beginning was read"
            return Silenced(Outcome.BASELINE, Rule.SILENCE_FIRST_READING_OF_TEASER, why)
        if _is_late(claim, document, previous, watchlist):
            return Silenced(Outcome.STALE, Rule.SILENCE_LATE, "published long before it was seen")
    if asked is not None:
        return Silenced(Outcome.MUTED, Rule.SILENCE_OF_DESK, reason_of(asked))
    if any(is_muted(claim, mute, now) for mute in watchlist.mutes):
        return Silenced(Outcome.MUTED, Rule.SILENCE_WATCHLIST_MUTED, "muted by the watchlist")
    rule = rule_of(watchlist, claim.fact)
    return None if rule is None else _by_rule(news, rule)


def is_first_reading(document: Document, previous: PreviousVersion) -> bool:
    """Tell whether the text is the full one of which only a teaser was read before."""
    return 0 < previous.length <= min(_TEASER, len(document.text) / _GROWN)


def _is_late(claim: Claim, document: Document, previous: PreviousVersion | None, watchlist: Watchlist) -> bool:
    """Tell whether an article was published too long before it was seen, by the first date that it bore, and what it
    tells is not said to be younger.
    """
    seen, patience = document.observed_at, watchlist.stale_after
    known = previous.published_at if previous is not None else None
    dates = [date for date in (document.published_at, known) if date is not None]
    if patience is None or seen is None or not dates or seen - min(dates) <= patience:
        return False
    began_at = claim.mention.event_from
    return began_at is None or not -_AHEAD <= seen - began_at <= patience


def _by_rule(news: News, rule: FactRule) -> Silenced | None:
    """Return what the rule of the fact itself keeps silent: what is below its threshold, and outcomes that it does not
    name. What takes back or changes what the desk was told no threshold hides.
    """
    if not news.was_told and (bound := _bound_missed(news.claim, rule)) is not None:
        return bound
    if rule.on is not None and news.outcome not in rule.on:
        return _kept(news.outcome, rule.on)
    return None


def _bound_missed(claim: Claim, rule: FactRule) -> Silenced | None:
    """Say which of the rule's bounds a figure misses, in the unit that the rule gives them; `None` for none."""
    figure, unit = figure_of(claim.mention), f" {rule.scale.unit}" if rule.scale is not None else ""
    if figure is None:
        return None
    value = figure.headline
    if rule.scale is not None and claim.factor is not None:
        value *= claim.factor / rule.scale.measure.factor
    if rule.threshold is not None and value < rule.threshold:
        why = f"below the watchlist's threshold of {rule.threshold:g}{unit}"
        return Silenced(Outcome.BELOW_THRESHOLD, Rule.SILENCE_BELOW_THRESHOLD, why)
    is_under = rule.below is None or value < rule.below
    if is_under or (figure.modifier is Modifier.LESS_THAN and value == rule.below):
        return None
    why = f"not below {rule.below:g}{unit}, under which the watchlist asks for figures"
    return Silenced(Outcome.BELOW_THRESHOLD, Rule.SILENCE_NOT_BELOW, why)


def outcomes_told(watchlist: Watchlist, fact: str) -> frozenset[Outcome]:
    """Return the outcomes of a fact that alert: its own where its rule names them, else the watchlist's."""
    rule = rule_of(watchlist, fact)
    return watchlist.alert_on if rule is None or rule.on is None else rule.on


def rule_of(watchlist: Watchlist, fact: str) -> FactRule | None:
    """Return the rule of that name; `None` where the watchlist no longer has it."""
    return next((rule for rule in watchlist.facts if rule.name == fact), None)


def is_muted(claim: Claim, mute: Mute, now: datetime) -> bool:
    """Tell whether the mute is in force and everything that it names fits."""
    if mute.until is not None and now >= mute.until:
        return False
    if mute.fact is not None and mute.fact != claim.fact:
        return False
    place = claim.mention.place
    if mute.place is not None and not (
        place is not None and any(is_any_in((mute.place,), name) for name in (place.name, *place.within))
    ):
        return False
    return (
        mute.speaker is None
        or is_any_in((mute.speaker,), claim.mention.speaker)
        or is_any_in((mute.speaker,), claim.mention.organisation)
    )


def _kept(outcome: Outcome, told: Set[Outcome]) -> Silenced:
    if not told:
        why = f"{outcome.value}, but the watchlist keeps this fact and never tells it"
        return Silenced(Outcome.MUTED, Rule.SILENCE_NEVER_TOLD, why)
    why = f"{outcome.value}, but of this fact the watchlist tells only {', '.join(sorted(told))}"
    return Silenced(Outcome.MUTED, Rule.SILENCE_OUTCOME_UNTOLD, why)
