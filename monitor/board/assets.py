"""Style sheet, scripts and icon, as the package ships them: named by their content, so that a browser keeps them.

What others wrote lies in `static/vendor`, whose list says package, version, licence and hash of each file.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

_SERVED = {".css", ".js", ".svg"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that browsers ask for. `packed` is its content by gzip."""

    name: str
    version: str  # of the content: the beginning of its SHA-256
    media_type: str
    content: bytes
    packed: bytes

    @property
    def address(self) -> str:
        return f"/static/{self.version}/{self.name}"


def load_assets() -> dict[str, Asset]:
    """Return the package's files by their names."""
    return {name: _asset(name, content) for name, content in _walk(files(__package__) / "static", "")}


def _walk(folder: Traversable, before: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        name = f"{before}{each.name}"
        if each.is_dir():
            found += _walk(each, f"{name}/")
        elif any(name.endswith(suffix) for suffix in _SERVED):
            found.append((name, each.read_bytes()))
    return found


def _asset(name: str, content: bytes) -> Asset:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    version = hashlib.sha256(content).hexdigest()[:16]
    return Asset(name, version, media_type, content, gzip.compress(content, mtime=0))
