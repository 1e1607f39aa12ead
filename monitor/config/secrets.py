"""The secrets of the environment, each from its variable or from a file; never printed.

Which there are, and how each must look, is said by the kinds of channels (`monitor.channels`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from monitor.channels.kinds import Secret
from monitor.config.values import parse_url
from monitor.model.errors import UsageError

MAX_SECRET_BYTES = 10_000


class Environment:
    """The variables of a process; an empty one counts as unset."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = {name: value.strip() for name, value in variables.items() if value.strip()}

    @property
    def variables(self) -> Collection[str]:
        return self._variables.keys()

    def find(self, variable: str) -> Secret | None:
        """Return the secret of the variable, or of the file that VARIABLE_FILE names; `None` where neither is set.

        Raises UsageError, whose text never holds the secret.
        """
        text, path = self._variables.get(variable, ""), self._variables.get(f"{variable}_FILE", "")
        if text and path:
            raise UsageError(f"{variable} and {variable}_FILE are both set; unset one of them")
        if path:
            variable = f"{variable}_FILE"
            text = _read_secret(Path(path), variable)
        if re.search(r"[^!-~]", text):
            raise UsageError(f"{variable} holds blanks or characters that no secret has; copy it again")
        return Secret(text, variable, _is_web_address(text)) if text else None


def _is_web_address(text: str) -> bool:
    try:
        parse_url(text)
    except ValueError:
        return False
    return True


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
