"""The error tree. Expected failures of one item are values (`model.Rejected`), not exceptions."""


class MonitorError(Exception):
    """Base of every error this package raises on purpose; its text is one line fit for a person."""


class UsageError(MonitorError):
    """Input or configuration that can't be used; the text names file, line where known, and remedy. Exit status 2."""


class StoreError(MonitorError):
    """The database can't be opened, is newer than this program, or is held by another daemon. Exit status 2."""


class StoreUnavailableError(StoreError):
    """The database takes no write, or can't be read, for now: the disk is full or fails, or another program holds it.
    No fault of what was to be stored.
    """


class HeldError(StoreError):
    """Another daemon leads this database."""


class LeaseLostError(StoreError):
    """Another daemon has taken over; this one may write nothing more, and ends."""


class StaleHistoryError(StoreError):
    """What a decision was held against has been changed by people since; it is to be made anew."""


class ReaderError(MonitorError):
    """No process comes up that reads; no fault of what was to be read."""


class FetchError(MonitorError):
    """One exchange over HTTP failed; `reason` is a stable word for states, logs and records."""

    def __init__(self, reason: str, detail: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.retry_after_seconds = retry_after_seconds
