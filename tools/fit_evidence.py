"""Fits the weights of the evidence for a change on labelled stories, and writes monitor/data/evidence.toml.

usage: python -m tools.fit_evidence FOLDER [--precision P] [--write]

FOLDER holds eval/desk_dev (a folder a story: documents.jsonl, watchlist.yaml, gold.jsonl), eval/score_desk.py and
cases/ledger (small invented replays with expected.jsonl, which are fitted too and never measured). For each figure that
is news, every known one that it might change is a pair; it is a pair of one course where the labels say so. The weights
are those of a logistic regression with a ridge (Le Cessie and van Houwelingen 1992). What is printed was measured on
stories left out while fitting, and so is the threshold: the lowest sum from which on the share of right changes is at
least P. The stories are for measuring only: nothing of their texts goes into the weights but how often each piece of
evidence is found.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt

from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.config.watchlists import load_watchlists
from monitor.core.decision import Rules, decide
from monitor.core.facts.figure_novelty import change_candidates
from monitor.core.facts.grounds import NO_CHANGES, Grounds, Teller
from monitor.core.facts.voices import voices_of
from monitor.core.records import Record, fact_record
from monitor.model import Analysis, Decision, Fact, LedgerEntry, MentionKind, Outcome, RawItem, Rejected
from monitor.pipeline.replay import UNDATED
from monitor.sources.files import read_path
from monitor.store import Store
from monitor.workers.analysts import InProcess

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "monitor" / "data" / "evidence.toml"
RIDGE = 2.0  # of 0.5, 1, 2, 4 the best of the stories left out
INVENTED = 5.0  # an invented replay shows one kind of change, and counts as much as five pairs of a story
SPEAK_FOR = frozenset(
    {
        "place same", "voice same", "of what alike", "bid same", "aspect same", "owner same", "unit same",
        "predicate same", "trend agrees", "sentence same", "text same", "toll grows", "chief both", "words many",
        "time meets",
    }
)  # fmt: skip
SPEAK_AGAINST = frozenset(
    {
        "of what unlike",
        "predicate other",
        "trend against",
        "place one",
        "size less by far",
        "size more by far",
        "beside many",
    }
)
FEWEST = 6  # pairs that a piece must be found in to get a weight

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure that is news beside a known one; `figure` names the figure, `changes` says whether it is that one as it
    has become.
    """

    story: str
    figure: str
    pieces: tuple[str, ...]
    changes: bool
    words: str
    is_invented: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--precision", type=float, default=0.7)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="print the N changes that the evidence speaks for most")
    asked = parser.parse_args()
    scorer = _load(asked.folder / "eval" / "score_desk.py")
    stories = sorted(path.parent for path in (asked.folder / "eval" / "desk_dev").glob("*/gold.jsonl"))
    invented = sorted(path.parent for path in (asked.folder / "cases" / "ledger").glob("*/expected.jsonl"))
    pairs = [pair for story in stories for pair in _pairs_of(story, _Labelled(story, scorer))]
    cases = [pair for case in invented for pair in _pairs_of(case, _Expected(case, scorer))]
    everything = [*pairs, *cases]
    names = _names(everything)
    sums = _left_out(pairs, cases, names)
    threshold = _measure(pairs, sums, asked.precision)
    for at in sorted(_best(pairs, sums), key=lambda at: -sums[at])[: asked.show]:
        print(f"{sums[at]:+.2f} {'right' if pairs[at].changes else 'wrong'} {pairs[at].story[:14]} {pairs[at].words}")
    weights = _fit(_table(everything, names), _labels(everything), _counts(everything), names)
    if asked.write:
        TARGET.write_text(_toml(names, weights, threshold, len(stories), everything), encoding="utf-8")


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        sys.exit(f"{path}: no scorer here; name the folder that holds eval/")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Labelled:
    """What the labels of a real story say of a pair."""

    def __init__(self, story: Path, scorer: ModuleType) -> None:
        self._scorer = scorer
        self._gold = scorer.load(story / "gold.jsonl")
        self._by_id = {each["id"]: each for each in self._gold}
        self._asked = {name for each in self._gold for name in (each.get("fact"), *(each.get("fact_ok") or [])) if name}

    def is_change(self, fact: Record, known: Record) -> bool:
        """Tell whether the figure changes the known one."""
        self._scorer.ASKED.clear()
        self._scorer.ASKED.update(self._asked)
        line, facts = {"relates_to": known["id"]}, {known["id"]: known}
        here = [
            each
            for each in self._gold
            if each["document_id"] == fact["document_id"] and self._scorer.matches(fact, each)
        ]
        return any(
            self._scorer.was_right(line, each, self._by_id, facts)
            for each in here
            if each.get("was") or each.get("was_ok")
        )


