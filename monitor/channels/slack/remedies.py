"""What a failure of Slack means to whoever set it up, in their words: what is wrong, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from monitor.model import NotPosted, Uncertain

_REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "not_in_channel": "the bot is not a member of {channel}: write /invite @News monitor there",
        "channel_not_found": (
            "Slack knows no channel {channel} that the bot may see: check the name; to a private channel, invite"
            " the bot"
        ),
        "is_archived": "{channel} is archived: unarchive it, or name another channel in the watchlist",
        "channel_is_archived": "{channel} is archived: unarchive it, or make a webhook for another channel",
        "invalid_auth": "Slack does not know this token: copy the Bot User OAuth Token again; it begins with xoxb-",
        "not_authed": "this is no bot token: set the Bot User OAuth Token, which begins with xoxb-",
        "token_revoked": "the token was revoked: install the app again and set its new token",
        "token_expired": "the token has expired: install the app again and set its new token",
        "account_inactive": "the app was removed from the workspace: install it again and set its new token",
        "not_allowed_token_type": (
            "the token is of the wrong kind: set the Bot User OAuth Token, which begins with xoxb-"
        ),
        "missing_scope": (
            "the app lacks the scope {detail}: add it under OAuth & Permissions, then install the app again"
        ),
        "restricted_action": (
            "an administrator of the workspace keeps apps from posting in {channel}: ask for an exception, or choose"
            " another channel"
        ),
        "restricted_action_read_only_channel": "{channel} is read-only: choose another channel",
        "posting_to_general_channel_denied": "apps may not post in {channel}: choose another channel",
        "no_service": "the webhook was removed: make a new one and set its URL",
        "invalid_token": "the webhook's URL is not complete, or was revoked: copy it again",
        "no_team": "the workspace of this webhook is gone: make a webhook in another one",
        "team_disabled": "the workspace is disabled",
        "ratelimited": "Slack asks to wait, for too much was posted lately: try again in a minute",
        "connect_failed": "Slack can't be reached ({detail}): check the network, slack.base_url, and HTTPS_PROXY",
        "connection_lost": (
            "the connection broke, so it may have been posted all the same: look into {channel}, then try again"
        ),
        "timeout": (
            "Slack did not answer in time, so it may have been posted all the same: look into {channel}, then try again"
        ),
        "http_500": (
            "Slack has trouble of its own, so it may have been posted all the same: look into {channel}, and at"
            " slack-status.com, then try again"
        ),
        "answer_not_from_slack": (
            "something else than Slack answered, a proxy or a login page: check the network and slack.base_url"
        ),
    }
)
_CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "gaierror": "its name is not found",
        "ConnectionRefusedError": "nobody answers there",
        "SSLCertVerificationError": "its certificate is not trusted",
    }
)
_NO_ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "missing_scope": "the app-level token lacks the scope connections:write: make another with it",
        "not_allowed_token_type": "SLACK_APP_TOKEN is no app-level token: copy the one that begins with xapp-",
        "invalid_auth": "Slack does not know the app-level token: copy it again, or make another",
        "token_revoked": "the app-level token was revoked: make another",
    }
)


def explain_no_answers(reason: str) -> str:
    """Return one sentence on why nothing that is pressed in Slack is heard, and what to do."""
    return _NO_ANSWERS.get(
        reason, f"Slack gives no connection ({reason}): switch Socket Mode on in the app, and check the network"
    )


def explain_failure(result: NotPosted | Uncertain, channel: str) -> str:
    """Return one sentence on what went wrong and what to do; a word of Slack's that is not known is given as it is."""
    word, _, detail = result.reason.removeprefix("look_up_").partition(":")
    known = _REMEDIES.get("http_500" if re.fullmatch(r"http_5\d\d", word) else word)
    if known is not None:
        return known.format(channel=channel, detail=_CAUSES.get(detail, detail) or "that it needs")
    trouble = "may or may not have posted it" if isinstance(result, Uncertain) else "refused"
    return f"Slack {trouble}: {result.reason} (docs.slack.dev/reference/methods/chat.postMessage explains its errors)"
