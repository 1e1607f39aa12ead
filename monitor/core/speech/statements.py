"""Statements about claims: who denies, cannot or will not confirm, confirms, or takes back what. Stands and sources
were read with the attributions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.attributed import Attribution, Attributions, ExpressedStance
from monitor.core.speech.claim_topics import Topic, TopicWords, compile_topic_words, topic_of
from monitor.core.speech.negated_claims import NegationWords, compile_negation_words, read_negated_claims
from monitor.model import Reason, Stance

_GOES_ON = 2  # sentences behind a denial in which somebody says the same in other words


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that takes a stand on a claim.

    `first` to `last` are the tokens of the claim, or of the cue where the sentence names no claim behind it.
    `kind` is "denial", "unconfirmed", "confirmation", "retraction" or, of a denial, "withdrawal". `source` is where the
    text names who takes the stand. `topic` tells its claim from others.
    """

    sentence: int
    first: int
    last: int
    kind: str
    stance: Stance
    speaker: str | None
    organisation: str | None
    inherited: bool
    topic: Topic
    reasons: tuple[Reason, ...] = ()
    source: tuple[int, int] | None = None


def find_statements(
    sentences: Sequence[Sentence], attributions: Attributions, language: Language
) -> tuple[Statement, ...]:
    """Return the statements of one text in order, the first of each kind in a sentence.

    A body's spokesman who repeats its stand lends it his name: "the ministry denied it, with spokesman Ali Haddad
    dismissing the report".
    """
    found: dict[tuple[int, str], Statement] = {}
    for stand in attributions.stands:
        key = (stand.sentence, stand.cue.kind)
        statement = _statement(sentences, stand, attributions, compile_topic_words(language))
        first = found.setdefault(key, statement)
        if (
            first.speaker is None
            and first.organisation is not None
            and statement.speaker is not None
            and _is_bare_role(statement.organisation)
        ):
            found[key] = replace(
                first,
                speaker=statement.speaker,
                reasons=first.reasons + tuple(one for one in statement.reasons if one.slot == "speaker"),
            )
    for statement in _negated(sentences, attributions, language):
        before = range(max(0, statement.sentence - _GOES_ON), statement.sentence)
        if not any(_is_of_one_claim(found.get((at, statement.kind)), statement) for at in before):
            found.setdefault((statement.sentence, statement.kind), statement)
    return tuple(found[key] for key in sorted(found, key=lambda key: key[0]))


def _is_of_one_claim(denial: Statement | None, statement: Statement) -> bool:
    """Tell "“We had nothing to do with the attack,” he said", behind a denial of the attack: it is said once more."""
    if denial is None or denial.topic.words is None or statement.topic.words is None:
        return False
    return not set(denial.topic.words.split()).isdisjoint(statement.topic.words.split())


def _negated(sentences: Sequence[Sentence], attributions: Attributions, language: Language) -> Iterator[Statement]:
    """Yield the denials without a verb of denying: what somebody who is named says is not so ("there was no attack, the
    governor said").
    """
    words, topics = compile_negation_words(language), compile_topic_words(language)
    for position, sentence in enumerate(sentences):
        if not attributions.speaks_in(position):
            continue
        for token, first, last, is_of_deed in read_negated_claims(sentence, words):
            said = attributions.at(position, token, token + 1)
            if said is None or not (said.speaker or said.organisation) or said.stance is not Stance.ASSERTED:
                continue
            if said.inherited or not (is_of_deed or _insists(sentence, said, words)):
                continue
            first = next((k for k in range(first, token) if attributions.at(position, k, k + 1) is said), token)
            stance = Reason("stance", "said not to be so", sentence.starts[token], sentence.ends[token])
            yield Statement(
                position,
                first,
                last,
                "denial",
                Stance.DENIED,
                said.speaker,
                said.organisation,
                said.inherited,
                topic_of(sentences, position, first, last, topics),
                (stance, *said.reasons),
                said.source,
            )


def _insists(sentence: Sentence, said: Attribution, words: NegationWords) -> bool:
    """Tell by the verb of speech that somebody contradicts: "insisted that nobody was hurt"."""
    cue = said.cue or (0, 0)
    spoken = (low for low, start in zip(sentence.lowers, sentence.starts, strict=True) if cue[0] <= start < cue[1])
    return not words.insisting.isdisjoint(spoken)


def _is_bare_role(organisation: str | None) -> bool:
    """Tell "spokesman", whose body is named elsewhere, from a body."""
    return organisation is None or organisation.islower()


def _statement(
    sentences: Sequence[Sentence], stand: ExpressedStance, attributions: Attributions, words: TopicWords
) -> Statement:
    cue, source, sentence = stand.cue, stand.source, sentences[stand.sentence]
    is_bare = cue.kind == "withdrawal" and cue.last - cue.first == 1  # of whatever was denied
    topic = Topic() if is_bare else topic_of(sentences, stand.sentence, cue.first, cue.last, words)
    stance = Reason("stance", cue.rule, sentence.starts[cue.token], sentence.ends[cue.token])
    reasons: tuple[Reason, ...]
    if source is not None:
        reasons = (
            stance,
            Reason("speaker" if source.speaker else "organisation", source.rule, source.start, source.end),
        )
        named = (source.speaker, source.organisation, source.is_inherited)
        place: tuple[int, int] | None = (source.start, source.end)
    else:
        said = attributions.at(stand.sentence, cue.token, cue.token + 1)
        reasons = (stance, *(said.reasons if said is not None else ()))
        named = (said.speaker, said.organisation, said.inherited) if said is not None else (None, None, False)
        place = said.source if said is not None else None
    return Statement(
        stand.sentence,
        cue.first,
        cue.last,
        cue.kind,
        cue.stance,
        *named,
        topic,
        reasons,
        place,
    )
