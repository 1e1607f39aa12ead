"""A watchlist drafted from sample documents, as the text of its file: for the command and for the board."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.config.draft import write_draft
from monitor.config.watchlists import load_watchlists
from monitor.core.analysis import Reader, read_all
from monitor.core.documents.extraction import read_document
from monitor.core.facts.watchlist import Watchlist
from monitor.core.selftest import run_tests
from monitor.core.suggestion import Draft, draft
from monitor.model import RawItem, Rejected
from monitor.model.errors import UsageError
from monitor.workers.analysts import make_reader


def draft_watchlist(
    items: Iterable[RawItem | Rejected],
    name: str,
    given: str,
    refuse: Callable[[Rejected], None],
    progress: Callable[[int], None] = lambda _: None,
) -> str:
    """Return the text of a watchlist with the id `name`, which loads as it stands and passes its own tests.

    given: what the items are to people, for messages. `refuse` is told of documents that can't be read, `progress` how
    many more were read. Raises UsageError where there is nothing to draft from.
    """
    reader = make_reader(())
    read = []
    for item in items:
        document = item if isinstance(item, Rejected) else read_document(item, reader.languages)
        progress(1)
        if isinstance(document, Rejected):
            refuse(document)
        else:
            read.append((document, read_all(document, reader)))
    language = next((found for document, _ in read if (found := reader.language_of(document)) is not None), None)
    if language is None:
        raise UsageError(
            f"{given}: no document in a language that is read; there are {', '.join(reader.languages.by_code)}"
        )
    drafted = draft(read, language)
    if not drafted.groups:
        raise UsageError(
            f"{given}: no names that all its {len(read)} documents share; give a few documents of one story"
        )
    return write_draft(_tested(drafted, name, reader), name)


def watchlist_of(text: str, file: str = "watchlist.yaml") -> Watchlist:
    """Return the watchlist that the text of a file says; UsageError, a line for each problem, as `FILE:LINE: words`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_text(text, encoding="utf-8")
        try:
            (watchlist,) = load_watchlists(path)
        except UsageError as error:
            raise UsageError(str(error).replace(f"{folder}/", "")) from error
    return watchlist


def _tested(drafted: Draft, name: str, reader: Reader) -> Draft:
    """Leave out the examples that a sentence alone does not bear out."""
    results = run_tests(watchlist_of(write_draft(drafted, name)), reader)
    return replace(
        drafted,
        examples=tuple(example for example, result in zip(drafted.examples, results, strict=True) if result.has_passed),
    )
