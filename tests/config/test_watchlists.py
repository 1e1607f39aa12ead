from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config.vocabulary import ALERTING
from monitor.config.watchlists import load_watchlists, review_watchlists, watchlist_schema
from monitor.core.facts.watchlist import FactRule, Mute, Term, Watchlist
from monitor.model import MentionKind, Modality, Outcome, Place, Stance
from monitor.model.errors import UsageError

PROJECT = Path(__file__).parents[2]

HEAD = """watchlist: flood
title: Floods
match: {all: [[flood*, Hochwasser]]}
"""
FACTS = """facts:
  - {fact: toll, kind: quantity, of: people}
  - {fact: where, kind: place}
  - {fact: denial, kind: statement, stance: denied}
"""


def load(folder: Path, text: str) -> Watchlist:
    path = folder / "flood.yaml"
    path.write_text(text, encoding="utf-8")
    (watchlist,) = load_watchlists(path)
    return watchlist


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(UsageError) as caught:
        load(folder, text)
    return [line.removeprefix(f"{folder / 'flood.yaml'}:") for line in str(caught.value).splitlines()]


def rule_of(folder: Path, fact: str) -> FactRule:
    return load(folder, f"{HEAD}facts:\n  - {{fact: x, {fact}}}\n").facts[0]


def test_shortest_watchlist_has_defaults(tmp_path: Path) -> None:
    watchlist = load(tmp_path, HEAD + "facts: [{fact: where, kind: place}]\n")
    assert watchlist == Watchlist(
        id="flood",
        title="Floods",
        channel=None,
        groups=((Term("flood", is_prefix=True), Term("hochwasser")),),
        none=(),
        facts=(FactRule("where", MentionKind.PLACE),),
        alert_on=frozenset(ALERTING),
        tolerance=0.05,
    )


def test_a_watchlist_may_take_no_article_for_old(tmp_path: Path) -> None:
    watchlist = load(tmp_path, HEAD + "alert: {stale_after: null}\nfacts: [{fact: where, kind: place}]\n")
    assert watchlist.stale_after is None


def test_terms_are_lower_cased_and_may_stand_alone(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "kind: place, actor: '  North  Korea* ', speakers: [KCNA]")
    assert rule.actors == (Term("north korea", is_prefix=True),)
    assert rule.speakers == (Term("kcna"),)


def test_a_term_in_capitals_that_is_another_word_keeps_its_case(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "kind: place, actor: [WHO, 'US*', who, NATO]")
    assert rule.actors == (
        Term("WHO", is_cased=True),
        Term("US", is_prefix=True, is_cased=True),
        Term("who"),
        Term("nato"),
    )


def test_a_term_after_an_equals_sign_keeps_its_case(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, "kind: place, actor: [=Apple, '=May*']")
    assert rule.actors == (Term("Apple", is_cased=True), Term("May", is_prefix=True, is_cased=True))


@pytest.mark.parametrize(
    ("match", "added"),
    [
        pytest.param("all: [[Kyiv]]", ["kiev", "kiew"], id="a city"),
        pytest.param("all: [[Kiev]]", ["kiew", "kyiv"], id="by an older name"),
        pytest.param("all: [[Mailand]]", ["milan"], id="a German name"),
        pytest.param("all: [[Birma]]", ["burma", "myanmar"], id="a country"),
        pytest.param("all: [[Hochwasser, strike]]", [], id="no place"),
        pytest.param("all: [['Kyiv*']]", [], id="the beginning of a word"),
    ],
)
def test_match_finds_a_place_by_its_other_names(tmp_path: Path, match: str, added: list[str]) -> None:
    text = f"watchlist: flood\ntitle: Floods\nmatch: {{{match}}}\n{FACTS}"
    (group,) = load(tmp_path, text).groups
    assert [term.text for term in group if term.text.title() not in match and term.text not in match] == added


def test_letters_for_a_country_are_found_as_they_are_written(tmp_path: Path) -> None:
    text = f"watchlist: flood\ntitle: Floods\nmatch: {{all: [[Central African Republic]]}}\n{FACTS}"
    assert Term("CAR", is_cased=True) in load(tmp_path, text).groups[0]


