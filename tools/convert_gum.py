"""Turns documents of the GUM corpus into labelled news that the reader can be measured on.

usage: python -m tools.convert_gum GUM OUT [--genre news]

GUM is a checkout of the Georgetown University Multilayer corpus (github.com/amir-zeldes/gum, Zeldes 2017); its
dep/GUM_GENRE_*.conllu are read. OUT gets documents.jsonl, which `monitor extract` reads, and labels.jsonl, a line a
document: `numbers`, `places` and `attributions` with character offsets into the document's text. Texts and annotation
have licences of their own, which differ by genre; see LICENSE.txt of the checkout before either is handed on.

The head above a text is its title and not in `text`. A number is `counted` where it modifies a noun ("40 boats"),
`argument` where it stands for what is counted ("40 were lost"), `other` in a date, a name or an ordinal, and `open`
elsewhere (ages, scores, parts of compounds), where the annotation doesn't say what it is. Words such as "dozens" are no
numbers to the annotation. A place is a name whose entity is of type place, which buildings and planets may be as well;
`optional`
are names that are a place elsewhere in the corpus and something else here, places inside the name of something else,
and capitalised adjectives. An attribution is
a verb of saying with a subject and a clause, or "according to"; words in the passive and "did not say" are left out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

SAYING = frozenset(
    {
        "acknowledge", "add", "admit", "allege", "announce", "argue", "assert", "claim", "comment", "complain",
        "concede", "confirm", "contend", "declare", "deny", "disclose", "estimate", "explain", "inform", "insist",
        "maintain", "mention", "note", "observe", "proclaim", "remark", "reply", "report", "respond", "reveal", "say",
        "state", "stress", "tell", "testify", "tweet", "warn", "write",
    }
)  # fmt: skip
ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj"})
CLAUSES = frozenset({"ccomp", "parataxis"})
INSIDE_NAMES = frozenset({"flat", "compound"})
NAMED_BY_NUMBER = frozenset({"flat", "dep"})  # "Route 9"
ENTITY = re.compile(r"\(([^()]+)|([^()]*)\)")

Label = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Token:
    """A word; `number` and `head` count from 1 inside its sentence, `start` and `end` are offsets into the text."""

    number: int
    form: str
    lemma: str
    part: str
    features: str
    head: int
    relation: str
    enhanced: str
    entity: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of tokens, last one included; what shares a `chain` is one thing, `identity` is its
    encyclopedia's, and `core` the first word that the span can't do without.
    """

    chain: str
    kind: str
    identity: str
    first: int
    last: int
    core: int


@dataclass(frozen=True, slots=True)
class Sentence:
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]

    def token(self, number: int) -> Token:
        return self.tokens[number - 1]

    def children(self, token: Token) -> list[Token]:
        return [each for each in self.tokens if each.head == token.number]

    def subtree(self, top: Token, *, without: Token | None = None) -> list[Token]:
        """Return top and all below it in order, but for what lies at or below `without`."""
        found, queue = [], [top]
        while queue:
            token = queue.pop()
            found.append(token)
            queue.extend(each for each in self.children(token) if each is not without)
        return sorted(found, key=lambda each: each.number)

    def head(self, entity: Entity) -> Token:
        inside = self.tokens[entity.first - 1 : entity.last]
        return next((each for each in inside if not entity.first <= each.head <= entity.last), inside[-1])


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    text: str
    about: dict[str, str] = field(repr=False)
    sentences: tuple[Sentence, ...] = field(repr=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gum", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--genre", default="news")
    options = parser.parse_args()
    corpus = [read_article(path.read_text(encoding="utf-8")) for path in sorted((options.gum / "dep").glob("*.conllu"))]
    articles = [article for article in corpus if article.id.startswith(f"GUM_{options.genre}_")]
    if not articles:
        parser.error(f"{options.gum}: no dep/GUM_{options.genre}_*.conllu here")
    options.out.mkdir(parents=True, exist_ok=True)
    _write(options.out / "documents.jsonl", map(_document, articles))
    _write(options.out / "labels.jsonl", labels_of(articles, corpus))
    print(f"{len(articles)} documents in {options.out}")


def read_article(conllu: str) -> Article:
    """Read one CoNLL-U document, paragraphs parted by an empty line; the head above it is left out of the text.

    Raises ValueError where a word isn't found in the text of its sentence.
    """
    about: dict[str, str] = {}
    text, sentences, is_title = "", [], False
    for block in conllu.strip().split("\n\n"):
        comments, rows = _parse(block)
        about = {**comments, **about}
        if "newpar" in comments:
            is_title = not text and comments.get("newpar_block", "").startswith("head")
        if is_title:
            continue
        between = "" if not text else "\n\n" if "newpar" in comments else " "
        sentences.append(_sentence(rows, comments["text"], len(text) + len(between)))
        text += between + comments["text"]
    return Article(about["newdoc id"], text, about, tuple(sentences))


