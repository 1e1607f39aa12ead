"""Which part of a page is its article, by where its paragraphs stand: each gives points to the elements around it.

Source: Arc90's readability (2009) in the form that Mozilla's Readability has given it: points for commas and length,
halved from level to level, names that builders of pages use, the share of links, and neighbours of the same kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from monitor.core.documents.blocks import Block

# Parts of the names in `class` and `id`; HTML's own words, of no language.
_ARTICLES = ("article", "body", "content", "entry", "main", "page", "post", "text", "blog", "story")
_FURNITURE = (
    *("-ad-", "hidden", "banner", "combx", "comment", "com-", "contact", "footer", "gdpr", "masthead", "media"),
    *("meta", "outbrain", "promo", "related", "scroll", "share", "shoutbox", "sidebar", "skyscraper", "sponsor"),
    *("shopping", "tags", "widget"),
)
_UNLIKELY = (
    *("-ad-", "ai2html", "banner", "breadcrumbs", "combx", "comment", "community", "cover-wrap", "disqus", "extra"),
    *("footer", "gdpr", "header", "legends", "menu", "related", "remark", "replies", "rss", "shoutbox", "sidebar"),
    *("skyscraper", "social", "sponsor", "supplemental", "agegate", "pagination", "pager", "popup"),
)
_PERHAPS = ("and", "article", "body", "column", "content", "main", "shadow")
_ROLES = frozenset(("menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"))
_NEVER_UNLIKELY = frozenset(("html", "body", "article", "main", "a"))
_POINTS = {
    **dict.fromkeys(("div",), 5),
    **dict.fromkeys(("pre", "td", "blockquote"), 3),
    **dict.fromkeys(("address", "ol", "ul", "dl", "dd", "dt", "li", "form"), -3),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "th"), -5),
}
_NAMED = 25  # points for a name
_PARAGRAPHS = frozenset(("p", "pre", "td", "section", "blockquote", "dd"))
_NO_PARAGRAPHS = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "li", "th", "dt", "figcaption", "caption", "ul", "ol", "button")
)
_COMMAS = (",", "،", "，", "、")
_SHORTEST = 25  # characters of a paragraph that gives points
_LEVELS = 5
_RIVAL = 0.75  # of the best element's points: three such elements stand for their common one
_NEIGHBOUR = 0.2
_LEAST_POINTS = 10
_LONG, _FEW_LINKS = 80, 0.25
_LEAST_TEXT = 500  # characters; with less, unlikely elements are looked at too


@dataclass(frozen=True, slots=True)
class _Scores:
    points: dict[Any, float]
    lengths: Mapping[Any, int]
    linked: Mapping[Any, int]

    def link_density(self, element: Any) -> float:
        return self.linked.get(element, 0) / max(1, self.lengths.get(element, 0))


def find_article(tree: Any, blocks: Sequence[Block]) -> list[bool]:
    """Tell of each block whether it stands in the part of the page that is most likely its article."""
    inside: list[bool] = [False] * len(blocks)
    for unlikely in (_unlikely(tree), frozenset()):
        dropped = _within(blocks, unlikely)
        scores = _score(tree, blocks, dropped)
        if not scores.points:
            continue
        parts = frozenset(_with_neighbours(_best(scores), scores))
        inside = [is_in and not is_out for is_in, is_out in zip(_within(blocks, parts), dropped, strict=True)]
        if sum(len(block.text) for block, is_in in zip(blocks, inside, strict=True) if is_in) >= _LEAST_TEXT:
            break
    return inside


def _names(element: Any) -> tuple[str, ...]:
    return tuple(name.lower() for name in (element.get("class"), element.get("id")) if name)


def _unlikely(tree: Any) -> frozenset[Any]:
    found = []
    for element in tree.iter("*"):
        if element.tag in _NEVER_UNLIKELY:
            continue
        names = " ".join(_names(element))
        is_named = names and any(part in names for part in _UNLIKELY) and not any(part in names for part in _PERHAPS)
        if is_named or element.get("role") in _ROLES:
            found.append(element)
    return frozenset(found)


def _within(blocks: Sequence[Block], elements: Set[Any]) -> list[bool]:
    """Tell of each block whether one of `elements` holds it."""
    known: dict[Any, bool] = {}

    def is_within(element: Any) -> bool:
        path = []
        while element is not None and element not in known:
            path.append(element)
            if element in elements:
                break
            element = element.getparent()
        answer = element is not None and (element in elements or known[element])
        known.update(dict.fromkeys(path, answer))
        return answer

    return [is_within(block.element) for block in blocks]


def _sums(tree: Any, blocks: Sequence[Block]) -> tuple[dict[Any, int], dict[Any, int]]:
    """Return of each element the characters of its blocks, and how many of them stand in links."""
    lengths: dict[Any, int] = defaultdict(int)
    linked: dict[Any, int] = defaultdict(int)
    for block in blocks:
        lengths[block.element] += len(block.text)
        linked[block.element] += block.linked
    for element in reversed(list(tree.iter("*"))):
        if (parent := element.getparent()) is not None and element in lengths:
            lengths[parent] += lengths[element]
            linked[parent] += linked[element]
    return lengths, linked


def _score(tree: Any, blocks: Sequence[Block], dropped: Sequence[bool]) -> _Scores:
    lengths, linked = _sums(tree, blocks)
    runs: dict[Any, list[str]] = {}
    for block, is_out in zip(blocks, dropped, strict=True):
        if not is_out and block.element.tag not in _NO_PARAGRAPHS:
            runs.setdefault(block.element, []).append(block.text)
    points: dict[Any, float] = {}
    for element, texts in runs.items():
        text = " ".join(texts)
        if len(text) < _SHORTEST:
            continue
        own = 2 + sum(map(text.count, _COMMAS)) + min(len(text) // 100, 3)
        is_holder = element.tag not in _PARAGRAPHS and len(texts) > 1  # its lines are parted by <br>
        for level, each in enumerate(_ancestors(element, is_holder)):
            points[each] = points.get(each, _start(each)) + own / (level * 3 if level > 1 else level + 1)
    scores = _Scores(points, lengths, linked)
    for element in points:
        points[element] *= 1 - scores.link_density(element)
    return scores


def _ancestors(element: Any, is_holder: bool) -> list[Any]:
    above: list[Any] = []
    for ancestor in element.iterancestors():
        if ancestor.tag == "html" or len(above) == _LEVELS:
            break
        above.append(ancestor)
    return [element, *above] if is_holder else above


def _start(element: Any) -> float:
    names = _names(element)
    good = sum(any(part in name for part in _ARTICLES) for name in names)
    bad = sum(any(part in name for part in _FURNITURE) for name in names)
    return _POINTS.get(element.tag, 0) + _NAMED * (good - bad)


def _best(scores: _Scores) -> Any:
    """Return the element with most points, or one above it that holds its rivals or has as many."""
    ranked = sorted(scores.points, key=lambda element: scores.points[element], reverse=True)[:5]
    best, most = ranked[0], scores.points[ranked[0]]
    rivals = [frozenset(rival.iterancestors()) for rival in ranked[1:] if scores.points[rival] >= _RIVAL * most]
    for above in _inner(best) if len(rivals) >= 3 else ():
        if sum(above in ancestors for ancestors in rivals) >= 3:
            best = above
            break
    last = scores.points.get(best, _start(best))
    least = last / 3
    for above in _inner(best):
        points = scores.points.get(above)
        if points is None:
            continue
        if points < least:
            break
        if points > last:
            best = above
            break
        last = points
    for above in _inner(best):
        if len(above) != 1:
            break
        best = above
    return best


def _inner(element: Any) -> list[Any]:
    """Return the elements above one, below the page's body, from the nearest."""
    above = []
    for ancestor in element.iterancestors():
        if ancestor.tag in ("body", "html"):
            break
        above.append(ancestor)
    return above


def _with_neighbours(best: Any, scores: _Scores) -> list[Any]:
    """Return the best element and those beside it that are of its kind, or paragraphs."""
    parent = best.getparent()
    if parent is None or best.tag == "body":
        return [best]
    most = scores.points.get(best, 0.0)
    least = max(_LEAST_POINTS, _NEIGHBOUR * most)
    parts = []
    for each in parent:
        bonus = _NEIGHBOUR * most if each.get("class") and each.get("class") == best.get("class") else 0
        is_of_its_kind = each in scores.points and scores.points[each] + bonus >= least
        if each is best or is_of_its_kind or _is_paragraph(each, scores):
            parts.append(each)
    return parts


def _is_paragraph(element: Any, scores: _Scores) -> bool:
    if element.tag != "p":
        return False
    length, links = scores.lengths.get(element, 0), scores.link_density(element)
    if length > _LONG:
        return links < _FEW_LINKS
    return length > 0 and links == 0 and ". " in "".join(element.itertext()).strip() + " "
