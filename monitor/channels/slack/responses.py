"""What an answer of Slack means, or its absence: surely not posted, uncertain, and whether a person must act."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from monitor.model import NotPosted, Uncertain

WORD = re.compile(r"[a-z][a-z0-9_]{1,79}")
BLOCK_FAULTS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_payload"})
_RATE_LIMITS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# Slack says of these that part of the work may have been done: docs.slack.dev/reference/methods/chat.postMessage#errors
_HALF_DONE = frozenset({"internal_error", "fatal_error"})
_MESSAGE_FAULTS = BLOCK_FAULTS | {
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
    "msg_too_long",
    "no_text",
    "invalid_metadata_format",
    "metadata_too_large",
    "too_many_attachments",
    "invalid_arguments",
}
PERMANENT = frozenset(
    {
        "access_denied",
        "account_inactive",
        "action_prohibited",
        "channel_is_archived",
        "channel_not_found",
        "ekm_access_denied",
        "invalid_auth",
        "invalid_token",
        "is_archived",
        "method_not_supported_for_channel_type",
        "missing_scope",
        "no_permission",
        "no_service",
        "no_team",
        "not_allowed_token_type",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "posting_to_general_channel_denied",
        "restricted_action",
        "restricted_action_read_only_channel",
        "team_access_not_granted",
        "team_disabled",
        "token_expired",
        "token_revoked",
    }
)

# What the client lets through: its own errors, the socket's, broken HTTP, and a body that isn't what its headers say.
FAILURES = (SlackClientError, OSError, HTTPException, ValueError, LookupError, AttributeError)


def judge(error: BaseException) -> NotPosted | Uncertain:
    """Say what an exception of the client means: surely not posted where no request can have gone out, else unknown."""
    if isinstance(error, SlackApiError):
        data = error.response.data if isinstance(error.response.data, Mapping) else {}
        word = str(data.get("error", ""))
        verdict = judge_answer(
            error.response.status_code, word if WORD.fullmatch(word) else None, error.response.headers
        )
        needed = str(data.get("needed", ""))
        return NotPosted(f"{word}:{needed[:80]}", is_permanent=True) if word == "missing_scope" and needed else verdict
    if isinstance(error, URLError):  # while connecting or sending; urllib does not say which
        cause = error.reason
        if isinstance(cause, (socket.gaierror, ConnectionRefusedError, ssl.SSLCertVerificationError)):
            return NotPosted(f"connect_failed:{type(cause).__name__}")
        return Uncertain(f"connection_lost:{type(cause).__name__}")
    return Uncertain(
        f"timeout:{type(error).__name__}"
        if isinstance(error, TimeoutError)
        else f"connection_lost:{type(error).__name__}"
    )


def judge_answer(status: int, word: str | None, headers: Mapping[str, Any]) -> NotPosted | Uncertain:
    """`word` is Slack's own error name, `None` where the answer is not Slack's (a proxy's page, half a body)."""
    if status == 429 or word in _RATE_LIMITS:
        return NotPosted("ratelimited", retry_after_seconds=_retry_after(headers))
    if status >= 500 or word in _HALF_DONE:
        return Uncertain(word or f"http_{status}")
    if word is None:
        return Uncertain("answer_not_from_slack") if status < 400 else NotPosted(f"http_{status}")
    return NotPosted(
        word, is_permanent=word in PERMANENT or word in _MESSAGE_FAULTS, is_message_fault=word in _MESSAGE_FAULTS
    )


def _retry_after(headers: Mapping[str, Any]) -> float | None:
    """Seconds of a Retry-After header; `None` without one, or for a value that is no number (a date is not Slack's
    way).
    """
    value = next(
        (
            str(value[0] if isinstance(value, list) else value)
            for name, value in headers.items()
            if name.lower() == "retry-after"
        ),
        "",
    )
    return float(value) if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", value.strip()) else None
