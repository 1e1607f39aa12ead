"""The words of denial, doubt and confirmation as data: statements.toml compiled, once for each language; and what a
reading of them finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from monitor.core.language.lexicon import Language
from monitor.core.speech.claim_spans import ClaimWords, compile_claim_words
from monitor.core.syntax.grammar import Grammar, compile_grammar
from monitor.model import Stance

# Lists of statements.toml that bound a claim; core.speech.claim_spans has them.
_BOUNDS = frozenset(("participle_endings", "paired", "asides", "leaving"))
# Lists with the words that begin a stand, beside the verbs, and the reader of each.
GATES = (
    "falsehoods",
    "mistakes",
    "truths",
    "evidence",
    "corrections",
    "unconfirmed",
    "rumours",
    "contrasts",
    "misreports",
    "disclaimed",
    "denials",
)


@dataclass(frozen=True, slots=True)
class StanceCue:
    """A stand on a claim. `first` to `last` are the tokens of the claim; where the sentence names none, of the cue
    alone.

    `kind` is "denial", "unconfirmed", "confirmation", "retraction" or, of a denial, "withdrawal"; "hearsay" where
    nobody takes the stand.
    `speaks` tells where its subject stands: "before", "agent" or "nowhere".
    """

    kind: str
    stance: Stance
    token: int
    first: int
    last: int
    rule: str
    speaks: str

    @property
    def has_claim(self) -> bool:
        return not self.first <= self.token < self.last


@dataclass(frozen=True, slots=True, eq=False)
class StanceWords:
    """statements.toml, compiled; `verbs` by written form."""

    claim: ClaimWords
    verbs: dict[str, str]
    finite: frozenset[str]
    nominal: frozenset[str]  # forms of verbs that may be nouns as well: "dispute", "charges"
    gate: frozenset[str]
    claims: frozenset[str]
    pointing: frozenset[str]
    withheld: frozenset[str]
    withheld_from: frozenset[str]
    given_up: frozenset[str]  # beside a denial, say that it holds no longer
    falsehoods: frozenset[str]
    mistakes: frozenset[str]
    truths: frozenset[str]
    instances: frozenset[str]  # of those, what counts before a clause alone: "not the case that"
    summaries: frozenset[str]  # behind a comma: "something the mayor denied"
    proving: frozenset[str]  # "turned out to be false"
    excluded_by: frozenset[str]
    noun_links: frozenset[str]
    unconfirmed: frozenset[str]
    rumours: frozenset[str]
    contrasts: frozenset[str]
    misreports: frozenset[str]  # beside a verb of speech: "falsely claimed"
    disclaimed: frozenset[str]
    disclaimed_by: frozenset[str]
    taken_back: frozenset[str]
    denials: frozenset[str]
    contrast_openers: frozenset[str]
    negations_behind: frozenset[str]
    numerals: frozenset[str]
    relative: frozenset[str]
    contracted: frozenset[str]
    being_after: frozenset[str]
    agent: frozenset[str]
    grammar: Grammar
    that: frozenset[str]
    determiners: frozenset[str]
    clause_ends: frozenset[str]
    evidence: frozenset[str]
    negations: frozenset[str]
    negation_endings: tuple[str, ...]
    inabilities: frozenset[str]
    casting: frozenset[str]  # before a noun of doubt: "cast doubt on"
    conditions: frozenset[str]
    corrections: frozenset[str]
    issuing: frozenset[str]

    def is_negation(self, low: str) -> bool:
        return low in self.negations or low.endswith(self.negation_endings)


@cache
def compile_stance_words(language: Language) -> StanceWords:
    """Return the cues of `language`; compiled once for each language object."""
    table = language.tables["statements"]
    verbs = {form: kind for kind, entries in table["verbs"].items() for entry in entries for form in entry.split()}
    finite = frozenset(form for entries in table["verbs"].values() for entry in entries for form in entry.split()[:3])
    nominal = frozenset(form for entries in table["verbs"].values() for entry in entries for form in entry.split()[:2])
    grammar = compile_grammar(language)
    sets = {name: frozenset(entries) for name, entries in table["words"].items() if name not in _BOUNDS}
    numbers = language.tables["numbers"]
    gate = frozenset(verbs).union(*(sets[name] for name in GATES))
    return StanceWords(
        claim=compile_claim_words(language),
        verbs=verbs,
        finite=finite,
        nominal=nominal,
        gate=gate,
        numerals=frozenset(numbers["units"]) | frozenset(numbers["tens"]),
        negations=grammar.negations | sets.pop("lacks"),
        negation_endings=grammar.negation_endings,
        grammar=grammar,
        **sets,
    )