@pytest.mark.parametrize(
    ("of", "classes", "terms"),
    [
        pytest.param("soldiers", {"soldier"}, (Term("soldiers"),), id="plural of a class"),
        pytest.param("area", {"area"}, (Term("area"),), id="class"),
        pytest.param(
            "[shell*, container*]",
            set(),
            (Term("shell", is_prefix=True), Term("container", is_prefix=True)),
            id="terms",
        ),
        pytest.param(
            "[areas, casualties, villager*]",
            {"area", "casualty"},
            (Term("areas"), Term("casualties"), Term("villager", is_prefix=True)),
            id="classes and terms",
        ),
    ],
)
def test_counted_thing_is_classes_and_terms(
    tmp_path: Path, of: str, classes: set[str], terms: tuple[Term, ...]
) -> None:
    rule = rule_of(tmp_path, f"kind: quantity, of: {of}")
    assert (set(rule.unit_classes), rule.units) == (classes, terms)


def test_every_key_of_a_fact_is_read(tmp_path: Path) -> None:
    rule = rule_of(
        tmp_path,
        "kind: place, aspects: [sent], not_aspects: killed, modality: [actual, planned], within: Russia, finer_than: region, stance: unverified, "
        "places: {Sergievsky Training Ground: {within: Russia}}",
    )
    assert rule.aspects == {"sent"}
    assert rule.not_aspects == {"killed"}
    assert rule.modalities == {Modality.ACTUAL, Modality.PLANNED}
    assert rule.within == (Term("russia"),)
    assert rule.finer_than == "region"
    assert rule.stances == {Stance.UNVERIFIED}
    assert rule.places == (
        Place("watchlist:sergievsky-training-ground", "Sergievsky Training Ground", "site", within=("Russia",)),
    )


@pytest.mark.parametrize(
    ("keys", "added"),
    [
        pytest.param("actor: [Brit*]", ["united kingdom"], id="the beginning of an adjective"),
        pytest.param("actor: [US]", ["united states"], id="an acronym"),
        pytest.param("actor: [französische]", ["france"], id="a German adjective"),
        pytest.param("actor: [marine*]", [], id="no state"),
        pytest.param("actor: [U*]", [], id="too short to name a state"),
        pytest.param("actor: [Misrata]", [], id="a town is no state"),
        pytest.param("within: [Misrata]", ["misratah"], id="a town in another spelling"),
        pytest.param("within: [Wien]", ["vienna"], id="a town in German"),
        pytest.param("within: [Xyzzy]", [], id="no place"),
    ],
)
def test_a_state_or_a_place_is_meant_by_any_of_its_names(tmp_path: Path, keys: str, added: list[str]) -> None:
    rule = rule_of(tmp_path, f"kind: quantity, of: people, {keys}")
    (_, *others) = rule.actors or rule.within
    assert [term.text for term in others] == added


def test_what_happens_may_be_said_in_the_watchlists_own_words(tmp_path: Path) -> None:
    assert rule_of(tmp_path, "kind: quantity, of: people, happens: [strand*, fall ill]").happens == (
        Term("strand", is_prefix=True),
        Term("fall ill"),
    )


@pytest.mark.parametrize(
    ("key", "told"),
    [
        pytest.param("", None, id="not said: the watchlist's own"),
        pytest.param(", on: []", frozenset(), id="kept, never told"),
        pytest.param(", on: [new, denial]", {Outcome.NEW, Outcome.DENIAL}, id="some"),
        pytest.param(", on: update", {Outcome.UPDATE}, id="one alone"),
    ],
)
def test_a_fact_may_name_the_outcomes_of_its_own_that_alert(
    tmp_path: Path, key: str, told: frozenset[Outcome] | None
) -> None:
    assert rule_of(tmp_path, f"kind: place{key}").on == told


