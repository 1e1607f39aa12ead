"""Statements on a topic that a watchlist asks for: who says it first, and who says something else than before."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.watchlists import load_watchlists
from monitor.model import Mention, MentionKind, Stance
from monitor.model.errors import UsageError
from tests.lab.stories import Desk, a_story, a_watchlist, told

HEAD = """
watchlist: story
title: The war in Norway
match: {all: [[Norway, Norwegen]]}
story: {where: [Norway]}
facts:
  - {fact: topic, kind: statement, about: [%s]%s}
"""


def watch(*about: str, more: str = "") -> str:
    return HEAD % (", ".join(f'"{each}"' for each in about), more)


def statements_of(folder: Path, text: str, *about: str) -> list[Mention]:
    desk = Desk(a_watchlist(folder, watch(*about)))
    mentions = desk.read(a_story("one", text, body=(), title="News of Norway")).mentions
    desk.close()
    return [each for each in mentions if each.kind is MentionKind.STATEMENT and each.predicate is not None]


@pytest.mark.parametrize(
    ("about", "text", "voice", "stance", "words"),
    [
        (
            "civil war",
            "Norway is now in a civil war, the envoy Anna Olt said on Friday.",
            "Anna Olt",
            Stance.ASSERTED,
            "Norway is now in a civil war",
        ),
        (
            "civil war",
            "The Red Cross said that there was no civil war in Norway.",
            "Red Cross",
            Stance.DENIED,
            "there was no civil war in Norway",
        ),
        (
            "condemn + raid",
            "The union strongly condemned the raid on its office.",
            "union",
            Stance.ASSERTED,
            "union strongly condemned the raid on its office",
        ),
        (
            "rule out + talks",
            'Prime Minister Ada Vell told reporters: "We rule out any talks with them."',
            "Ada Vell",
            Stance.ASSERTED,
            "We rule out any talks with them",
        ),
        (
            "send + troops",
            "The minister Ada Vell denied that Norway had sent troops.",
            "Ada Vell",
            Stance.DENIED,
            "Norway had sent troops",
        ),
        (
            "Bürgerkrieg",
            "In Norwegen herrsche Bürgerkrieg, sagte Ministerin Ada Vell.",
            "Ada Vell",
            Stance.ASSERTED,
            "In Norwegen herrsche Bürgerkrieg",
        ),
    ],
)
def test_what_is_said_on_a_topic_and_by_whom(
    tmp_path: Path, about: str, text: str, voice: str, stance: Stance, words: str
) -> None:
    (mention,) = statements_of(tmp_path, text, about)
    assert (mention.speaker or mention.organisation, mention.stance, mention.text) == (voice, stance, words)


def test_what_only_the_article_says_is_no_statement(tmp_path: Path) -> None:
    assert statements_of(tmp_path, "Norway slid into a civil war last spring.", "civil war") == []


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("war", "The war cost Norway two years of growth."),
        ("bomb + camp", "Rations had arrived before planes bombed the camp."),
        ("raid", "Anna Olt said that shops had closed after the raid."),
        ("Krieg", "Anna Olt sagte, nach dem Krieg habe Norwegen neue Häuser gebaut."),
    ],
)
def test_who_takes_no_stand_and_what_is_only_referred_to_is_no_statement(tmp_path: Path, about: str, text: str) -> None:
    assert statements_of(tmp_path, text, about) == []


def lines(folder: Path, watchlist: str, *texts: str) -> list[str]:
    desk = Desk(a_watchlist(folder, watchlist))
    stories = [a_story(f"n{n}", text, body=(), hours=24 * n, title="Norway") for n, text in enumerate(texts)]
    found = [f"{outcome}: {now}" for outcome, _, now in told(desk.tell(*stories))]
    desk.close()
    return found


TEXTS = (
    "Norway is in a civil war, envoy Anna Olt said.",
    "Anna Olt said again that Norway was in a civil war.",
    "Governor Ada Vell said that Norway was in a civil war.",
    "Anna Olt said that Norway was in no civil war.",
)


def test_each_voice_is_told_once_and_again_when_it_says_something_else(tmp_path: Path) -> None:
    assert [line.split(":")[0] for line in lines(tmp_path, watch("civil war"), *TEXTS)] == ["new", "new", "update"]


def test_of_those_who_are_asked_for_the_first_is_the_news(tmp_path: Path) -> None:
    watchlist = watch("civil war", more=", speakers: [Olt, Vell]")
    assert [line.split(":")[0] for line in lines(tmp_path, watchlist, *TEXTS)] == ["new", "update"]


def test_a_fact_without_topics_takes_no_statement_on_one(tmp_path: Path) -> None:
    both = watch("civil war") + "  - {fact: stand, kind: statement, stance: [asserted, denied]}\n"
    assert lines(tmp_path, both, TEXTS[0]) == ["new: Anna Olt (envoy) says: Norway is in a civil war"]


def test_a_statement_without_topic_and_stance_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "w.yaml"
    path.write_text(watch("x").replace('about: ["x"]', "speakers: [UN]"), encoding="utf-8")
    with pytest.raises(UsageError, match="a statement without a topic needs a stance"):
        load_watchlists(path)
