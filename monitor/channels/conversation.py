"""What people in a channel may say and ask: the part of the store that answers them, and who listens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from monitor.model import Alert, CapabilitiesByKind, Fact, Feedback, Scope, Silence, SilenceExtent, SourceState

InThread = Callable[[Callable[[], Any]], Awaitable[Any]]  # runs blocking work beside the event loop


class Listener(Protocol):
    """Hears what a desk answers. `name` is the word of it among the warnings of health; `state` is "connected", or why
    it is not.
    """

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...
    async def run(self, in_thread: InThread) -> None: ...


class Status(Protocol):
    """The state of the database, as far as a desk asks for it."""

    @property
    def documents(self) -> int: ...
    @property
    def alerts(self) -> int: ...
    @property
    def waiting(self) -> int: ...
    @property
    def oldest_waiting(self) -> timedelta | None: ...
    @property
    def held_by_reason(self) -> Mapping[str, int]: ...
    @property
    def stopped(self) -> Mapping[str, str]: ...
    @property
    def sources_by_state(self) -> Mapping[str, int]: ...
    @property
    def sources_in_trouble(self) -> tuple[SourceState, ...]: ...


class AnsweredFact(Protocol):
    """A fact of the ledger, and what ended it."""

    @property
    def fact(self) -> Fact: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def ended_by(self) -> str | None: ...


class AnsweredId(Protocol):
    """An id with what was made of it."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def alerts(self) -> Sequence[Alert]: ...
    @property
    def facts(self) -> Sequence[AnsweredFact]: ...
    @property
    def marks(self) -> Sequence[Feedback]: ...
    @property
    def silences(self) -> Sequence[Silence]: ...


class FeedbackStore(Protocol):
    """Where feedback goes."""

    def mark(self, mark: Feedback, capabilities: CapabilitiesByKind, now: datetime) -> None: ...


class SilenceStore(Protocol):
    """Where silences go, and what they may cover."""

    def add(self, silence: Silence) -> None: ...
    def scope_of(self, wanted: str, extent: SilenceExtent) -> Scope: ...


class ViewStore(Protocol):
    """A ledger, and the state of the whole."""

    def heads(self, watchlist: str) -> list[Fact]: ...
    def order_of(self, watchlist: str) -> tuple[str, ...]: ...
    def status(self, now: datetime) -> Status: ...


class ExplanationStore(Protocol):
    """What stands around an id."""

    def find(self, wanted: str, /) -> AnsweredId | None: ...


class AnswerStore(Protocol):
    """The subjects of the store that answers ask, any thread; channels and store are on one floor, so that none is
    imported here.
    """

    @property
    def feedback(self) -> FeedbackStore: ...
    @property
    def silences(self) -> SilenceStore: ...
    @property
    def views(self) -> ViewStore: ...
    @property
    def explanations(self) -> ExplanationStore: ...


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a listener works with. `titles`: the watchlists' titles by their ids. `capabilities`: of all channels, since
    an alert may be told in several, and each message of it is edited.
    """

    store: AnswerStore
    titles: Mapping[str, str]
    capabilities: CapabilitiesByKind
    now: Callable[[], datetime]