def test_every_key_of_a_watchlist_is_read(tmp_path: Path) -> None:
    watchlist = load(
        tmp_path,
        HEAD
        + FACTS
        + """channel: "#desk"
alert: {on: [new, corroboration], tolerance: 2.5%, stale_after: 7d}
since: 2024-10-01
mute:
  - {fact: toll, place: Sumy, until: 2024-11-01T06:00:00+02:00, reason: known}
tests:
  - text: At least 12 people died.
    published_at: 2024-10-24
    expect: [{fact: toll, value_low: 12, value_high: null, modifier: at_least}]
""",
    )
    assert watchlist.channel == "#desk"
    assert watchlist.alert_on == {Outcome.NEW, Outcome.CORROBORATION}
    assert (watchlist.tolerance, watchlist.stale_after) == (0.025, timedelta(days=7))
    assert watchlist.since == datetime(2024, 10, 1, tzinfo=UTC)
    assert watchlist.mutes == (
        Mute(fact="toll", place=Term("sumy"), until=datetime(2024, 11, 1, 4, tzinfo=UTC), reason="known"),
    )
    (test,) = watchlist.tests
    assert test.expect == ({"fact": "toll", "value_low": 12, "value_high": None, "modifier": "at_least"},)
    assert (test.published_at, test.line) == (datetime(2024, 10, 24, tzinfo=UTC), 14)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "watchlist: Flood\n",
            "1: watchlist: wants a short name, found 'Flood'; write lower-case letters, digits and hyphens: dprk-troops",
            id="id",
        ),
        pytest.param("tilte: x\n", "1: unknown key tilte; did you mean title?", id="misspelt key"),
        pytest.param(
            "channel: #desk\n",
            '1: channel: is empty; a name that starts with # needs quotes: "#desk"',
            id="channel without quotes",
        ),
        pytest.param(
            "match: {all: [a, b]}\n",
            "1: all: wants groups, each a list of terms; write [[a, b]] for one group of which any term will do",
            id="terms for groups",
        ),
        pytest.param("match: {all: []}\n", "1: all: is empty; write at least one", id="no group"),
        pytest.param("match: {all: [[]]}\n", "1: all: is empty; write at least one", id="empty group"),
        pytest.param(
            "match: {all: [[2024]]}\n",
            "1: all: wants words, found the number 2024; put it in quotes",
            id="number for a term",
        ),
        pytest.param(
            "match: {all: [['*']]}\n",
            "1: all: '*' has no word to look for; write at least one letter or digit",
            id="star alone",
        ),
        pytest.param(
            "match: {all: [['a*b']]}\n", "1: all: 'a*b' has a * inside; a * may only end a term", id="star inside"
        ),
        pytest.param("facts: []\n", "1: facts: is empty; write at least one", id="no facts"),
        pytest.param(
            "facts:\n  - {fact: x, kind: quantty}\n", "2: kind: found 'quantty'; did you mean quantity?", id="kind"
        ),
        pytest.param("facts:\n  - {fact: x}\n", "2: the key kind is missing; add it", id="no kind"),
        pytest.param("facts:\n  - {fact: x, kind: quantity}\n", "2: the key of is missing; add it", id="no of"),
        pytest.param(
            "facts:\n  - {fact: x, kind: quantity, of: soldeirs}\n",
            "2: of: 'soldeirs' is no class; did you mean soldier? For words to look for, write a list: [soldeirs]",
            id="class",
        ),
        pytest.param(
            "facts:\n  - {fact: x, kind: quantity, of: money, treshold: 5}\n",
            "2: unknown key treshold; did you mean threshold?",
            id="key of a fact",
        ),
        pytest.param(
            "facts:\n  - {fact: x, kind: statement, stance: denied, within: x, finer_than: country}\n",
            "2: unknown key finer_than; use one of: about, actor, aspects, fact, kind, modality, not_aspects, on, places, speakers, stance, was, within",
            id="key of another kind",
        ),
        pytest.param(
            "facts:\n  - {fact: x, kind: place, places: {Foo: {inside: X}}}\n",
            "2: unknown key inside; use one of: within",
            id="key of a place",
        ),
        pytest.param(
            "facts:\n  - {fact: x, kind: place, aspects: Sent}\n",
            "2: aspects: found 'Sent'; write lower-case letters, words joined by _",
            id="aspect",
        ),
        pytest.param(
            "facts:\n  - {fact: x, kind: statement, stance: denies}\n",
            "2: stance: found 'denies'; did you mean denied?",
            id="stance",
        ),
        pytest.param("alert: {on: [news]}\n", "1: on: found 'news'; did you mean new?", id="outcome"),
        pytest.param(
            "alert: {tolerance: 80%}\n", "1: tolerance: '80%' is out of range; write from 0% to 50%", id="tolerance"
        ),
        pytest.param(
            "since: soon\n",
            "1: since: wants a date or a time, found 'soon'; write 2024-10-24 or 2024-10-24T16:30:00Z",
            id="instant",
        ),
        pytest.param("tests: [{text: x}]\n", "1: the key expect is missing; add it", id="no expect"),
        pytest.param(
            "tests: [{text: x, expect: [{fact: x, value_low: '5'}]}]\n",
            "1: value_low: wants a number, found '5'; write digits without quotes or separators",
            id="text for a number",
        ),
    ],
)
def test_wrong_value_is_one_line_with_line_and_remedy(tmp_path: Path, text: str, problem: str) -> None:
    assert problem in problems_of(tmp_path, text)