def labels_of(articles: Sequence[Article], corpus: Iterable[Article]) -> list[Label]:
    """Return the labels of each article, in their order; what is a place anywhere in the corpus may be one here."""
    places = {key for article in corpus for key in _place_keys(article)}
    return [
        {
            "id": article.id,
            "numbers": [label for sentence in article.sentences for label in _numbers(article, sentence)],
            "places": _once(label for each in article.sentences for label in _places(article, each, places)),
            "attributions": _attributions(article),
        }
        for article in articles
    ]


def _document(article: Article) -> Label:
    return {
        "id": article.id,
        "source": article.about["meta::author"],
        "title": article.about["meta::title"],
        "url": article.about["meta::sourceURL"],
        "published_at": f"{article.about['meta::dateCreated']}T00:00:00Z",
        "text": article.text,
    }


def _parse(block: str) -> tuple[dict[str, str], list[list[str]]]:
    comments, rows = {}, []
    for line in block.split("\n"):
        if line.startswith("#"):
            name, _, value = line[1:].partition("=")
            comments[name.strip()] = value.strip()
        elif line.split("\t", 1)[0].isdigit():  # neither "3-4", two words in one, nor "3.1", a word left out
            rows.append(line.split("\t"))
    return comments, rows


def _sentence(rows: Iterable[list[str]], text: str, offset: int) -> Sentence:
    tokens, end = [], 0
    for number, form, lemma, part, _, features, head, relation, enhanced, misc in rows:
        start = text.index(form, end)
        end = start + len(form)
        entity = next((each[7:] for each in misc.split("|") if each.startswith("Entity=")), "")
        place = (offset + start, offset + end)
        tokens.append(Token(int(number), form, lemma, part, features, int(head), relation, enhanced, entity, *place))
    return Sentence(tuple(tokens), tuple(_entities(tokens)))


def _entities(tokens: Iterable[Token]) -> Iterator[Entity]:
    """Yield the entities of the MISC column: GRP-etype-infstat-salience-centering-minspan-link-identity."""
    opened: list[Entity] = []
    for token in tokens:
        for match in ENTITY.finditer(token.entity):
            if opening := match[1]:
                chain, kind, *others = opening.split("-", 7)
                identity = others[5] if len(others) > 5 else ""
                core = token.number + int(others[3].split(",")[0]) - 1
                opened.append(Entity(chain, kind, identity, token.number, token.number, core))
                continue
            found = next((each for each in reversed(opened) if not match[2] or each.chain == match[2]), None)
            if found:
                opened.remove(found)
                yield replace(found, last=token.number)


def _label(article: Article, tokens: Sequence[Token], **others: Any) -> Label:
    start, end = tokens[0].start, tokens[-1].end
    return {"start": start, "end": end, "text": article.text[start:end], **others}


def _numbers(article: Article, sentence: Sentence) -> Iterator[Label]:
    for token in sentence.tokens:
        if "NumType=Ord" in token.features:
            yield _label(article, [token], kind="other", counted=None)
        if token.part != "NUM" or _is_part_of_number(sentence, token):
            continue
        parts = [each for each in sentence.children(token) if _is_part_of_number(sentence, each)]
        kind, counted = _kind(sentence, token)
        whole = sorted([*parts, token], key=lambda each: each.number)
        yield _label(article, whole, kind=kind, counted=counted and counted.form)


def _is_part_of_number(sentence: Sentence, token: Token) -> bool:
    """Whether it belongs to the number that it depends on: the 2.5 of "2.5 million"."""
    if token.part != "NUM" or not token.head or token.relation.split(":")[0] not in {"compound", "flat", "nummod"}:
        return False
    return sentence.token(token.head).part == "NUM"


def _kind(sentence: Sentence, token: Token) -> tuple[str, Token | None]:
    """Return the kind of a number and the noun that it counts."""
    head = sentence.token(token.head) if token.head else None
    if head and head.part == "NUM" and token.relation in {"conj", "nmod"}:  # "4 to 6 boats"
        kind, counted = _kind(sentence, head)
        return (kind, counted) if counted else ("open", None)
    if head and token.relation == "nummod" and (token.number < head.number or head.part == "SYM"):
        return "counted", head
    if token.relation in NAMED_BY_NUMBER or token.relation == "nummod" or _is_date(sentence, token):
        return "other", None
    return ("argument" if token.relation in ARGUMENTS else "open"), None


def _is_date(sentence: Sentence, token: Token) -> bool:
    """Whether it is in a time that counts nothing: the time's head is a number or a name."""
    times = (each for each in sentence.entities if each.kind == "time" and each.first <= token.number <= each.last)
    return any(sentence.head(each).part in {"NUM", "PROPN"} for each in times)


