"""Stories of made-up words in sentences and paragraphs, and what outlets do to them. The same seed gives the same
text.
"""

from __future__ import annotations

import random

SYLLABLES = [
    "ba",
    "ke",
    "lo",
    "mi",
    "nu",
    "ra",
    "se",
    "ti",
    "vo",
    "zu",
    "da",
    "fe",
    "go",
    "hi",
    "ju",
    "pa",
    "que",
    "ro",
    "sa",
    "te",
]
COMMON = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "that",
    "for",
    "with",
    "on",
    "was",
    "by",
    "from",
    "said",
    "were",
    "after",
    "his",
    "their",
    "at",
    "had",
]
SHELL = (
    "Sign up for our daily letter and never miss a story from the region again.",
    "All rights reserved and no part of this page may be copied without permission.",
    "We use cookies to measure how readers find our pages and which of them they like.",
)


def a_word(rng: random.Random) -> str:
    return (
        rng.choice(COMMON) if rng.random() < 0.45 else "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))
    )


def a_sentence(rng: random.Random) -> str:
    words = [a_word(rng) for _ in range(rng.randint(10, 24))]
    if rng.random() < 0.4:
        words[rng.randint(3, len(words) - 3)] = f"{rng.randint(2, 40_000):,}"
    return " ".join(words).capitalize() + "."


def a_story(seed: int, sentences: int = 20) -> list[str]:
    """Return the sentences of a story."""
    rng = random.Random(seed)
    return [a_sentence(rng) for _ in range(sentences)]


def printed(sentences: list[str], *, shell: bool = False) -> str:
    """Return the sentences in paragraphs of two, in an outlet's page where asked for."""
    paragraphs = [" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2)]
    return "\n\n".join([SHELL[0], *paragraphs, *SHELL[1:]] if shell else paragraphs)


def edited(sentences: list[str], seed: int, share: float = 0.05) -> list[str]:
    """Change words here and there, never a figure."""
    rng = random.Random(seed)
    return [
        " ".join(
            "changed" if rng.random() < share and not word.strip(".").replace(",", "").isdigit() else word
            for word in sentence.split()
        )
        for sentence in sentences
    ]


def with_other_figures(sentences: list[str]) -> list[str]:
    """Raise every figure: the next version of a running story."""
    return [
        " ".join(
            f"{int(word.replace(',', '')) + 7:,}" if word.replace(",", "").isdigit() else word
            for word in sentence.split()
        )
        for sentence in sentences
    ]
