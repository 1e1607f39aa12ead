"""The words of a source as a record has them: a phrase of the text, cut to a few words, and the body of a role."""

from __future__ import annotations

from monitor.core.language.text import Sentence
from monitor.core.speech.speaker_words import SpeakerWords, is_name_like

LONGEST_NAME = 8  # words of speaker and organisation together
_OFFICE = 3  # words of an office of two parts ("Secretary of State")


def surface(sentence: Sentence, first: int, last: int) -> str:
    return " ".join(sentence.slice(first, last).split())


def shortened(text: str, room: int = LONGEST_NAME) -> str:
    """Cut a name to `room` words, the small words at the cut left out."""
    parts = text.split()
    if len(parts) <= room:
        return text
    cut = parts[:room]
    while len(cut) > 1 and cut[-1].islower() and len(cut[-1]) <= len("with"):
        cut.pop()
    return " ".join(cut)


def body_of_role(role: str, words: SpeakerWords) -> str | None:
    """Return the body that a role speaks for: "Kremlin spokesman" -> "Kremlin", "head of Ukrainian intelligence" ->
    "Ukrainian intelligence".
    """
    parts = role.replace(" .", ".").split()
    lows = [part.lower().strip(".,") for part in parts]
    head = next(
        (at for at, low in enumerate(lows[:-2]) if low in words.representatives and lows[at + 1] in words.role_links),
        None,
    )
    if head is not None and lows[-1] in words.portfolios and len(lows) == head + _OFFICE:
        return shortened(role)  # "US Secretary of State"
    if head is not None:
        links = [at for at in range(head + 1, len(lows) - 1) if lows[at] in words.role_links]
        named = next((at for at in links if is_name_like(without_article(" ".join(parts[at + 1 :]), words))), links[0])
        return shortened(without_article(" ".join(parts[named + 1 :]), words))
    stop = len(parts)
    while stop > 0 and (lows[stop - 1] in words.representatives - words.offices or lows[stop - 1] in words.ranks):
        stop -= 1
    body = " ".join(parts[: stop or len(parts)])
    return shortened(body.removesuffix("’s").removesuffix("'s"))


def without_article(text: str, words: SpeakerWords) -> str:
    head, _, rest = text.partition(" ")
    return rest if rest and head.lower() in words.articles else text


def is_camel(word: str) -> bool:
    """Tell whether capitals stand inside a word as in a trade name; two letters before one ("McCain", "DeSantis")
    belong to a person.
    """
    inner = next((at for at, letter in enumerate(word) if at and letter.isupper()), None)
    return inner is not None and inner > len("Mac") and "-" not in word
