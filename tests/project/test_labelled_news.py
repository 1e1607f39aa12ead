"""Labelled news: what `tools.convert_gum` makes of annotated sentences, and what `benchmarks news` finds in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.news import score

ROOT = Path(__file__).parents[2]

# number, form, lemma, part of speech, features, head, relation, enhanced relation, MISC
TITLE = """\
1	Boats	boat	NOUN	_	2	nsubj	2:nsubj	_
2	sink	sink	VERB	_	0	root	0:root	_"""
COUNTED = """\
1	Governor	governor	PROPN	_	2	nmod:desc	2:nmod:desc	Entity=(1-person-new-nnnnn-cf1-2-coref
2	Mira	Mira	PROPN	_	4	nsubj	4:nsubj	_
3	Vance	Vance	PROPN	_	2	flat	2:flat	Entity=1)
4	said	say	VERB	_	0	root	0:root	_
5	2.5	2.5	NUM	NumType=Card	6	compound	6:compound	_
6	million	million	NUM	NumType=Card	7	nummod	7:nummod	_
7	people	people	NOUN	_	8	nsubj	8:nsubj	_
8	fled	flee	VERB	_	4	ccomp	4:ccomp	_
9	to	to	ADP	_	11	case	11:case	_
10	Porto	Porto	PROPN	_	12	compound	12:compound	Entity=(2-place-new-nnnnn-cf2-1,3-sgl-Porto|SpaceAfter=No
11	,	,	PUNCT	_	10	punct	10:punct	_
12	Portugal	Portugal	PROPN	_	8	obl	8:obl:to	Entity=(5-place-new-nnnnn-cf2-1-sgl-Portugal)2)|SpaceAfter=No
13	.	.	PUNCT	_	4	punct	4:punct	_"""
PRONOUN = """\
1	She	she	PRON	_	2	nsubj	2:nsubj|6:nsubj	Entity=(1-person-giv:act-nnnnn-cf1-1-coref)
2	came	come	VERB	_	0	root	0:root	_
3	on	on	ADP	_	4	case	4:case	_
4	May	May	PROPN	_	2	obl	2:obl:on	Entity=(3-time-new-nnnnn-cf3-1-sgl
5	9	9	NUM	NumType=Card	4	nummod	4:nummod	Entity=3)
6	adding	add	VERB	_	2	conj	2:conj	_
7	84	84	NUM	NumType=Card	9	nsubj:pass	9:nsubj:pass	_
8	were	be	AUX	_	9	aux:pass	9:aux:pass	_
9	lost	lose	VERB	_	6	ccomp	6:ccomp	SpaceAfter=No
10	.	.	PUNCT	_	2	punct	2:punct	_"""
DENIED = """\
1	Egypt	Egypt	PROPN	_	4	nsubj	4:nsubj	Entity=(4-organization-new-nnnnn-cf1-1-sgl-Egypt)
2	did	do	AUX	_	4	aux	4:aux	_
3	not	not	PART	Polarity=Neg	4	advmod	4:advmod	_
4	say	say	VERB	_	0	root	0:root	_
5	three	three	NUM	NumType=Card	6	nummod	6:nummod	_
6	boats	boat	NOUN	_	7	nsubj	7:nsubj	_
7	sank	sink	VERB	_	4	ccomp	4:ccomp	SpaceAfter=No
8	.	.	PUNCT	_	4	punct	4:punct	_"""
ELSEWHERE = """\
1	Egypt	Egypt	PROPN	_	0	root	0:root	Entity=(1-place-new-nnnnn-cf1-1-sgl-Egypt)"""


def conllu(name: str, *paragraphs: tuple[str, str, str]) -> str:
    """Return a document of paragraphs of one sentence: the kind of the block, the text, the words."""
    about = f"# newdoc id = {name}\n# meta::author = Invented\n# meta::dateCreated = 2024-05-10\n"
    about += "# meta::sourceURL = https://news.example/boats\n# meta::title = Boats sink\n"
    blocks = [
        f"# newpar\n# newpar_block = {kind} (1 s)\n# text = {text}\n"
        + "\n".join("\t".join((*row[:4], "_", *row[4:])) for row in (line.split("\t") for line in words.split("\n")))
        for kind, text, words in paragraphs
    ]
    return about + "\n\n".join(blocks) + "\n\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the labelled set of one invented article is, beside a story of another genre."""
    gum, out = tmp_path_factory.mktemp("gum"), tmp_path_factory.mktemp("set")
    (gum / "dep").mkdir()
    article = conllu(
        "GUM_news_boats",
        ("head", "Boats sink", TITLE),
        ("p", "Governor Mira Vance said 2.5 million people fled to Porto, Portugal.", COUNTED),
        ("p", "She came on May 9 adding 84 were lost.", PRONOUN),
        ("p", "Egypt did not say three boats sank.", DENIED),
    )
    (gum / "dep" / "GUM_news_boats.conllu").write_text(article, encoding="utf-8")
    story = conllu("GUM_fiction_nile", ("p", "Egypt", ELSEWHERE))
    (gum / "dep" / "GUM_fiction_nile.conllu").write_text(story, encoding="utf-8")
    run("-m", "tools.convert_gum", gum, out)
    return out


