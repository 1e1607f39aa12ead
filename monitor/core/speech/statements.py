"""Statements about claims: who denies, cannot or will not confirm, confirms, or takes back what. Stands and sources
were read with the attributions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.attributed import Attributions, ExpressedStance
from monitor.core.speech.claim_topics import Topic, TopicWords, compile_topic_words, topic_of
from monitor.model import Reason, Stance


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
    return tuple(found.values())


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
