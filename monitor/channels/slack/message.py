"""An alert as a Slack message: Block Kit for the screen, one line for the notification, plain text where blocks are
refused.

Everything that comes from articles stands in `plain_text` objects, where Slack knows no formatting; the only `mrkdwn`
is the link, whose label is the host it leads to. Limits: docs.slack.dev/reference/block-kit/blocks; the total is one
user's finding (slackapi/bolt-js#2509).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from typing import Any
from urllib.parse import quote

from monitor.channels.untrusted import LONGEST_LINK, checked_link, fit, one_line
from monitor.core.alerts.headlines import article_phrase, is_titled
from monitor.core.alerts.lines import becoming_of, group_lines, line_phrases, says_who
from monitor.core.alerts.standings import state_word
from monitor.core.alerts.wording import URGENT, published_phrase, reach_phrase, sentence_case, time_phrase
from monitor.model import Alert, AlertLine, Standing, Urgency

Block = dict[str, Any]

MOST_LINES = 10  # more changes than that nobody reads in one message
MOST_NAMES = 5  # of those who have acknowledged an alert
PLAIN_LINES = 3  # where blocks are refused
MOST_NOTES, NOTE = 3, 600  # what has become of an alert: the latest, each one line
MOST_LINES_A_SENTENCE = 4  # so that they and their sentence fit one section
LARGEST_JSON = 12_800  # all blocks as ASCII JSON; messages near 13,200 are refused
HEADER, SECTION, NOTIFICATION = 150, 3000, 300
LABEL, VALUE, SOURCE, OUTLET, TITLE = 80, 200, 160, 80, 200  # so that one line of any script keeps the total
MOST_FIELDS, FIELD = 10, 2000
FOLD = 300  # characters that are seen before anybody scrolls: the headline, who says so, the sentence
SHORTEST_LEAD, EVIDENCE = 140, 240  # of a sentence below a long headline; of one beside another


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is the notification, `blocks` the message; `plain` says all of it without blocks. All escaped.

    `untold`: so many of an alert's last lines have no room in it, but would have in another; it says that they stand
    below it. `plain_untold`: the same of `plain`.
    """

    text: str
    blocks: tuple[Block, ...]
    plain: str
    untold: int = 0
    plain_untold: int = 0


def compose(
    alert: Alert,
    *,
    is_repeat: bool = False,
    standing: Standing | None = None,
    urgency: Urgency = Urgency.NORMAL,
    zone: tzinfo = UTC,
    has_thread: bool = False,
    controls: Sequence[Block] = (),
) -> Message:
    """Write the alert as a message inside Slack's limits; what doesn't fit is counted and named ("and 4 more: ...").

    Above the fold stand the headline, who says so and the sentence; the other changes and where it comes from follow in
    two columns. `is_repeat` marks a message that may already stand in the channel. `standing` is what has become of the
    alert: the headline says first that it is disputed, corrected or withdrawn, and the latest of its notes stand below
    it. An `urgency` that is not normal is a word: before the headline, or last of the fields. With `has_thread` what
    doesn't fit is told below the message, which says so. `controls` end it.
    """
    notes = _notes(standing)
    if standing is not None:
        alert = replace(alert, headline=_restated(alert, standing), outlets=standing.outlets, origins=standing.origins)
    if urgency is Urgency.URGENT:
        alert = replace(alert, headline=f"{URGENT} – {_headline(alert)}")
    opening = [*_opening(alert, is_repeat), *notes]
    ending = [*_closing(alert, zone, urgency), *_in_hand(standing), *controls]
    for shown in range(min(len(alert.lines), MOST_LINES), -1, -1):
        untold = len(alert.lines) - shown
        is_below = has_thread and shown > 0
        blocks = [*opening, *_changes(alert, shown), *_remainder(alert.lines[shown:], is_below=is_below), *ending]
        if len(json.dumps(blocks)) <= LARGEST_JSON:
            break
    said = "".join(f"{block['text']['text']}\n" for block in notes)
    plain = said + _plain(alert, is_repeat, zone)
    plain_untold = max(0, len(alert.lines) - PLAIN_LINES) if has_thread else 0
    return Message(_notification(alert, is_repeat), tuple(blocks), plain, untold if is_below else 0, plain_untold)


