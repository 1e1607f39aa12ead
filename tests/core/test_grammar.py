"""Closed-class words are one list each; a language that lacks a list is told which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.language.lexicon import MissingListError, Table
from monitor.core.syntax.event_words import compile_event_words
from monitor.core.syntax.grammar import compile_grammar
from monitor.data.resources import load_language


@pytest.mark.parametrize(
    ("code", "word", "denies"),
    [
        ("en", "never", True),
        ("en", "isn't", True),
        ("en", "isn’t", True),
        ("en", "is", False),
        ("de", "keinem", True),
        ("de", "keinesfalls", True),
        ("de", "ist", False),
    ],
)
def test_a_negation_is_one_for_all_readers(code: str, word: str, denies: bool) -> None:
    assert compile_grammar(load_language(code)).is_negation(word) is denies


@pytest.mark.parametrize("code", ["en", "de"])
def test_an_auxiliary_is_no_verb_proper(code: str) -> None:
    grammar = compile_grammar(load_language(code))
    assert grammar.be <= grammar.passive < grammar.auxiliaries
    assert grammar.negations.isdisjoint(grammar.be | grammar.have | grammar.do)


def test_a_missing_list_is_named_with_its_file() -> None:
    english = load_language("en")
    events = dict(english.tables["events"])
    events["modality"] = {name: words for name, words in events["modality"].items() if name != "threats"}
    lacking = replace(english, code="xx", tables={**english.tables, "events": Table(events, "xx/events.toml")})
    with pytest.raises(MissingListError, match=r"xx/events\.toml modality: no list 'threats'"):
        compile_event_words(lacking)


@pytest.mark.parametrize(
    ("group", "is_passive"),
    [
        ("was never", True),
        ("wasn't", True),
        ("were believed to have been", True),
        ("were believed to have", False),
        ("has been unable to", False),
        ("can't", False),
    ],
)
def test_the_last_auxiliary_says_the_voice(group: str, is_passive: bool) -> None:
    grammar = compile_grammar(load_language("en"))
    assert grammar.makes_passive(tuple(group.split())) is is_passive


@pytest.mark.parametrize("word", ["isn't", "isn’t", "can't", "couldn't", "hasn't"])
def test_a_denied_auxiliary_is_one_still(word: str) -> None:
    assert word in compile_grammar(load_language("en")).auxiliaries