def test_a_list_of_classes_ends_before_the_other_remedy(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "facts:\n  - {fact: x, kind: quantity, of: qqqq}\n")
    assert any(line.endswith("volume. For words to look for, write a list: [qqqq]") for line in found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            "mute: [{fact: tol}]\n", "8: there is no fact 'tol'; did you mean toll?", id="mute of an unknown fact"
        ),
        pytest.param(
            "mute: [{reason: x}]\n", "8: mutes nothing; name a fact, a place or a speaker", id="mute of nothing"
        ),
        pytest.param(
            "tests:\n  - text: x\n    expect:\n      - fact: tol\n",
            "11: there is no fact 'tol'; did you mean toll?",
            id="test of an unknown fact",
        ),
    ],
)
def test_names_inside_a_watchlist_must_fit(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, HEAD + FACTS + text) == [problem]


def test_two_facts_of_one_name_name_both_lines(tmp_path: Path) -> None:
    text = HEAD + "facts:\n  - {fact: x, kind: place}\n  - {fact: x, kind: place}\n"
    assert problems_of(tmp_path, text) == ["6: the fact 'x' stands on line 5 already; give it another name"]


def test_aspect_that_is_wanted_and_unwanted_is_refused(tmp_path: Path) -> None:
    text = HEAD + "facts:\n  - {fact: x, kind: place, aspects: [sent], not_aspects: [sent]}\n"
    assert problems_of(tmp_path, text) == ["5: sent stands in aspects and in not_aspects; remove it from one"]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param(
            "kind: quantity, of: share, near: [pay, wage], not_near: [wage]",
            "not_near: 'wage' stands in near and in not_near; remove it from one",
            id="a term wanted and unwanted",
        ),
        pytest.param(
            "kind: place, near: [pay], not_near: [pay]",
            "not_near: 'pay' stands in near and in not_near; remove it from one",
            id="of a place",
        ),
        pytest.param(
            "kind: quantity, of: volume, rate: [none, day]",
            "rate: none excludes the other rates; write none alone, or remove it",
            id="no rate and a rate",
        ),
        pytest.param(
            "kind: quantity, of: money, threshold: 50, below: 50",
            "below: 50 is not above the threshold of 50, and no figure is told; write a higher number, or leave one of"
            " them out",
            id="nothing between the bounds",
        ),
        pytest.param(
            "kind: quantity, of: people, currency: EUR",
            "currency: no figure of person is money; write of: money, or remove currency",
            id="a currency of people",
        ),
        pytest.param(
            "kind: quantity, of: mass, measure: metres",
            "measure: metres measure length, which of: does not ask for; write of: length",
            id="a measure of another dimension",
        ),
        pytest.param(
            "kind: quantity, of: money, currency: [ducat]",
            "currency: the reader knows no currency 'ducat'; use one of: AED, AUD,",
            id="no currency",
        ),
        pytest.param(
            "kind: quantity, of: length, measure: years",
            "measure: wants a unit that can be converted, found 'years'; write one such as metres, hectares, tonnes,"
            " litres or hours",
            id="a unit of no fixed length",
        ),
        pytest.param("kind: quantity, of: money, scope: bid", "scope: found 'bid'; use one of:", id="no scope"),
        pytest.param("kind: place, of_what: [pay]", "unknown key of_what; use one of:", id="a place of what"),
        pytest.param(
            "kind: statement, stance: denied, near: [pay]", "unknown key near; use one of:", id="a statement near"
        ),
    ],
)
def test_conditions_that_can_t_hold_are_refused(tmp_path: Path, keys: str, problem: str) -> None:
    (found,) = problems_of(tmp_path, f"{HEAD}facts:\n  - {{fact: x, {keys}}}\n")
    assert found.startswith(f"5: {problem}")


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        pytest.param("of: share", "of: share mixes a pay rise, inflation and a vote in one fact", id="a share"),
        pytest.param("of: money", "of: money mixes a price, a fine and a budget in one fact", id="money"),
        pytest.param("of: people", None, id="people are no bag"),
        pytest.param("of: share, of_what: [pay]", None, id="told apart by what it is of"),
        pytest.param("of: money, near: [fine*]", None, id="by the words beside it"),
        pytest.param("of: duration, happens: [sentence]", None, id="by what happens"),
        pytest.param("of: [percent, barrel*]", None, id="by words of its own"),
        pytest.param(
            "of: [areas]",
            "of: areas is read as the class area, with all that is measured so, and as a word",
            id="a class in a list",
        ),
        pytest.param("of: [money, share], of_what: [revenue]", None, id="a list of classes"),
        pytest.param("of: ['areas*']", None, id="the word alone"),
        pytest.param(
            "of: [areas, hectare*]",
            "of: areas is read as the class area, with all that is measured so, and as a word",
            id="a class among words",
        ),
        pytest.param(
            "of: people, within: [Atlantis City]",
            "within: the gazetteer has no place 'atlantis city', so that nothing lies in it",
            id="no place",
        ),
        pytest.param(
            "of: people, within: [Kiev, US, 'Brit*', Chechnya, Brittany]", None, id="places by any of their names"
        ),
        pytest.param(
            "of: people, within: [The Camp], places: {The Camp: {within: Russia}}", None, id="a place of its own"
        ),
        pytest.param(
            "of: people, places: {The Camp: {within: Rusia City}}",
            "within: the gazetteer has no place 'Rusia City'",
            id="a place of its own in none",
        ),
    ],
)
def test_review_says_what_a_class_mixes(tmp_path: Path, keys: str, note: str | None) -> None:
    path = tmp_path / "flood.yaml"
    path.write_text(f"{HEAD}facts:\n  - {{fact: x, kind: quantity, {keys}}}\n")
    notes = [problem.text for problem in review_watchlists(path) if "no tests" not in problem.text]
    assert [text.partition(";")[0] for text in notes] == ([] if note is None else [note])


