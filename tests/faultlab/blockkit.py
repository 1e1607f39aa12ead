"""Block Kit's limits as Slack enforces them, written against its reference and not against our code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

BLOCKS, SECTION_TEXT, FIELDS, FIELD_TEXT, HEADER, CONTEXT_ELEMENTS, TEXT, BLOCKS_TOTAL, METADATA_BYTES = (
    50,
    3000,
    10,
    2000,
    150,
    10,
    40_000,
    13_200,
    8000,
)
ACTIONS, BUTTON_TEXT, BUTTON_VALUE, PLACEHOLDER, OPTIONS, OPTION_TEXT, OPTION_VALUE = 25, 75, 2000, 150, 100, 75, 150
SPECIAL = re.compile(r"<!(?:channel|here|everyone)[^>]*>|<@[UW][A-Z0-9]+(?:\|[^>]*)?>|<!subteam\^[^>]+>")
LINK = re.compile(r"<(https?://[^|>]+)\|([^>]+)>")

Fault = tuple[str, list[str]]  # Slack's error name and what is wrong where


def check_message(payload: Mapping[str, Any]) -> Fault | None:
    """Return the error that Slack would answer to a message, `None` when it would take it."""
    blocks = payload.get("blocks") or []
    if blocks:
        problems = check_blocks(blocks)
        if problems:
            return "invalid_blocks", problems
        if len(json.dumps(blocks)) > BLOCKS_TOTAL:
            return "msg_blocks_too_long", [f"{len(json.dumps(blocks))} characters of JSON"]
    metadata = payload.get("metadata")
    if metadata is not None and not (
        isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    ):
        return "invalid_metadata_format", []
    if metadata is not None and len(json.dumps(metadata)) > METADATA_BYTES:
        return "metadata_too_large", []
    text = payload.get("text") or ""
    if not text and not blocks:
        return "no_text", []
    if len(text) > TEXT:
        return "msg_too_long", [f"{len(text)} characters of text"]
    if any(0xD800 <= ord(character) < 0xE000 or character == "\x00" for character in text):
        return "invalid_arguments", ["NUL or surrogate"]
    return None


def check_blocks(blocks: Any) -> list[str]:
    """Return what is wrong with a list of blocks; empty when nothing is."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["blocks: must be a list of objects"]
    problems = [f"{len(blocks)} blocks"] if len(blocks) > BLOCKS else []
    for number, block in enumerate(blocks):
        check = _CHECKS.get(block.get("type", ""), _unknown)
        problems += [f"/blocks/{number}: {problem}" for problem in check(block)]
    return problems


def audit(message: Mapping[str, Any]) -> list[str]:
    """Return what a reader would suffer from: mentions that ping, links whose label names another host."""
    findings = []
    for text in _formatted_strings([message.get("text"), message.get("blocks")]):
        findings += [f"mention: {found}" for found in SPECIAL.findall(text)]
        for url, label in LINK.findall(text):
            host = re.search(r"([a-z0-9-]+\.)+[a-z]{2,}", label.lower())
            if host and host.group(0) not in (urlsplit(url).hostname or ""):
                findings.append(f"disguised link: {label[:40]} -> {urlsplit(url).hostname}")
    return findings


def _section(block: Mapping[str, Any]) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "needs text or fields"
    if "text" in block:
        yield from _text(block["text"], SECTION_TEXT)
    if len(block.get("fields", ())) > FIELDS:
        yield "too many fields"
    for field in block.get("fields", ()):
        yield from _text(field, FIELD_TEXT)


def _header(block: Mapping[str, Any]) -> Iterator[str]:
    if block.get("text", {}).get("type") != "plain_text":
        yield "must be plain_text"
    yield from _text(block.get("text"), HEADER)


def _context(block: Mapping[str, Any]) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= CONTEXT_ELEMENTS:
        yield f"{len(elements)} elements"
    for element in elements:
        yield from _text(element, SECTION_TEXT)


def _unknown(block: Mapping[str, Any]) -> Iterator[str]:
    yield f"unknown type {block.get('type')}"


def _actions(block: Mapping[str, Any]) -> Iterator[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= ACTIONS:
        yield f"{len(elements)} elements"
    if len({element.get("action_id") for element in elements}) < len(elements):
        yield "action_id twice"
    for element in elements:
        match element.get("type"):
            case "button":
                yield from _label(element.get("text"), BUTTON_TEXT)
                if len(str(element.get("value", ""))) > BUTTON_VALUE:
                    yield "value too long"
            case "static_select":
                yield from _label(element.get("placeholder"), PLACEHOLDER)
                yield from _options(element.get("options") or [])
            case _:
                yield f"unknown element {element.get('type')}"


def _options(options: list[Mapping[str, Any]]) -> Iterator[str]:
    if not 1 <= len(options) <= OPTIONS:
        yield f"{len(options)} options"
    for option in options:
        yield from _label(option.get("text"), OPTION_TEXT)
        if not 1 <= len(str(option.get("value", ""))) <= OPTION_VALUE:
            yield "option's value"


def _label(text: Any, longest: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        yield "must be plain_text"
    yield from _text(text, longest)


_CHECKS = {"section": _section, "header": _header, "context": _context, "actions": _actions}


def _text(text: Any, longest: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in {"plain_text", "mrkdwn"}:
        yield "text object needed"
        return
    if unknown := set(text) - {"type", "text", "emoji", "verbatim"}:
        yield f"unknown keys {sorted(unknown)}"
    if ("emoji" in text and text["type"] == "mrkdwn") or ("verbatim" in text and text["type"] == "plain_text"):
        yield "key of the other kind of text"
    if not isinstance(text.get("text"), str) or not 1 <= len(text["text"]) <= longest:
        yield f"length not in 1..{longest}"


def _formatted_strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict) and value.get("type") != "plain_text":
        for part in value.values():
            yield from _formatted_strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _formatted_strings(part)
    elif isinstance(value, str):
        yield value