def escape(text: str) -> str:
    """Return `text` with Slack's three control characters as entities, so that no mention, link or channel can arise
    from it.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def page_link(alert: Alert, board: str | None) -> str | None:
    """Return the way to the alert's page on the board, as Slack writes links; `None` where the board has no address, or
    no page for it: a word of the monitor itself.
    """
    return f"<{escape(board)}/alert/{quote(alert.id, safe='')}|On the board>" if board and alert.document_id else None


def page_block(alert: Alert, board: str | None) -> tuple[Block, ...]:
    """Return the same as what ends a message; nothing where there is no page."""
    link = page_link(alert, board)
    return (_context({"type": "mrkdwn", "text": link, "verbatim": True}),) if link else ()


def columns(fields: Sequence[Block]) -> list[Block]:
    """Return sections with the fields in two columns, left and right in turn; a section takes ten of them."""
    return [{"type": "section", "fields": fields[at : at + MOST_FIELDS]} for at in range(0, len(fields), MOST_FIELDS)]


def literal(text: str) -> str:
    """Return an escaped text with its marks of formatting as look-alikes, but for links: for where Slack formats a text
    whatever one asks. There is no way to escape them.
    """
    return _MARKS.sub(lambda match: _LOOK_ALIKES.get(match.group(), match.group()), text)


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _opening(alert: Alert, is_repeat: bool) -> list[Block]:
    header = {"type": "header", "text": _plain_text(_headline(alert), HEADER)}
    return [_context(_plain_text(_REPEAT_NOTE)), header] if is_repeat else [header]


def _notes(standing: Standing | None) -> list[Block]:
    notes = standing.notes[-MOST_NOTES:] if standing else ()
    return [{"type": "section", "text": _plain_text(_note(line), NOTE)} for line in notes]


def _in_hand(standing: Standing | None) -> list[Block]:
    """Say who has acknowledged the alert, by the names that they go by."""
    names = [_cut(author.partition(" (")[0], LABEL) for author in standing.acknowledged] if standing else []
    shown = ", ".join(names[:MOST_NAMES]) + (f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else "")
    return [_context(_plain_text(f"Acknowledged by {shown}", SECTION))] if names else []


def _note(line: AlertLine) -> str:
    line = _cut_line(line)
    source = "" if says_who(line) else f" – {line.source_phrase}"
    return f"{becoming_of(line)}{source}"


def _restated(alert: Alert, standing: Standing) -> str:
    """Put what has become of the alert before its headline."""
    mark = state_word(alert, standing)
    return f"{mark} – {sentence_case(alert.headline)}" if mark else alert.headline


def _changes(alert: Alert, shown: int) -> list[Block]:
    """The first sentence with its changes across the message, the others beside one another; two stand below one
    another.
    """
    texts = [text for text in _entries(alert, shown) if text]
    wide = texts if len(texts) == _PAIR else texts[:1]
    rows: list[Block] = [{"type": "section", "text": _plain_text(text)} for text in wide]
    return [*rows, *columns([_plain_text(text, FIELD) for text in texts[len(wide) :]])]


def _remainder(untold: Sequence[AlertLine], *, is_below: bool) -> list[Block]:
    labels = ", ".join(dict.fromkeys(one_line(line.label) for line in untold))
    where = " in the thread" if is_below else ""
    return [_context(_plain_text(f"and {len(untold)} more{where}: {labels}", VALUE))] if untold else []


def _closing(alert: Alert, zone: tzinfo, urgency: Urgency) -> list[Block]:
    """The article and the way to it; when it was published, and how far it is told, with the watchlist of a topic."""
    source = one_line(article_phrase(alert)) or "unnamed source"
    link = _link(alert)
    fields = [_plain_text(source, OUTLET + TITLE)]
    fields += [{"type": "mrkdwn", "text": link, "verbatim": True}] if link else []
    fields += [_plain_text(text, OUTLET + TITLE) for text in _footing(alert, zone) if text]
    fields += [_plain_text("Low urgency")] if urgency is Urgency.LOW else []
    note = [_context(_plain_text(one_line(alert.note), SECTION))] if alert.note else []
    return [*note, *columns(fields)]


def _link(alert: Alert) -> str | None:
    link = checked_link(alert.url)
    text = f"<{escape(link.url)}|Open at {link.host}>" if link else None
    return text if text and len(text) <= LONGEST_LINK else None


def _entries(alert: Alert, shown: int) -> list[str]:
    """The changes, sentence by sentence: what, who says so, the sentence; what the headline says only where it has no
    room for it.
    """
    headline = _cut(alert.headline, HEADER)
    is_cut = headline != one_line(alert.headline)
    lines = [_cut_line(replace(line, is_said=line.is_said and not is_cut)) for line in alert.lines[:shown]]
    groups = group_lines(lines, MOST_LINES_A_SENTENCE)
    return [_entry(group, headline, is_lead=number == 0) for number, group in enumerate(groups)]


def _entry(group: Sequence[AlertLine], headline: str, *, is_lead: bool) -> str:
    """The changes of one sentence, who says so and the sentence, as far as the headline has not quoted it."""
    said, evidence = "\n".join(line_phrases(group)), group[0].evidence
    if f"“{evidence}”" in headline:
        return said.removesuffix(":")
    room = max(SHORTEST_LEAD, FOLD - len(headline) - len(said) - len(" “”")) if is_lead else EVIDENCE
    quotation = f"“{_cut(excerpt(evidence, group[0].now, room), room)}”"
    return f"{said}{' ' if said.endswith(':') else chr(10)}{quotation}" if said else quotation


def excerpt(sentence: str, said: str, room: int) -> str:
    """Return a sentence of which `room` characters hold what is `said` of it, its beginning left out where they would
    not: the first figure of `said` that the sentence has, else the first word of it.
    """
    words = re.findall(r"\w[\w.,]*\w|\w", said)
    found = (sentence.find(word) for word in sorted(words, key=lambda word: not word[0].isdigit()) if len(word) > 1)
    at = next((at for at in found if at >= 0), 0)
    if len(sentence) <= room or at < room * 2 // 3:
        return sentence
    start = sentence.find(" ", max(0, min(at - room // 3, len(sentence) - room))) + 1
    return f"… {sentence[start:]}" if 0 < start <= at else sentence


def _cut_line(line: AlertLine) -> AlertLine:
    return replace(
        line,
        label=_cut(line.label, LABEL),
        was=line.was and _cut(line.was, VALUE),
        now=_cut(line.now, VALUE),
        source_phrase=_cut(line.source_phrase, SOURCE),
        evidence=one_line(line.evidence),
        heading=_cut(line.heading, LABEL),
        earlier=line.earlier and _cut(line.earlier, VALUE),
    )


def _cut(text: str, limit: int) -> str:
    """One line whose *escaped* form keeps the limit; returned unescaped, so that the whole can be escaped once."""
    return unescape(fit(one_line(text), limit, escape))


def _headline(alert: Alert) -> str:
    return sentence_case(one_line(alert.headline) or one_line(alert.watchlist_title) or "News")


def _footing(alert: Alert, zone: tzinfo) -> tuple[str, str]:
    """When the alert's article was published; how far it is told and for which watchlist, as far as the headline does
    not say.
    """
    title = "" if is_titled(alert) else one_line(alert.watchlist_title)
    if not alert.document_id:  # a notice of the monitor itself
        return time_phrase(alert.at, zone), title
    published = sentence_case(published_phrase(alert.published_at, alert.at, zone))
    return published, " · ".join(filter(None, (reach_phrase(alert.outlets, alert.origins), title)))


def _notification(alert: Alert, is_repeat: bool) -> str:
    headline, said = _cut(_headline(alert), HEADER), _cut(alert.lines[0].source_phrase, SOURCE) if alert.lines else ""
    outlet = _cut(alert.outlet, OUTLET)
    sources = "; ".join(
        [
            *([said] if said.lower() not in headline.lower() else []),
            *([outlet] if outlet not in headline + said else []),
        ]
    )
    text = f"{'Possible repeat: ' if is_repeat else ''}{headline}{f' ({sources})' if sources else ''}"
    return fit(text, NOTIFICATION, escape)


def _plain(alert: Alert, is_repeat: bool, zone: tzinfo) -> str:
    rows = [_REPEAT_NOTE] if is_repeat else []
    rows += [_cut(_headline(alert), HEADER), *_entries(alert, PLAIN_LINES)]
    rows += [f"and {len(alert.lines) - PLAIN_LINES} more"] if len(alert.lines) > PLAIN_LINES else []
    rows += [_cut(alert.note, NOTE)] if alert.note else []
    rows += [
        _cut(article_phrase(alert), OUTLET + TITLE),
        " · ".join(filter(None, _footing(alert, zone))),
    ]
    body = fit("\n".join(rows), SECTION, escape)
    link = _link(alert)
    return f"{body}\n{link}" if link else body


def _plain_text(text: str, limit: int = SECTION) -> Block:
    return {"type": "plain_text", "text": fit(text, limit, escape), "emoji": False}


def _context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


_PAIR = 2
_REPEAT_NOTE = "Possible repeat: the connection broke while this was being posted."
_MARKS = re.compile(r"<[^<>]*>|[*_~`]|^&gt;", re.MULTILINE)  # a link whole; an escaped ">" quotes at the head of a line
_LOOK_ALIKES = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ", "&gt;": "›"}
