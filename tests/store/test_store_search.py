"""Search: words in titles and sentences, however they are written, in stretches that end in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from monitor.store import Store
from monitor.store.schema import documents
from monitor.store.search import SearchFound
from tests.store.store_builders import NOON, a_claim, a_document, a_fact, after, decide

MANY = 1_000  # more than a look goes through at once
NO_TIME, MUCH = timedelta(0), timedelta(minutes=1)
TITLES = {
    "plain": "Thirteen dead in Kursk",
    "german": "Große Straße in MÜNCHEN gesperrt",
    "ligature": "O\ufb03ce of the governor",
    "cyrillic": "Київ мовчить",
    "signs": 'He said: "100 % _sure_ \\ done"',
}


def look(store: Store, *words: str, before: int | None = None, within: timedelta = MUCH) -> SearchFound:
    return store.search.look(words, before, 25, within)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param(("thirteen", "KURSK"), "plain", id="any case"),
        pytest.param(("strasse", "münchen"), "german", id="sharp s and umlaut"),
        pytest.param(("STRASSE",), "german", id="capitals"),
        pytest.param(("office",), "ligature", id="ligature"),
        pytest.param(("київ",), "cyrillic", id="another script"),
        pytest.param(('"100 %', "_sure_ \\"), "signs", id="signs of patterns and of escapes"),
        pytest.param(("%",), "signs", id="a sign alone"),
        pytest.param(("thirteen", "münchen"), None, id="of two titles"),
        pytest.param(("quantity",), None, id="a word of how facts are stored"),
    ],
)
def test_words_are_found_in_titles_and_in_sentences(store: Store, words: tuple[str, ...], found: str | None) -> None:
    for number, (name, title) in enumerate(TITLES.items()):
        titled, said = a_document(f"titled-{name}", title=title), a_document(f"said-{name}", title="Other")
        decide(store, titled, now=after(minutes=number))
        claim = a_claim()
        claim = replace(claim, mention=replace(claim.mention, evidence=title))
        decide(store, said, facts=[a_fact(f"fact-{name}", document=said, claim=claim)], now=after(minutes=number))
    hits = look(store, *words).hits
    assert [(hit.document_id, hit.in_title, [fact.id for fact in hit.facts]) for hit in hits] == (
        [(f"titled-{found}", True, []), (f"said-{found}", False, [f"fact-{found}"])] if found else []
    )


def test_a_look_without_time_goes_through_the_latest_and_says_how_far_back(store: Store) -> None:
    decide(store, a_document("oldest", title="A rare word"), now=NOON)
    with store.database.write() as connection:
        row = connection.execute(select(documents)).one()._mapping
        connection.execute(
            documents.insert(),
            [
                {**row, "id": f"d{number}", "title": "Quiet", "recorded_at": after(minutes=1 + number // 2)}
                for number in range(MANY)
            ],
        )
    first = look(store, "rare", within=NO_TIME)
    assert (first.hits, 0 < first.looked_through < MANY, first.next is None) == ((), True, False)
    rest = look(store, "rare", before=first.next)
    assert [hit.document_id for hit in rest.hits] == ["oldest"]
    assert (first.looked_through + rest.looked_through, rest.next) == (MANY + 1, None)
    assert look(store).looked_through == 0