class _Expected:
    """What the expected lines of an invented replay say of a pair."""

    def __init__(self, case: Path, scorer: ModuleType) -> None:
        self._lines = [line for line in scorer.load(case / "expected.jsonl") if line.get("was")]

    def is_change(self, fact: Record, known: Record) -> bool:
        """Tell whether the figure changes the known one."""
        here = [line for line in self._lines if line["document"] == fact["document_id"] and _has_bounds(fact, line)]
        return any(_has_bounds(known, line["was"]) for line in here)


def _has_bounds(record: Record, line: Record) -> bool:
    return (record["value_low"], record["value_high"]) == (line["value_low"], line["value_high"])


def _pairs_of(story: Path, labels: _Labelled | _Expected) -> Iterator[Pair]:
    """Yield the story's pairs, in the order of its documents; the ledger is the one of a desk that is told no change at
    all.
    """
    watchlists = load_watchlists(story / "watchlist.yaml")
    analyses = [result for _, result in InProcess(watchlists).map(_items(story)) if isinstance(result, Analysis)]
    rules = rules_of(watchlists, Channels((), "#desk"))
    store = Store.open("sqlite://")
    for analysis in sorted(analyses, key=lambda each: (each.document.published_at or UNDATED, each.item_id)):
        now = analysis.document.published_at or UNDATED
        history = store.ledger.read_history(analysis, now)
        decision = decide(analysis, history, _without_changes(rules), now)
        store.ledger.write(decision)
        known = {entry.fact.id: fact_record(entry.fact) for entry in history.entries}
        for fact, pieces, entry in _candidates(decision, history.entries, rules):
            changes = labels.is_change(fact_record(fact), known[entry.fact.id])
            words = f"{fact.claim.fact}: {entry.fact.claim.mention.text!r} -> {fact.claim.mention.text!r}"
            yield Pair(story.name, f"{story.name} {fact.id}", pieces, changes, words, isinstance(labels, _Expected))
    store.close()


def _items(story: Path) -> Iterator[RawItem]:
    for item in read_path(story / "documents.jsonl"):
        if isinstance(item, Rejected):
            sys.exit(f"{story}: {item.id}: {item.detail}")
        yield item


def _without_changes(rules: Rules) -> Rules:
    return replace(rules, weights=NO_CHANGES)


def _candidates(
    decision: Decision, entries: Sequence[LedgerEntry], rules: Rules
) -> Iterator[tuple[Fact, tuple[str, ...], LedgerEntry]]:
    voices = voices_of(
        [*(entry.fact.claim.mention for entry in entries), *(fact.claim.mention for fact in decision.facts)]
    )
    for fact in decision.facts:
        if fact.outcome is not Outcome.NEW or fact.claim.mention.kind is not MentionKind.QUANTITY:
            continue
        grounds = Grounds(rules.geography, rules.watchlists[fact.claim.watchlist].tolerance, voices)
        links = (decision.assignment.cluster_id, *filter(None, [decision.assignment.update_of]))
        teller = Teller(fact.origin, fact.document_id, fact.published_at, links)
        own = [entry for entry in entries if entry.fact.claim.key == fact.claim.key]
        for entry, pieces in change_candidates(fact.claim, teller, own, grounds):
            yield fact, pieces, entry


def _names(pairs: Sequence[Pair]) -> list[str]:
    counts: dict[str, int] = {}
    for pair in pairs:
        for piece in pair.pieces:
            counts[piece] = counts.get(piece, 0) + 1
    return sorted(name for name, count in counts.items() if count >= FEWEST)


