"""Slack as a kind of channels: by a bot token, which can do everything, or by an incoming webhook, which only posts.

What waits for one of the two goes by whichever there is. The keys of the configuration are checked by
`monitor.config`, where all keys are; here is what they are for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from monitor.channels.conversation import Conversation, Listener
from monitor.channels.kinds import Kind, Notifier, Secret, SecretSource, Trial
from monitor.model import Capabilities, CapabilitiesByKind, Channel, Delivery, NotPosted, Uncertain
from monitor.model.errors import UsageError

BY_TOKEN, BY_WEBHOOK = "slack", "webhook"
LOOKS_SECRET = r"x(?:ox[a-z]|app)-[A-Za-z0-9-]+|(?<=/services/)[A-Za-z0-9/_-]+"  # noqa: S105 (no secret, but how they look)


class SlackSettings(Protocol):
    """The keys under `slack`."""

    @property
    def base_url(self) -> str: ...
    @property
    def default_channel(self) -> str: ...
    @property
    def state_cards(self) -> bool: ...


class BoardAddress(Protocol):
    """The keys under `board`."""

    @property
    def url(self) -> str | None: ...


class SlackAndZone(Protocol):
    """The configuration, as far as Slack goes."""

    @property
    def slack(self) -> SlackSettings: ...
    @property
    def time_zone(self) -> tzinfo: ...
    @property
    def board(self) -> BoardAddress | None: ...


def read_slack(settings: SlackAndZone, environment: SecretSource) -> SlackKind:
    """Return Slack with a bot token and perhaps an app token, or an incoming webhook's address, or nothing; raise
    UsageError, whose text never holds a secret.
    """
    token, webhook, app_token = map(environment.find, ("SLACK_BOT_TOKEN", "SLACK_WEBHOOK_URL", "SLACK_APP_TOKEN"))
    if token and webhook:
        raise UsageError(
            f"{token.variable} and {webhook.variable} are both set; unset one of them (a token can do more, see"
            " docs/slack.md)"
        )
    if webhook and not webhook.is_web_address:
        raise UsageError(
            f"{webhook.variable} holds no web address; copy the webhook's URL, which begins with"
            " https://hooks.slack.com/services/"
        )
    if app_token:
        _check_app_token(app_token, has_token=token is not None)
    token_text, webhook_text, app_text = (
        each.text if each is not None else None for each in (token, webhook, app_token)
    )
    board = settings.board.url if settings.board is not None else None
    return SlackKind(settings.slack, settings.time_zone, token_text, webhook_text, app_text, board)


def _check_app_token(secret: Secret, *, has_token: bool) -> None:
    if not has_token:
        raise UsageError(
            f"{secret.variable} is set, but no SLACK_BOT_TOKEN: answers in Slack need both (docs/slack.md)"
        )
    if not secret.text.startswith("xapp-"):
        raise UsageError(
            f"{secret.variable} holds no app-level token; copy the one that begins with xapp- from the app's Basic"
            " Information"
        )


@dataclass(frozen=True, slots=True, repr=False)
class SlackKind(Kind):
    """Slack with its keys and secrets. `app_token`: with it, and a token, people can answer. `board`: the
    address under which alerts have pages.
    """

    settings: SlackSettings
    zone: tzinfo
    token: str | None = None
    webhook: str | None = None
    app_token: str | None = None
    board: str | None = None

    @property
    def capabilities(self) -> CapabilitiesByKind:
        by_token = Capabilities(can_edit=True, can_thread=True, can_pin=self.settings.state_cards)
        return {BY_TOKEN: by_token, BY_WEBHOOK: Capabilities()}

    @property
    def is_on(self) -> bool:
        return self.token is not None or self.webhook is not None

    @property
    def state(self) -> str | None:
        return f"Slack {'on' if self.is_on else 'off'}"

    @property
    def invitation(self) -> tuple[str, str] | None:
        return None if self.is_on else ("Slack", "set SLACK_BOT_TOKEN: docs/slack.md")

    def address(self, word: str) -> Channel | None:
        """Return the channel; all of a webhook are one, so that it has one order and one pace."""
        return Channel(BY_WEBHOOK, self.settings.default_channel) if self.webhook else Channel(BY_TOKEN, word)

    def whereto(self, words: Sequence[str]) -> str:
        return "Slack, in the channel of the webhook" if self.webhook else ", ".join(("Slack", *words))

    def open(
        self,
        now: Callable[[], datetime],  # noqa: ARG002 (no clock there)
        may_post: Callable[[], bool] = lambda: True,
    ) -> Notifier | None:
        from monitor.channels.slack.notifier import SlackNotifier, SlackWebhookNotifier

        if self.webhook is not None:
            return SlackWebhookNotifier(self.webhook, zone=self.zone, board=self.board)
        if self.token is None:
            return None
        notifier = SlackNotifier(
            self.token,
            base_url=self.settings.base_url,
            default_channel=self.settings.default_channel,
            zone=self.zone,
            has_answers=self.app_token is not None,
            board=self.board,
        )
        notifier.may_post = may_post
        return notifier

    def try_out(self, test: Delivery, now: Callable[[], datetime]) -> Trial:  # noqa: ARG002 (no clock there)
        from monitor.channels.slack.trial import try_answers, try_token, try_webhook

        if self.webhook is not None:
            return try_webhook(self.webhook, test)
        if self.token is None:
            raise UsageError("there is no Slack to test: set SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL (docs/slack.md)")
        trial = try_token(self.token, self.settings, test)
        return trial if self.app_token is None else try_answers(self.app_token, self.settings.base_url, trial)

    def explain(self, result: NotPosted | Uncertain, channel: str) -> str:
        from monitor.channels.slack.remedies import explain_failure

        return explain_failure(result, channel)

    def listen(self, conversation: Conversation) -> Listener | None:
        from monitor.channels.slack.answers import Answers
        from monitor.channels.slack.socket import SlackSocket
        from monitor.channels.slack.workspace import OwnWorkspace

        if self.app_token is None or self.token is None:
            return None
        answers = Answers(conversation, self.zone, OwnWorkspace(self.token, self.settings.base_url).find)
        return SlackSocket(self.app_token, base_url=self.settings.base_url, handle=answers.handle)