def test_two_files_of_one_id_name_both_files_and_lines(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + FACTS)
    (tmp_path / "b.yml").write_text("\n" + HEAD + FACTS)
    with pytest.raises(UsageError) as caught:
        load_watchlists(tmp_path)
    assert (
        str(caught.value)
        == f"{tmp_path}/b.yml:2: the watchlist flood stands in {tmp_path}/a.yaml:1 already; give one of them another id"
    )


def test_problems_of_all_files_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [")
    (tmp_path / "b.yaml").write_text("watchlist: 5\n")
    with pytest.raises(UsageError) as caught:
        load_watchlists(tmp_path)
    assert {Path(line.split(":")[0]).name for line in str(caught.value).splitlines()} == {"a.yaml", "b.yaml"}


def test_folder_is_read_in_the_order_of_ids(tmp_path: Path) -> None:
    (tmp_path / "1.yaml").write_text((HEAD + FACTS).replace("flood", "z", 1))
    (tmp_path / "2.yaml").write_text((HEAD + FACTS).replace("flood", "a", 1))
    (tmp_path / ".hidden.yaml").write_text("a: [")
    (tmp_path / "notes.txt").write_text("a: [")
    assert [watchlist.id for watchlist in load_watchlists(tmp_path)] == ["a", "z"]


@pytest.mark.parametrize(
    ("name", "words"), [("nowhere", "there is no such file or folder"), (".", "there is no watchlist in it")]
)
def test_folder_without_watchlists_is_refused(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        load_watchlists(tmp_path / name)


def test_review_names_words_that_the_reader_never_says(tmp_path: Path) -> None:
    path = tmp_path / "flood.yaml"
    path.write_text(HEAD + "facts:\n  - fact: x\n    kind: quantity\n    of: [soldeirs]\n    aspects: [sent, kiled]\n")
    assert [str(problem).removeprefix(f"{path}:") for problem in review_watchlists(path)] == [
        "1: the watchlist has no tests; add a text and what must be read in it",
        "7: of: 'soldeirs' is looked for as a word, not as a class; did you mean soldiers?",
        "8: aspects: the reader never says 'kiled'; did you mean killed?",
    ]


def test_review_names_terms_that_the_archive_lacks(tmp_path: Path) -> None:
    path = tmp_path / "flood.yaml"
    fact = "{fact: x, kind: quantity, of: share, near: [dike*, weir]}"
    path.write_text(f"watchlist: flood\ntitle: Floods\nmatch: {{all: [[Kyiv, Deich*]]}}\nfacts:\n  - {fact}\n")
    archive = ("In Kiev the dikes held, officials said.", "Die Deiche hielten.")
    notes = [problem.text for problem in review_watchlists(path, archive) if "no tests" not in problem.text]
    assert notes == ["'weir' is in none of the last 2 documents that were read; is it spelt so?"]


def test_the_project_s_own_watchlists_have_nothing_to_review() -> None:
    assert review_watchlists(PROJECT / "watchlists") == ()
    assert len(load_watchlists(PROJECT / "watchlists")) == 3


def test_schema_names_every_key_and_refuses_others() -> None:
    schema = watchlist_schema()
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {
        "watchlist",
        "title",
        "channel",
        "match",
        "story",
        "facts",
        "alert",
        "since",
        "mute",
        "tests",
    }
