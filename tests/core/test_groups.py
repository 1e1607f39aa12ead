"""People who are counted side by side and came to one harm have one figure, and some of the hurt are hurt once."""

from __future__ import annotations

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind, UnitClass

MEASURED = frozenset((UnitClass.AGE, UnitClass.DURATION))


def people(text: str, title: str | None = None, code: str = "en") -> list[Mention]:
    mentions = read_mentions(title, text, load_language(code), load_gazetteer(code))
    counted = [mention for mention in mentions if mention.kind is MentionKind.QUANTITY]
    return [mention for mention in counted if mention.unit_class not in MEASURED]


@pytest.mark.parametrize(
    ("code", "text", "value", "aspect"),
    [
        pytest.param("en", "Eight men and three women were killed.", 11, "killed", id="men-and-women"),
        pytest.param("en", "A storm injured 12 women and 12 children.", 24, "injured", id="as-objects"),
        pytest.param("en", "A woman and four men were hurt in Split.", 5, "injured", id="one-before-many"),
        pytest.param("en", "Three boys and a 16-year-old girl drowned near Split.", 4, "killed", id="one-behind-many"),
        pytest.param("en", "A couple and their two small children were found dead.", 4, "killed", id="a-couple"),
        pytest.param("en", "A nurse and four other people were wounded.", 5, "injured", id="and-others"),
        pytest.param("en", "He said that he and three others had been wounded.", 4, "injured", id="he-and-others"),
        pytest.param("en", "The miner killed three people and himself in Orsk.", 4, "killed", id="and-himself"),
        pytest.param("de", "In Jena wurden zwei Männer und eine Frau verletzt.", 3, "injured", id="german"),
        pytest.param("de", "Der Bauer tötete zwei Frauen und sich selbst.", 3, "killed", id="german-and-himself"),
    ],
)
def test_people_of_one_harm_are_counted_together(code: str, text: str, value: float, aspect: str) -> None:
    (mention,) = people(text, code=code)
    assert (mention.value_low, mention.value_high, mention.unit_class, mention.aspect) == (
        value,
        value,
        "person",
        aspect,
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("A bus with 5 women and 8 men crashed.", [5, 8], id="no-harm"),
        pytest.param("Four soldiers and three civilians were killed.", [4, 3], id="asked-for-apart"),
        pytest.param("A rock killed two men and a boy was hurt.", [2], id="hurt-in-the-next-clause"),
        pytest.param("The guards shot a man and two women were hurt.", [2], id="shot-in-the-clause-before"),
        pytest.param("Six people, including two men and a woman, were injured.", [6, 2], id="counted-already"),
        pytest.param("A rock killed two men and he fled.", [2], id="who-did-not-die"),
        pytest.param("The fall killed two men and a woman said she saw it.", [2], id="who-saw-it"),
        pytest.param("He is accused of the murder of a boy and the attempted murder of two men.", [1, 2], id="a-deed"),
    ],
)
def test_people_of_no_one_harm_stay_apart(text: str, values: list[float]) -> None:
    assert [mention.value_low for mention in people(text)] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Nine people were hurt in Split. Three men were taken to a hospital.",
            [("injured", None), (None, "known")],
            id="some-of-them",
        ),
        pytest.param(
            "Nine people were hurt in Split. All nine people were taken to a hospital.",
            [("injured", None), ("injured", None)],
            id="all-of-them",
        ),
        pytest.param(
            "Three men were taken to a hospital. Nine people were hurt in all.",
            [("injured", None), ("injured", None)],
            id="told-of-first",
        ),
        pytest.param(
            "Nine people were hurt in Split. Three more men were taken to a hospital.",
            [("injured", None), ("injured", None)],
            id="three-more",
        ),
    ],
)
def test_what_becomes_of_some_of_the_hurt_hurts_nobody_anew(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert [(mention.aspect, mention.passed_over) for mention in people(text)] == expected


def test_the_hurt_of_the_title_are_known_to_the_text() -> None:
    title, text = people("Three men were taken to a hospital.", title="Nine hurt in Split fire")
    assert (title.aspect, text.aspect) == ("injured", None)


def test_a_title_leaves_open_who_was_hit_where_its_text_tells_of_a_death() -> None:
    title, *_ = people("One of the men died on the way to the clinic.", title="Five men shot in Split")
    assert title.aspect == "killed_or_injured"
