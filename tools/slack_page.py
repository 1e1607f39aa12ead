"""Turns messages of Slack's Web API into a web page that looks like a channel, to be looked at. For the eye alone: it
checks nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Message = Mapping[str, Any]

_STYLE = """
body { margin: 0; padding: 12px 20px; width: 760px; background: #fff; color: #1d1c1d;
  font: 15px/1.47 Lato, "Liberation Sans", Arial, sans-serif; }
h1 { margin: 0 0 8px; padding-bottom: 6px; border-bottom: 1px solid #ddd; font-size: 18px; }
.message { display: flex; gap: 8px; padding: 8px 0; }
.icon { flex: 0 0 36px; height: 36px; border-radius: 4px; background: #4a154b; color: #fff;
  font: 700 18px/36px sans-serif; text-align: center; }
.body { min-width: 0; overflow-wrap: anywhere; }
.name { font-weight: 900; }
.app { padding: 0 3px; border-radius: 2px; background: #eee; color: #616061; font-size: 10px;
  vertical-align: middle; }
.header { margin: 4px 0; font-size: 18px; line-height: 1.33; font-weight: 700; }
.section { margin: 4px 0; white-space: pre-wrap; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 16px; margin: 6px 0; white-space: pre-wrap; }
.context { margin: 4px 0; color: #616061; font-size: 13px; white-space: pre-wrap; } .context > * { margin-right: 8px; }
.broadcast { color: #616061; font-size: 13px; } .edited { color: #868686; font-size: 13px; }
.thread { margin: 2px 0 2px 44px; padding-left: 12px; border-left: 3px solid #ddd; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 4px; }
.primary { border-color: #007a5a; background: #007a5a; color: #fff; }
.button { padding: 2px 12px; border: 1px solid #bbb; border-radius: 4px; font-size: 13px; font-weight: 700; }
.notification { color: #777; font-size: 12px; }
a { color: #1264a3; text-decoration: none; }
"""
_MEASURE = "<script>document.body.dataset.height = Math.ceil(document.body.getBoundingClientRect().height)</script>"


def page(
    channel: str, posts: Sequence[Message], *, edited: frozenset[str] = frozenset(), shows_notifications: bool = False
) -> str:
    """Return the channel with each thread below its message; `edited` names the messages that were edited, by `ts`."""
    roots = [post for post in posts if not post.get("thread_ts")]
    parts = []
    for root in roots:
        parts.append(_message(root, root["ts"] in edited, shows_notifications))
        replies = [post for post in posts if post.get("thread_ts") == root["ts"]]
        if replies:
            thread = "".join(_message(reply, reply["ts"] in edited, shows_notifications) for reply in replies)
            parts.append(f'<div class="thread">{thread}</div>')
    return (
        f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>'
        f"<h1># {html.escape(channel)}</h1>{''.join(parts)}{_MEASURE}"
    )


def _message(post: Message, is_edited: bool, shows_notification: bool) -> str:
    told = (
        f'<div class="notification">notification: {_shown(str(post.get("text", "")))}</div>'
        if shows_notification
        else ""
    )
    seen = (
        '<div class="broadcast">also sent to the channel</div>'
        if str(post.get("reply_broadcast")).lower() == "true"
        else ""
    )
    blocks = post.get("blocks") or [{"type": "section", "text": {"type": "mrkdwn", "text": post.get("text", "")}}]
    mark = '<span class="edited">(edited)</span>' if is_edited else ""
    name = '<span class="name">News monitor</span> <span class="app">APP</span>'
    return (
        '<div class="message"><div class="icon">N</div><div'
        f' class="body">{name}{seen}{"".join(map(_block, blocks))}{mark}{told}</div></div>'
    )


def _block(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "section" if "fields" in block:
            return f'<div class="fields">{"".join(f"<div>{_text(field)}</div>" for field in block["fields"])}</div>'
        case "header" | "section":
            return f'<div class="{block["type"]}">{_text(block["text"])}</div>'
        case "context":
            return (
                "<div"
                f' class="context">{"".join(f"<span>{_text(element)}</span>" for element in block["elements"])}</div>'
            )
        case "actions":
            return f'<div class="actions">{"".join(_controls(block["elements"]))}</div>'
    return f'<div class="context">[{html.escape(str(block["type"]))}]</div>'


def _controls(elements: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for element in elements:
        label = element.get("text") or element.get("placeholder")
        arrow = " ▾" if element["type"] != "button" else ""
        style = " primary" if element.get("style") == "primary" else ""
        yield f'<span class="button{style}">{_text(label) if label else "…"}{arrow}</span>'


def _text(text: Mapping[str, Any]) -> str:
    if text["type"] == "plain_text":
        return _shown(text["text"])
    return re.sub(
        r"&lt;(https?://.*?)\|(.*?)&gt;",
        r'<a href="\1">\2</a>',
        html.escape(text["text"]).replace("&amp;amp;", "&amp;"),
    )


def _shown(text: str) -> str:
    """Slack's three entities as the characters that they are, made fit for HTML."""
    return html.escape(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