def _table(pairs: Sequence[Pair], names: Sequence[str]) -> Floats:
    """Return a row a pair: 1 for each piece that it has, in the order of `names`, and a last column of ones for the
    bias.
    """
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(pairs), len(names) + 1))
    table[:, -1] = 1
    for row, pair in enumerate(pairs):
        for piece in pair.pieces:
            if piece in column:
                table[row, column[piece]] = 1
    return table


def _counts(pairs: Sequence[Pair]) -> Floats:
    return np.array([INVENTED if pair.is_invented else 1.0 for pair in pairs])


def _labels(pairs: Sequence[Pair]) -> Floats:
    return np.array([pair.changes for pair in pairs], dtype=np.float64)


def _fit(table: Floats, labels: Floats, counts: Floats, names: Sequence[str]) -> Floats:
    """Return the weights of a logistic regression with a ridge; what speaks for a change by its meaning never counts
    against it.

    A piece whose weight comes out with the wrong sign, by the chance of few stories, counts nothing, and the others are
    fitted anew.
    """
    signs = np.array([_sign(name) for name in names] + [0])
    free = np.ones(len(signs), dtype=bool)
    while True:
        weights = np.zeros(len(signs))
        weights[free] = _newton(table[:, free], labels, counts)
        wrong = free & (signs * weights < 0)
        if not wrong.any():
            return weights
        free &= ~wrong


def _sign(name: str) -> int:
    return 1 if name in SPEAK_FOR else -1 if name in SPEAK_AGAINST else 0


def _newton(table: Floats, labels: Floats, counts: Floats) -> Floats:
    weights = np.zeros(table.shape[1])
    ridge = np.full(table.shape[1], RIDGE)
    ridge[-1] = 1e-3  # the bias, last, is not held down
    for _ in range(40):
        chances = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (counts * (labels - chances)) - ridge * weights
        curve = (table * (counts * chances * (1 - chances) + 1e-9)[:, None]).T @ table + np.diag(ridge)
        weights += np.linalg.solve(curve, slope)
    return weights


def _left_out(pairs: Sequence[Pair], cases: Sequence[Pair], names: Sequence[str]) -> Floats:
    """Return the sum of each of `pairs` with weights that were fitted on the others' stories and on `cases`."""
    everything = [*pairs, *cases]
    table, labels, counts = _table(everything, names), _labels(everything), _counts(everything)
    stories = np.array([pair.story for pair in everything])
    sums = np.zeros(len(everything))
    for story in {pair.story for pair in pairs}:
        out = stories == story
        sums[out] = table[out] @ _fit(table[~out], labels[~out], counts[~out], names)
    return sums[: len(pairs)]


def _best(pairs: Sequence[Pair], sums: Floats) -> list[int]:
    """Return, for each figure, the pair that the evidence speaks for most."""
    best: dict[str, int] = {}
    for at, pair in enumerate(pairs):
        if pair.figure not in best or sums[at] >= sums[best[pair.figure]]:
            best[pair.figure] = at
    return list(best.values())


def _measure(pairs: Sequence[Pair], sums: Floats, precision: float) -> float:
    """Print how many changes are told right from each sum on; return the lowest sum whose changes are right in the
    share asked for.
    """
    ordered = sorted(_best(pairs, sums), key=lambda at: -sums[at])
    wanted = len({pair.figure for pair in pairs if pair.changes})
    right, threshold = 0, float("inf")
    print(f"{len(pairs)} pairs, {len(ordered)} figures, {wanted} of them change a known one")
    for told, at in enumerate(ordered, start=1):
        right += pairs[at].changes
        if right / told >= precision:
            threshold = float(sums[at])
        if told % 10 == 0 and told <= 2 * wanted:
            print(f"  from {sums[at]:+.2f}: {told} told, precision {right / told:.2f}, recall {right / wanted:.2f}")
    return threshold


def _toml(names: Sequence[str], weights: Floats, threshold: float, stories: int, pairs: Sequence[Pair]) -> str:
    head = (
        f"# Fitted by `python -m tools.fit_evidence` on {len(pairs)} pairs of {stories} labelled stories; do not"
        " edit.\n"
    )
    lines = [f'"{name}" = {weight:.2f}' for name, weight in zip(names, weights[:-1], strict=True)]
    return f"{head}bias = {weights[-1]:.2f}\nthreshold = {threshold:.2f}\n\n[change]\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