def _name(sentence: Sentence, entity: Entity) -> list[Token]:
    """Return the words of the name at the head of an entity; empty where a common noun or a pronoun is there."""
    head, core = sentence.head(entity), sentence.token(entity.core)
    if head.part != "PROPN":
        return []
    first = last = core.number if _is_capitalised(core) else head.number  # the head of "Porto, Portugal" is Portugal
    while first > entity.first and _is_capitalised(sentence.token(first - 1)):
        first -= 1
    while (step := _to_next_of_name(sentence, last)) and last + step <= entity.last:
        last += step
    return list(sentence.tokens[first - 1 : last])


def _to_next_of_name(sentence: Sentence, last: int) -> int:
    """Return how many words on the name that reaches to `last` goes on, over an "of"; 0 where it ends."""
    after = sentence.tokens[last : last + 2]
    if after and _is_capitalised(after[0]):
        return 1
    return 2 if len(after) == 2 and after[0].form == "of" and _is_capitalised(after[1]) else 0


def _is_capitalised(token: Token) -> bool:
    return token.form[0].isupper() and token.part not in {"ADP", "CCONJ", "DET", "PRON", "SCONJ"}


def _place_keys(article: Article) -> Iterator[str]:
    """Yield what the named places of an article are known by: their names and their entries in the encyclopedia."""
    for sentence in article.sentences:
        for entity in sentence.entities:
            if entity.kind == "place" and (name := _name(sentence, entity)):
                yield _words(article, name)
                if entity.identity:
                    yield entity.identity


def _words(article: Article, tokens: Sequence[Token]) -> str:
    return article.text[tokens[0].start : tokens[-1].end]


def _places(article: Article, sentence: Sentence, places: set[str]) -> Iterator[Label]:
    """Yield the longest names that are places; those inside the name of something else are optional."""
    named = [(entity, name) for entity in sentence.entities if (name := _name(sentence, entity))]
    for entity, name in named:
        around = [other for other, longer in named if len(longer) > len(name) and set(name) < set(longer)]
        if any(other.kind == "place" for other in around):
            continue
        is_place = entity.kind == "place"
        if is_place or entity.identity in places or _words(article, name) in places:
            yield _label(article, name, optional=bool(around) or not is_place)
    for token in sentence.tokens:
        if token.part == "ADJ" and token.form[0].isupper() and token.number > 1:
            yield _label(article, [token], optional=True)


def _once(places: Iterable[Label]) -> list[Label]:
    """Return one label a span, which is optional where each of them is."""
    found: dict[tuple[int, int], Label] = {}
    for label in sorted(places, key=lambda each: (each["start"], each["end"], each["optional"])):
        found.setdefault((label["start"], label["end"]), label)
    return list(found.values())


def _attributions(article: Article) -> list[Label]:
    names: dict[str, set[str]] = {}
    for sentence in article.sentences:
        for entity in sentence.entities:
            names.setdefault(entity.chain, set()).update(
                each.form for each in _name(sentence, entity) if _is_capitalised(each)
            )
    found = []
    for sentence in article.sentences:
        for cue, speaker, clause in _sayings(sentence):
            also = {name for each in sentence.entities if sentence.head(each) is speaker for name in names[each.chain]}
            heads = {each.form for each in _heads(sentence, speaker)}
            label = _label(article, clause, cue=cue.form, speaker=speaker.form)
            found.append({**label, "heads": sorted(heads), "also": sorted(also - heads)})
    return found


def _heads(sentence: Sentence, speaker: Token) -> list[Token]:
    """Return the words that tell the speaker: the head, and if it is a name, the rest of the name."""
    if speaker.part != "PROPN":
        return [speaker]
    inside = [each for each in sentence.children(speaker) if each.relation.split(":")[0] in INSIDE_NAMES]
    return [speaker, *(each for each in inside if each.part == "PROPN")]


def _sayings(sentence: Sentence) -> Iterator[tuple[Token, Token, list[Token]]]:
    """Yield the cue, the head of the speaker and the words of each clause that somebody says."""
    for token in sentence.tokens:
        if token.lemma == "according" and token.head:
            speaker = sentence.token(token.head)
            if speaker.head:
                yield token, speaker, sentence.subtree(sentence.token(speaker.head), without=speaker)
        elif token.lemma in SAYING and token.part == "VERB":
            subject, clause = _subject(sentence, token), _clause(sentence, token)
            if subject and clause:
                yield token, subject, clause


def _subject(sentence: Sentence, verb: Token) -> Token | None:
    """Return who says it, the subject of the first of joined verbs too; none of a passive or a "not"."""
    if any("Polarity=Neg" in each.features for each in sentence.children(verb)):
        return None
    for token in sentence.tokens:
        if f"{verb.number}:nsubj" in token.enhanced.split("|"):
            return token
    return None


def _clause(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the words of what is said: the verb's complement, or the clause that the verb is put into."""
    for child in sentence.children(verb):
        if child.relation in CLAUSES:
            return sentence.subtree(child)
    if verb.relation == "parataxis":
        return sentence.subtree(sentence.token(verb.head), without=verb)
    return []


def _write(path: Path, rows: Iterable[Label]) -> None:
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
