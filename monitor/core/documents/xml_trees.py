"""XML from elsewhere as a tree: entities stay unresolved, nothing is fetched, size and depth are libxml2's own
bounds.
"""

from __future__ import annotations

from typing import Any

from lxml import etree


def read_tree(body: bytes) -> Any | None:
    """Return the root element, or `None` where the body is not well-formed; names keep their namespace in braces."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; "" for what is no element (an unresolved entity)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
