"""Adds feeds to monitor.yaml as a person would: at the end of the list, comments and order of the file untouched."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from monitor.config.feeds import Feed, words_of
from monitor.config.settings import FILE_NAME, load_settings
from monitor.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class ListedAddress:
    """A feed as somebody else lists it; an empty name is the host's."""

    url: str
    name: str = ""
    folder: str = ""


def add_feeds(
    path: Path | None, listed: Sequence[ListedAddress], *, is_trial: bool = False
) -> tuple[list[Feed], list[str]]:
    """Write those into the configuration whose address it lacks; return them, and why others can't be taken. A name
    that is taken gets a number. A trial writes nothing.

    The file is replaced whole, or, where the result could not be read, not at all (UsageError).
    """
    path = path or Path(FILE_NAME)
    known = load_settings(path).feeds if path.exists() else ()
    urls, names = {feed.url for feed in known}, {feed.name for feed in known}
    added: list[Feed] = []
    refused: list[str] = []
    for each in listed:
        try:
            feed = Feed.model_validate(
                {"url": each.url, "folder": each.folder, **({"name": each.name} if each.name else {})}
            )
        except ValidationError as error:
            refused.append(f"{each.name or each.url}: {words_of(error)}")
            continue
        if feed.url in urls:
            continue
        added.append(feed.model_copy(update={"name": _free_name(feed.name, names)}))
        urls.add(feed.url)
        names.add(added[-1].name)
    if added and not is_trial:
        _write(path, added)
    return added, refused


def _free_name(name: str, taken: set[str]) -> str:
    number = 1
    while (candidate := name if number == 1 else f"{name} {number}") in taken:
        number += 1
    return candidate


def _write(path: Path, added: Sequence[Feed]) -> None:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4_096
    values: Any = (yaml.load(path.read_text(encoding="utf-8")) if path.exists() else None) or CommentedMap()
    listed = values.get("feeds")
    if not listed:
        listed = values["feeds"] = CommentedSeq()
    for feed in added:
        entry = CommentedMap({"url": feed.url, "name": feed.name})
        if feed.folder:
            entry["folder"] = feed.folder
        entry.fa.set_flow_style()
        listed.append(entry)
    listed.fa.set_block_style()
    text = io.StringIO()
    yaml.dump(values, text)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text.getvalue(), encoding="utf-8")
        load_settings(beside)
        os.replace(beside, path)
    except OSError as error:
        raise UsageError(f"{path}: can't be written ({error.strerror}); check its permissions") from error
    finally:
        beside.unlink(missing_ok=True)
