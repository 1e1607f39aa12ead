"""The secrets of the environment, each from its variable or from a file; never printed."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from monitor.config.settings import parse_url
from monitor.model.errors import UsageError

MAX_SECRET_BYTES = 10_000
_OTHER = re.compile(r"MONITOR_(?P<scheme>HOOK|APPRISE)_(?P<name>[A-Z0-9][A-Z0-9_]{0,60}?)_(?:URL|SECRET)(?:_FILE)?")
_SHORTEST_KEY, _LONGEST_KEY = 24, 64  # bytes, by Standard Webhooks


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the environment holds, a token or a webhook's address or neither; printing it shows stars."""

    slack_token: SecretStr | None = None
    slack_webhook: SecretStr | None = None
    slack_app_token: SecretStr | None = None  # with it, and a token, people can answer in Slack
    others: Mapping[str, Mapping[str, SecretStr]] = field(
        default_factory=dict
    )  # of each other channel ("hook:newsroom"): "URL", of a hook "SECRET" too

    @property
    def has_slack(self) -> bool:
        """Tell whether alerts can go to Slack, one way or the other."""
        return self.slack_token is not None or self.slack_webhook is not None


def read_secrets(environ: Mapping[str, str]) -> Secrets:
    """Return the secrets of an environment: a bot token and perhaps an app token, or an incoming webhook's address.

    Each comes from its variable, or from the file that NAME_FILE names; an empty variable counts as unset. Raises
    UsageError, whose text never holds the secret.
    """
    token, token_name = _find_secret(environ, "SLACK_BOT_TOKEN")
    webhook, webhook_name = _find_secret(environ, "SLACK_WEBHOOK_URL")
    if token and webhook:
        raise UsageError(
            f"{token_name} and {webhook_name} are both set; unset one of them (a token can do more, see docs/slack.md)"
        )
    if webhook:
        _check_webhook(webhook, webhook_name)
    app_token, app_token_name = _find_secret(environ, "SLACK_APP_TOKEN")
    if app_token and not token:
        raise UsageError(f"{app_token_name} is set, but no SLACK_BOT_TOKEN: answers in Slack need both (docs/slack.md)")
    if app_token and not app_token.startswith("xapp-"):
        raise UsageError(
            f"{app_token_name} holds no app-level token; copy the one that begins with xapp- from the app's Basic"
            " Information"
        )
    token_secret, webhook_secret, app_secret = (
        SecretStr(secret) if secret else None for secret in (token, webhook, app_token)
    )
    return Secrets(token_secret, webhook_secret, app_secret, _read_others(environ))


def variables_of(channel: str) -> tuple[str, ...]:
    """Return the variables that hold the secrets of another channel: of "hook:newsroom" MONITOR_HOOK_NEWSROOM_URL and
    ..._SECRET.
    """
    scheme, _, name = channel.partition(":")
    stem = f"MONITOR_{scheme}_{name}".upper().replace("-", "_")
    return (f"{stem}_URL", f"{stem}_SECRET") if scheme == "hook" else (f"{stem}_URL",)


def _read_others(environ: Mapping[str, str]) -> dict[str, dict[str, SecretStr]]:
    found: dict[str, dict[str, SecretStr]] = {}
    matches = [match for name, value in environ.items() if value.strip() and (match := _OTHER.fullmatch(name))]
    for channel in sorted({f"{match['scheme']}:{match['name']}".lower().replace("_", "-") for match in matches}):
        found[channel] = {}
        for variable in variables_of(channel):
            secret, given = _find_secret(environ, variable)
            if not secret:
                raise UsageError(
                    f"{channel} needs {variable}, or {variable}_FILE with the name of a file that holds it"
                    " (docs/channels.md)"
                )
            found[channel][variable.rpartition("_")[2]] = SecretStr(secret)
            if channel.startswith("hook:"):
                _check_hook(secret, given, is_url=variable.endswith("_URL"))
    return found


def _check_hook(secret: str, name: str, *, is_url: bool) -> None:
    try:
        if is_url:
            parse_url(secret)
        elif (
            not secret.startswith("whsec_")
            or not _SHORTEST_KEY <= len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) <= _LONGEST_KEY
        ):
            raise ValueError
    except ValueError:
        wants = (
            "a web address: https://host/path"
            if is_url
            else "whsec_ and 24 to 64 bytes in Base64; make one: echo whsec_$(openssl rand -base64 32)"
        )
        raise UsageError(f"{name} wants {wants}") from None


def _find_secret(environ: Mapping[str, str], name: str) -> tuple[str, str]:
    """Return the secret, "" where there is none, and the variable that it came from."""
    secret, path = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if secret and path:
        raise UsageError(f"{name} and {name}_FILE are both set; unset one of them")
    if path:
        name = f"{name}_FILE"
        secret = _read_secret(Path(path), name)
    if re.search(r"[^!-~]", secret):
        raise UsageError(f"{name} holds blanks or characters that no secret has; copy it again")
    return secret, name


def _check_webhook(url: str, name: str) -> None:
    try:
        parse_url(url)
    except ValueError:
        raise UsageError(
            f"{name} holds no web address; copy the webhook's URL, which begins with https://hooks.slack.com/services/"
        ) from None


def _read_secret(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            secret = file.read(MAX_SECRET_BYTES).decode("ascii", "replace").strip()
    except OSError as error:
        raise UsageError(
            f"{name}: {path} can't be read ({error.strerror}); check the path and its permissions"
        ) from error
    if not secret:
        raise UsageError(f"{name}: {path} is empty; write the secret into it")
    return secret
