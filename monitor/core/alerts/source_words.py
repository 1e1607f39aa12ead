"""Who says so, as a line names it: a title before its name, the article that a body takes, and one or many. Pure text.

Long by its tables: words that the program writes.
"""

from __future__ import annotations

import re
from itertools import pairwise

from monitor.core.alerts.german_words import english_body
from monitor.model import Mention


def source_name(mention: Mention) -> str:
    """Return who says so: "Kyrylo Budanov (Ukrainian intelligence)", "Governor Ole Falk", "the World Bank", "police";
    "" where nobody is named.
    """
    name, body = (_calmed(part or "", mention.evidence) for part in (mention.speaker, mention.organisation))
    if not name:
        return _body_name(body, mention.evidence) if body else ""
    if not body or body == name:
        return f"the {name}" if _is_institution(name) else with_article(name)
    return f"{body} {name}" if _is_office(body) else f"{name} ({body})"


def with_article(name: str) -> str:
    """Put "the" before a name that carries it in running English; a name that has an article keeps its own."""
    head = name.split(",")[0].split(" (")[0]
    if (
        head in _NAMES_WITH_ARTICLE
        or head.startswith("United ")
        or (len(head.split()) > 1 and head.split()[-1].lower() in _COMMON_NOUNS and head[0].isupper())
        or (head.split()[0].lower() in _COMMON_NOUNS and head.split()[1:2] == ["of"])
    ):
        return f"the {name}"
    return name


def proper_name(place: str) -> str:
    """Return a place's name without the word for what kind of place it is: "Asturias" of "Province of Asturias", "Van"
    of "Van Province".
    """
    words = place.split()
    if len(words) > _PAIR and words[0].lower() in _COMMON_NOUNS and words[1] == "of":
        return " ".join(words[2:])
    return " ".join(words[:-1]) if len(words) > 1 and words[-1].lower() in _COMMON_NOUNS else place


def takes_plural(source: str) -> bool:
    """Tell whether a body takes "say" ("officials", "Seoul and Kyiv"); a capitalised last word is a name: "says"
    ("United Nations").
    """
    head = source
    for preposition in _PREPOSITIONS:
        head = head.split(preposition)[0]
    parts = [part.split()[-1] for part in head.split(" and ") if part.strip()]
    if any(map(_is_plural, parts)):  # of "officials and the Seoul Intelligence Agency" too
        return True
    is_joint = len(parts) > 1 and parts[-1].lower() not in _INSTITUTIONS and parts[-1][:1].isupper()
    return is_joint or " and the " in head


def _is_plural(word: str) -> bool:
    """Tell whether a noun for people is of many: "officials", "spokesmen", "townspeople", "police"."""
    return word.lower() in _PLURALS or (
        word.islower() and (word.endswith(("men", "people")) or (word.endswith("s") and not word.endswith("ss")))
    )


def _body_name(body: str, evidence: str) -> str:
    first, joint, second = body.partition(" and the ")
    if joint:  # two bodies, each with an article of its own
        return f"{_body_name(first, evidence)} and {_body_name(f'the {second}', evidence)}"
    if body.endswith(" Forces") and not _is_owned(body):
        return f"the {body}"
    said = english_body(body)
    if said != body or said.split()[0].lower() in _DETERMINERS or takes_plural(said):
        return said  # it has its article, or takes none
    # "governor’s office" stands without the article that the text gave it; a text that writes no capitals has none
    is_bare = said[:1].islower() and not _is_uncapitalised_name(said, evidence)
    return f"the {said}" if is_bare or _is_institution(said) or _has_article(said, evidence) else with_article(said)


def _is_uncapitalised_name(body: str, evidence: str) -> bool:
    """Tell a name of a text that writes no capitals, "bracho", "president febres cordero", from a body."""
    if evidence != evidence.lower():
        return False
    words = body.split()
    if len(words) == 1:
        return re.search(rf"\b(?:the|an?) {re.escape(body)}\b", evidence, re.IGNORECASE) is None
    return any(word in _OFFICES and after not in ("of", "for") for word, after in pairwise(words))


def _is_office(body: str) -> bool:
    """Tell a title, which stands before its bearer's name, from a body: "Deputy Energy Minister"."""
    return body.split()[-1].lower() in _OFFICES and body.split()[0].lower() not in _DETERMINERS


def _is_institution(name: str) -> bool:
    """Tell whether a name of several words ends, or begins before "of", with what a body is: "Customs Bureau",
    "Ministry of Health"; one that begins with whose it is has no article.
    """
    words = name.split()
    head = name.split(" of ")[0].split()
    return not _is_owned(name) and len(words) > 1 and head[-1].lower() in _INSTITUTIONS


def _is_owned(name: str) -> bool:
    """Tell whether a name begins with whose it is, "South Korea's spy agency": a proper name, so without an article."""
    owner = next((number for number, word in enumerate(name.split()) if word.endswith(("'s", "’s", "s'", "s’"))), None)
    return owner is not None and all(word[0].isupper() for word in name.split()[: owner + 1])


def _has_article(name: str, evidence: str) -> bool:
    """Tell whether the text itself puts "the" before a name of several words, and nothing that goes on behind it."""
    return (
        " " in name
        and re.search(rf"\b[Tt]he {re.escape(name)}(?! [a-z]+(?:man|men|woman|er|or)\b)", evidence) is not None
    )


def _calmed(name: str, evidence: str) -> str:
    """Return a name of a headline in capitals with those of a name; short words are abbreviations."""
    if not evidence.isupper() or not name.isupper():
        return name
    return " ".join(word if len(word) < _SHOUTED or "." in word else word.capitalize() for word in name.split())


_PAIR = 2
_SHOUTED = 5  # letters of the shortest word that is no abbreviation
_OFFICES = frozenset(
    (
        "admiral ambassador captain cardinal chancellor colonel commissioner congressman congresswoman foreman general"
        " governor judge lieutenant major mayor minister president premier representative secretary senator sergeant"
        " sheriff"
    ).split()
)
_COMMON_NOUNS = frozenset(
    {
        "area",
        "coast",
        "district",
        "ground",
        "oblast",
        "peninsula",
        "port",
        "province",
        "region",
        "sea",
        "strait",
        "valley",
    }
)
_NAMES_WITH_ARTICLE = frozenset({"Donbas", "Kremlin", "Netherlands", "Pentagon", "Philippines", "White House"})
_PREPOSITIONS = (" of ", " for ", " in ", " at ", " on ", " from ", " with ", " within ", " to ", " who ")
_DETERMINERS = frozenset(
    {"a", "an", "another", "his", "her", "its", "one", "our", "some", "that", "the", "their", "this"}
)
_PLURALS = frozenset(  # also where a sentence begins with them and they look like a name
    {
        "analysts",
        "authorities",
        "children",
        "experts",
        "forces",
        "media",
        "officials",
        "people",
        "police",
        "reports",
        "residents",
        "scientists",
        "sources",
        "witnesses",
    }
)
_INSTITUTIONS = frozenset(
    {
        "administration",
        "agency",
        "army",
        "association",
        "authority",
        "board",
        "bureau",
        "centre",
        "center",
        "commission",
        "committee",
        "council",
        "corps",
        "court",
        "cross",
        "department",
        "federation",
        "foundation",
        "fund",
        "guard",
        "institute",
        "ministry",
        "office",
        "navy",
        "network",
        "organisation",
        "organization",
        "parliament",
        "senate",
        "service",
        "society",
        "survey",
        "union",
    }
)
