"""The keys of monitor.yaml that say where alerts go and when they may speak; they become the core's values."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, time, timedelta, tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from monitor.config.problems import StrictModel
from monitor.config.values import LISTED, Duration, describe, notation, parse_duration
from monitor.core.alerts.routing import Route
from monitor.core.alerts.throttling import QuietHours, Throttling
from monitor.model import Channel, Outcome, Urgency
from monitor.store.retention import Retention

Cadence = Literal["at_once", "hourly", "shift", "daily"]


def _parse_clock(value: object) -> time:
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"wants a time of day, found {describe(value)}; write 22:00")
    return time(int(match[1]), int(match[2]))


def _parse_zone(value: object) -> tzinfo:
    if isinstance(value, tzinfo):
        return value
    try:
        if not isinstance(value, str):
            raise ValueError
        return UTC if value == "UTC" else ZoneInfo(value)
    except (ValueError, ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(
            f"wants the name of a time zone, found {describe(value)}; write Europe/Berlin, or UTC"
        ) from error


def _parse_span(value: object) -> timedelta | None:
    if value is None or (isinstance(value, str) and value.strip() == "forever"):
        return None
    span = parse_duration(value)
    if span < _SHORTEST_KEPT:
        raise ValueError(
            f"{value!r} is out of range; write at least {_SHORTEST_KEPT.days}d, since copies join a cluster for a week,"
            " or forever"
        )
    return span


_SHORTEST_KEPT = timedelta(days=14)
Span = Annotated[timedelta | None, *notation(_parse_span, type="string")]
Clock = Annotated[time, *notation(_parse_clock, type="string", pattern="^[0-9]{1,2}:[0-9]{2}$")]
Zone = Annotated[tzinfo, *notation(_parse_zone, type="string")]
Names = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], *LISTED]
Outcomes = Annotated[tuple[Annotated[Outcome, Field(strict=False)], ...], *LISTED]
Urgencies = Annotated[tuple[Annotated[Urgency, Field(strict=False)], ...], *LISTED]
Clocks = Annotated[tuple[Clock, ...], Field(min_length=1, strict=False)]


class RouteRule(StrictModel):
    """Where some alerts go and how urgent they are. A key left out fits every alert; the first route that fits
    decides.
    """

    watchlists: Names = Field(default=(), description="The ids of watchlists.")
    facts: Names = Field(default=(), description="Names of facts, one of which the alert must tell.")
    outcomes: Outcomes = Field(default=(), description="Outcomes, one of which the alert must tell, such as `denial`.")
    channels: Names = Field(
        default=(),
        description="The channels: of Slack, or `hook:NAME` and `apprise:NAME`. Default: the watchlist's own.",
    )
    urgency: Annotated[Urgency, Field(strict=False)] = Field(
        default=Urgency.NORMAL, description=f"One of {', '.join(Urgency)}."
    )
    goes_on: bool = Field(default=False, alias="continue", description="Whether the routes below are asked too.")


class Quiet(StrictModel):
    """Hours of the desk's clock in which alerts are held; then a digest tells them."""

    start: Clock = Field(alias="from", description="When they begin, such as `22:00`.")
    end: Clock = Field(alias="to", description="When they end, such as `06:00`.")
    passes: Urgencies = Field(default=(Urgency.URGENT,), description="Classes that are told all the same.")


class Digest(StrictModel):
    """How often each class of alerts is told: `at_once`, or together `hourly`, every `shift`, or `daily`."""

    normal: Cadence = Field(default="at_once", description="Alerts that no route makes urgent or low.")
    low: Cadence = Field(default="at_once", description="Alerts that a route calls low.")
    shifts: Clocks = Field(
        default=(time(6), time(14), time(22)), description="When a shift begins and gets its digest."
    )
    daily_at: Clock = Field(default=time(8), description="When the daily digest goes out.")

    def times(self, cadence: Cadence) -> tuple[time, ...]:
        """Return the times of day at which it is told; none for at once."""
        return {
            "at_once": (),
            "hourly": tuple(time(hour) for hour in range(24)),
            "shift": self.shifts,
            "daily": (self.daily_at,),
        }[cadence]


class Pace(StrictModel):
    """How much a channel gets. Urgent alerts wait for none of it, but they count."""

    group_wait: Duration | None = Field(
        default=None,
        description="How long a watchlist's first alert waits for others to be told with it. Default: not at all.",
    )
    cool_down: Duration | None = Field(
        default=None,
        description=(
            "How long after an alert of a watchlist its next ones are held, to be told together. Default: not at all."
        ),
    )
    budget: int | None = Field(
        default=None,
        ge=1,
        description=(
            "Messages that a channel gets within `budget_per`; what goes beyond rolls into one digest. Default: no"
            " limit."
        ),
    )
    budget_per: Duration = Field(default=parse_duration("1h"), description="The span of the budget.")
    backlog_after: Duration = Field(
        default=parse_duration("30m"),
        description="Alerts that an outage has kept longer than this are told in digests.",
    )


class Desk(StrictModel):
    """Who works here."""

    author: str | None = Field(
        default=None,
        min_length=1,
        description="Who acknowledges, silences and corrects at the command line; else the login name.",
    )


class Keep(StrictModel):
    """How long what is kept: a span of at least 14 days, or `forever`. The memory of what sources have brought is
    always kept.
    """

    bodies: Span = Field(
        default=timedelta(days=90),
        description=(
            "Texts of documents in whose cluster no fact was read; title, link and cluster stay. Nothing was told of"
            " them."
        ),
    )
    evidence: Span = Field(
        default=None,
        description=(
            "Texts of the documents in whose cluster a fact was read. Facts keep their sentence for themselves."
            " Default: for ever."
        ),
    )
    documents: Span = Field(
        default=None,
        description=(
            "Documents in whose cluster there is neither fact nor alert, with title and link. Default: for ever."
        ),
    )
    deliveries: Span = Field(
        default=None,
        description=(
            "Deliveries that were posted. An alert older than that gets no replies or edits any more. Default: for"
            " ever."
        ),
    )
    facts: Span = Field(
        default=None,
        description=(
            "Facts that can be compared with one another, when none came for so long; what is told then anew is news"
            " again. Default: for ever."
        ),
    )


def retention_of(keep: Keep) -> Retention:
    """Return what the keys ask for."""
    return Retention(keep.bodies, keep.evidence, keep.documents, keep.deliveries, keep.facts)


def routes_of(rules: tuple[RouteRule, ...], address: Callable[[str], Channel]) -> tuple[Route, ...]:
    """Return the routes; `address` makes a channel of a word."""
    return tuple(
        Route(
            frozenset(rule.watchlists),
            frozenset(rule.facts),
            frozenset(rule.outcomes),
            tuple(dict.fromkeys(str(address(word)) for word in rule.channels)),
            rule.urgency,
            rule.goes_on,
        )
        for rule in rules
    )


def throttling_of(zone: tzinfo, quiet: Quiet | None, digest: Digest, pace: Pace) -> Throttling:
    """Return what the keys ask for."""
    digests = {Urgency.NORMAL: digest.times(digest.normal), Urgency.LOW: digest.times(digest.low)}
    return Throttling(
        zone=zone,
        quiet=QuietHours(quiet.start, quiet.end, frozenset(quiet.passes)) if quiet else None,
        digests={urgency: times for urgency, times in digests.items() if times},
        group_wait=pace.group_wait or timedelta(0),
        cool_down=pace.cool_down or timedelta(0),
        budget=pace.budget,
        budget_per=pace.budget_per,
        backlog_after=pace.backlog_after,
    )
