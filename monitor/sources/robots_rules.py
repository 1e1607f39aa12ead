"""What a robots.txt says to a program of our name, under bounds: the text is a stranger's, and each page is weighed
against every rule of it.

Only groups that can speak to us are handed to Protego, which reads the rules and weighs them; so neither a thousand
other names nor the rules for them cost anything. Beyond the bounds rules are left out, the later ones first, and
counted. Source: RFC 9309, which wants 500 KiB read and leaves what lies beyond to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from protego import Protego

MOST_BYTES = 500 * 1024
MOST_RULES = (
    3_000  # a page is weighed against them in under a tenth of a second, however costly; real files have hundreds
)
LONGEST_RULE = 2_000  # characters
MOST_WILDCARDS = 20  # of one rule

_AGENT = re.compile(r"user(?:-|\s+)?agent\b\s*:?(.*)", re.IGNORECASE)
_OF_THE_SITE = re.compile(r"(?:site-?maps?|host)\b", re.IGNORECASE)  # these lines neither are rules nor end a group


@dataclass(frozen=True, slots=True, eq=False)
class RobotsRules:
    """The rules for `product`, of `size` characters; so many rules, and bytes of the text, were left out."""

    product: str
    rules: Protego
    size: int
    rules_left_out: int = 0
    bytes_left_out: int = 0

    def allow(self, url: str) -> bool:
        """Tell whether `url` may be fetched."""
        return bool(self.rules.can_fetch(url, self.product))


def read_robots(body: bytes, product: str) -> RobotsRules:
    """Return what `body` says to `product`, our name in lower case; time is linear in the length of `body`."""
    kept = body if len(body) <= MOST_BYTES else body[: body.rfind(b"\n", 0, MOST_BYTES) + 1]
    lines = list(_lines_for(kept.decode("utf-8", "replace"), product))
    text = "\n".join(line for line in lines if line is not None)
    return RobotsRules(product, Protego.parse(text), len(text), lines.count(None), len(body) - len(kept))


def _lines_for(text: str, product: str) -> Iterator[str | None]:
    """Yield the lines of the groups that speak to all or to `product`; `None` for each rule that is left out."""
    concerns = is_head = False
    rules = 0
    for written in text.splitlines():
        line = written.partition("#")[0].strip()
        if not line or _OF_THE_SITE.match(line):
            continue
        agent = _AGENT.match(line)
        if agent is None:
            is_head = False
            if not concerns:
                continue
            rules += 1
            if rules > MOST_RULES or len(line) > LONGEST_RULE or line.count("*") > MOST_WILDCARDS:
                yield from (None, _NO_RULE)
            else:
                yield line
        else:
            name = agent.group(1).strip().lower()
            name = name.replace("*", "") or name[:1]
            is_ours = bool(name) and (name == "*" or product.startswith(name))
            concerns = is_ours or (concerns and is_head)
            is_head = True
            if is_ours:
                yield f"User-agent: {name}"


_NO_RULE = "Disallow:"  # says nothing, and ends the names of its group as any rule does