@pytest.fixture(scope="module")
def labels(folder: Path) -> dict[str, Any]:
    (line,) = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def run(*arguments: object) -> str:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout


def test_a_document_is_what_the_monitor_reads_and_its_head_is_no_text(folder: Path) -> None:
    (line,) = (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    document = json.loads(line)
    assert document["id"] == "GUM_news_boats"
    assert document["published_at"] == "2024-05-10T00:00:00Z"
    assert document["text"].startswith("Governor Mira Vance said")
    assert document["text"].count("\n\n") == 2


def test_offsets_are_those_of_the_text(folder: Path, labels: dict[str, Any]) -> None:
    text = json.loads((folder / "documents.jsonl").read_text(encoding="utf-8"))["text"]
    every = [label for name in ("numbers", "places", "attributions") for label in labels[name]]
    assert [text[each["start"] : each["end"]] for each in every] == [each["text"] for each in every]


def test_a_number_counts_a_noun_is_an_argument_or_is_in_a_date(labels: dict[str, Any]) -> None:
    found = [(each["text"], each["kind"], each["counted"]) for each in labels["numbers"]]
    assert found == [
        ("2.5 million", "counted", "people"),
        ("9", "other", None),
        ("84", "argument", None),
        ("three", "counted", "boats"),
    ]


def test_a_town_and_its_state_are_two_and_a_name_that_is_a_place_elsewhere_is_optional(labels: dict[str, Any]) -> None:
    found = [(each["text"], each["optional"]) for each in labels["places"]]
    assert found == [("Porto", False), ("Portugal", False), ("Egypt", True)]


def test_a_speaker_has_the_names_of_its_chain_and_who_did_not_say_it_is_none(labels: dict[str, Any]) -> None:
    found = [(each["text"], each["heads"], each["also"]) for each in labels["attributions"]]
    assert found == [
        ("2.5 million people fled to Porto, Portugal", ["Mira", "Vance"], ["Governor"]),
        ("84 were lost", ["She"], ["Governor", "Mira", "Vance"]),
    ]


def test_the_reader_is_scored_on_what_is_labelled(folder: Path) -> None:
    rows = dict(line.rsplit(maxsplit=1) for line in run("-m", "benchmarks", "news", folder).splitlines()[-7:])
    assert rows["numbers found or passed over, recall"] == "1.000"
    assert rows["numbers, precision"] == "1.000"
    assert rows["places, F1"] == "1.000"


def a_mention(labels: dict[str, Any], kind: str, start: int, length: int, **others: Any) -> dict[str, Any]:
    defaults = {"speaker": None, "organisation": None, "passed_over": None, "text": "x", "field": "text"}
    where = {"document_id": labels["id"], "start": start, "end": start + length}
    return {"record": "mention", "kind": kind, **defaults, **where, **others}


def test_a_number_passed_over_is_found_not_told_and_one_in_a_date_is_wrong(labels: dict[str, Any]) -> None:
    counted, dated, *_ = labels["numbers"]
    found = score(
        [labels],
        [
            a_mention(labels, "quantity", counted["start"], 3, passed_over="room"),
            a_mention(labels, "quantity", dated["start"], 1),
        ],
    ).rates
    assert found["numbers found or passed over, recall"] == pytest.approx(1 / 3)
    assert found["numbers told, recall"] == 0
    assert found["numbers, precision"] == 0.5


def test_an_optional_place_is_neither_missed_nor_wrong(labels: dict[str, Any]) -> None:
    hits = [a_mention(labels, "place", each["start"], 3) for each in labels["places"]]
    assert score([labels], hits).rates["places, F1"] == 1
    assert score([labels], hits[:2]).rates["places, F1"] == 1
    assert score([labels], [*hits, a_mention(labels, "place", 0, 3)]).rates["places, precision"] == pytest.approx(2 / 3)


def test_a_speaker_counts_by_a_name_of_its_chain(labels: dict[str, Any]) -> None:
    number = labels["numbers"][2]  # "she" says it
    said = a_mention(labels, "quantity", number["start"], 3, speaker="Mira Vance")
    other = a_mention(labels, "quantity", number["start"], 3, speaker="Police")
    assert score([labels], [said]).rates["speakers, recall"] == 0.5
    assert score([labels], [other]).rates["speakers, recall"] == 0
