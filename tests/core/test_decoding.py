"""Bytes to characters, and the law that cleaning keeps a text's length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.documents.decoding import Decoded, Undecodable, clean_text, decode_text, mend_utf8, tidy_text

SENTENCE = "Zürich’s council said 12 people – “at least” – were hurt."


@pytest.mark.parametrize(
    ("content", "declared", "encoding"),
    [
        pytest.param(SENTENCE.encode(), None, "utf-8", id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + SENTENCE.encode(), None, "utf-8", id="utf-8 with its mark"),
        pytest.param(b"\xff\xfe" + SENTENCE.encode("utf-16-le"), None, "utf-16-le", id="utf-16 with its mark"),
        pytest.param(SENTENCE.encode("utf-16-be"), None, "utf-16-be", id="utf-16 without a mark"),
        pytest.param(SENTENCE.encode("cp1252"), "iso-8859-1", "cp1252", id="declared Latin-1 means cp1252"),
        pytest.param(SENTENCE.encode("utf-8"), "koi8-r", "utf-8", id="a wrong declaration gives way to UTF-8"),
    ],
)
def test_text_is_decoded(content: bytes, declared: str | None, encoding: str) -> None:
    assert decode_text(content, declared) == Decoded(SENTENCE, encoding)


def test_cyrillic_needs_a_declaration() -> None:
    content = "Министерство сообщило о двадцати раненых.".encode("koi8-r")
    assert decode_text(content, "koi8-r") == Decoded("Министерство сообщило о двадцати раненых.", "koi8-r")
    assert isinstance(undeclared := decode_text(content), Undecodable)
    assert undeclared.reason == "unknown_encoding"


def test_one_bad_byte_costs_one_letter() -> None:
    text = "Der Bürgermeister von Şırnak sagte, die Straße sei für Monate gesperrt: "
    decoded = decode_text(text.encode() + b"caf\xc3", "utf-8")
    assert isinstance(decoded, Decoded)
    assert (decoded.text, decoded.encoding) == (f"{text}caf\ufffd", "utf-8")


def test_a_legacy_text_is_not_taken_for_damaged_utf8() -> None:
    decoded = decode_text("Für die Straße und das Café".encode("cp1252"), "windows-1252")
    assert isinstance(decoded, Decoded)
    assert decoded.text == "Für die Straße und das Café"


def test_a_character_in_two_halves_is_put_together() -> None:
    assert mend_utf8(b"All clear \xed\xa0\xbd\xed\xb8\x80 at 9") == "All clear \U0001f600 at 9".encode()


def test_forms_that_utf8_forbids_are_no_letters_of_another_charset() -> None:
    assert decode_text(b"St\xc0\xafory and st\xed\xa0\x80ory") == Decoded(
        "St\ufffd\ufffdory and st\ufffd\ufffd\ufffdory", "utf-8"
    )
    assert decode_text("VOILÀ\xa0! Un café".encode("cp1252")) == Decoded("VOILÀ\xa0! Un café", "cp1252", is_guess=True)


def test_what_no_reader_sees_parts_no_word() -> None:
    assert tidy_text("1\x002 st\x1b[31mor\x08ies \ufffe\x7f of\x0bit\x1fall") == "12 stories  of\nit all"


def test_the_last_resort_is_a_flagged_guess() -> None:
    assert decode_text(SENTENCE.encode("cp1252")) == Decoded(SENTENCE, "cp1252", is_guess=True)


@pytest.mark.parametrize("declared", ["x-nonsense", "utf-8", "punycode", "unicode_escape", "hex"])
def test_a_useless_declaration_leaves_the_guess(declared: str) -> None:
    assert decode_text(SENTENCE.encode("cp1252"), declared) == Decoded(SENTENCE, "cp1252", is_guess=True)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 \xe2\xe3", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04...", bytes(range(256)) * 9],
    ids=["pdf", "png", "zip", "noise"],
)
def test_binary_content_is_refused(content: bytes) -> None:
    assert isinstance(refused := decode_text(content), Undecodable)
    assert refused.reason == "binary"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_cleaning_keeps_length_and_leaves_nothing_unprintable(text: str) -> None:
    cleaned = clean_text(text)
    assert len(cleaned) == len(text)
    assert not any(mark < " " and mark not in "\n\t" for mark in cleaned)
    cleaned.encode("utf-8")


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "cp1251", "nonsense", "utf-16"]))
def test_no_bytes_raise(content: bytes, declared: str | None) -> None:
    assert isinstance(decode_text(content, declared), Decoded | Undecodable)
