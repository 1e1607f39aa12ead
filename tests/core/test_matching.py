"""A watchlist matches on whole words, and its rules take the mentions that have every slot asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.facts.matching import claims_of, is_asked_for
from monitor.core.facts.passages import Passages
from monitor.core.facts.slots import compare, slot_of
from monitor.core.facts.terms import is_any_in
from monitor.core.facts.unit_keys import Relation
from monitor.core.facts.watchlist import FactRule, Story, Term
from monitor.core.language.folding import fold
from monitor.data.resources import load_language
from monitor.model import (
    ASIDE,
    SINCE_IT_BEGAN,
    Certainty,
    Event,
    EventRole,
    Mention,
    MentionKind,
    Modality,
    Place,
    PlaceKind,
    Reason,
    Stance,
)
from tests.lab.builders import (
    FAR_EAST,
    GEOGRAPHY,
    KURSK,
    RUSSIA,
    VLADIVOSTOK,
    a_mention,
    a_place_mention,
    a_quantity,
    a_rule,
    a_watchlist,
)

ENGLISH = load_language("en")
SOLDIERS = frozenset({"soldier"})
EAST = Place("RU", "eastern Russia", "country", "RU", part="east")
COAST = Place("area:the coast", "the coast", "area", "RU")
ABROAD = Place("area:the coast", "the coast", "area", "JP")
FRONT = Place("area:front line", "front line", "area")


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        pytest.param(Term("kursk"), "in Kursk, officials said", True, id="a word, whatever its case"),
        pytest.param(Term("iran"), "in Tirana", False, id="not inside a word"),
        pytest.param(Term("korea"), "Korean troops", False, id="not the beginning of a word"),
        pytest.param(Term("korea", is_prefix=True), "Korean troops", True, id="a prefix"),
        pytest.param(Term("north korea", is_prefix=True), "North Koreans", True, id="several words"),
        pytest.param(Term("north korea", is_prefix=True), "North\nKoreans", True, id="over a line break"),
        pytest.param(Term("s\u00e3o paulo"), "in S\u00e3o\u00a0 Paulo", True, id="over hard and double spaces"),
        pytest.param(
            Term("s\u00e3o paulo"), "in Sa\u0303o Paulo", True, id="an accent written as a character of its own"
        ),
        pytest.param(Term("Kirsehir"), "near Kırşehir on Monday", True, id="an accent that the term lacks"),
        pytest.param(Term("Łódź"), "near Lodz on Monday", True, id="an accent that the text lacks"),
        pytest.param(Term("Straßenbahn"), "Die STRASSENBAHN stand", True, id="sharp s"),
        pytest.param(Term("People's Bank"), "the People\u2019s Bank", True, id="a typographic apostrophe"),
        pytest.param(Term("Kim Jong Un"), "Kim Jong\u2011un", True, id="a hyphen for a space"),
        pytest.param(Term("Covid-19"), "COVID 19", True, id="a space for a hyphen"),
        pytest.param(Term("Hochwasser"), "das Hoch\u00adwasser", True, id="a soft hyphen"),
        pytest.param(Term("Kursk"), "in \u200eKur\u200bsk\u200f", True, id="zero width and direction marks"),
        pytest.param(Term("kursk korea"), "in Kursk \u2013 Korea said", False, id="not over a dash between words"),
        pytest.param(Term("地震"), "昨日の大地震で", True, id="Chinese characters, which stand without spaces"),
        pytest.param(Term("イラン"), "イランド", False, id="not inside a word of katakana"),
        pytest.param(Term("WHO", is_cased=True), "由WHO宣布", True, id="letters between Chinese characters"),
        pytest.param(Term("भारत"), "भारत में", True, id="a word of Hindi"),
        pytest.param(Term("क"), "कि", False, id="not a letter of Hindi without its vowel sign"),
        pytest.param(Term("محمد"), "مُحَمَّد قال", True, id="Arabic with its vowel points"),
        pytest.param(Term("Київ"), "у Києві та Київ", True, id="Cyrillic"),
        pytest.param(Term("мои"), "мой", False, id="the breve of Cyrillic is no accent"),
        pytest.param(Term("WHO", is_cased=True), "The WHO said", True, id="a cased term as it is written"),
        pytest.param(Term("WHO", is_cased=True), "a man who said", False, id="not in small letters"),
    ],
)
def test_a_term_is_found_as_a_whole_word(term: Term, text: str, expected: bool) -> None:
    assert is_any_in((term,), text) is expected
    assert Passages(text).concern(a_watchlist(groups=((term,),))) is expected


@given(st.text(max_size=200), st.text(min_size=1, max_size=10))
def test_looking_for_a_term_ends_on_any_text(text: str, term: str) -> None:
    is_any_in((Term(term),), text)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="Kırşehirß -\u00ad\u2019'é\u0301", min_size=1, max_size=20))
def test_words_find_themselves(text: str) -> None:
    term = Term(text)
    assert not term.text or is_any_in((term,), text)


def test_every_group_must_occur_and_no_excluded_term() -> None:
    watchlist = a_watchlist(
        groups=((Term("korea", is_prefix=True), Term("dprk")), (Term("kursk"),)), none=(Term("world cup"),)
    )
    assert Passages("DPRK troops in Kursk").concern(watchlist)
    assert not Passages("DPRK troops").concern(watchlist)
    assert not Passages("Korea in Kursk before the World Cup").concern(watchlist)


def test_a_patient_who_died_is_a_death_where_deaths_are_asked_for() -> None:
    cases, deaths = (
        a_rule(name="cases", units=(Term("patient", is_prefix=True),)),
        a_rule(name="deaths", aspects=frozenset({"killed"})),
    )
    died, ill = (a_quantity(3, unit="patients", unit_class="person", aspect=aspect) for aspect in ("killed", "injured"))
    assert [claim.fact for claim in claims_of((died,), a_watchlist(cases, deaths), ENGLISH)] == ["deaths"]
    assert [claim.fact for claim in claims_of((ill,), a_watchlist(cases, deaths), ENGLISH)] == ["cases"]
    assert [claim.fact for claim in claims_of((died,), a_watchlist(cases), ENGLISH)] == ["cases"]


@pytest.mark.parametrize(
    ("mention", "rule", "expected"),
    [
        pytest.param(a_quantity(10), a_rule(unit_classes=SOLDIERS), True, id="the class asked for"),
        pytest.param(a_quantity(10, unit_class="person"), a_rule(unit_classes=SOLDIERS), False, id="another class"),
        pytest.param(
            a_quantity(10, unit="shipping containers", unit_class=None),
            a_rule(units=(Term("container", is_prefix=True),)),
            True,
            id="a term of the unit",
        ),
        pytest.param(
            a_quantity(10, actor=None), a_rule(actors=(Term("korea"),)), False, id="no actor where one is asked for"
        ),
        pytest.param(
            a_quantity(10, aspect="killed"), a_rule(not_aspects=frozenset({"killed"})), False, id="an aspect shut out"
        ),
        pytest.param(a_quantity(10, negated=True), a_rule(), False, id="a negated figure is no figure"),
        pytest.param(a_quantity(10, stance=Stance.DENIED), a_rule(), False, id="a denied figure is no figure"),
        pytest.param(
            a_quantity(10, stance=Stance.UNVERIFIED), a_rule(), False, id="a figure that nobody vouches for is none"
        ),
        pytest.param(
            a_quantity(10, stance=Stance.UNVERIFIED, speaker="Ann Lee"),
            a_rule(),
            True,
            id="a figure left open has a speaker",
        ),
        pytest.param(
            a_quantity(10, modality=Modality.PLANNED),
            a_rule(modalities=frozenset({Modality.ACTUAL})),
            False,
            id="a modality not asked for",
        ),
        pytest.param(
            a_quantity(10, aspect=None, predicate="fall + ill"),
            a_rule(happens=(Term("fall ill"),)),
            True,
            id="a predicate with its object",
        ),
        pytest.param(
            a_quantity(10, aspect=None, predicate="recall"),
            a_rule(happens=(Term("strand", is_prefix=True),)),
            False,
            id="another predicate",
        ),
        pytest.param(
            a_quantity(10, aspect="killed", predicate="kill"),
            a_rule(aspects=frozenset({"killed"}), happens=(Term("recall"),)),
            True,
            id="an aspect beside predicates",
        ),
        pytest.param(
            a_quantity(10, aspect="killed", modality=Modality.POSSIBLE), a_rule(), False, id="a threat is no harm"
        ),
        pytest.param(
            a_quantity(10, aspect="killed", modality=Modality.POSSIBLE),
            a_rule(modalities=frozenset({Modality.POSSIBLE})),
            True,
            id="a threat asked for",
        ),
        pytest.param(
            a_quantity(10, aspect="killed", modality=Modality.POSSIBLE, certainty=Certainty.FEARED),
            a_rule(),
            True,
            id="a feared toll",
        ),
        pytest.param(
            a_quantity(10, aspect="evacuated", modality=Modality.PLANNED), a_rule(), True, id="what is to be done"
        ),
        pytest.param(
            a_quantity(10, aspect="rescued", modality=Modality.PLANNED), a_rule(), False, id="whom one goes to save"
        ),
        pytest.param(
            a_quantity(10, unit="bodies", unit_class="casualty", aspect="killed"),
            a_rule(unit_classes=frozenset({"person"}), aspects=frozenset({"killed"})),
            True,
            id="bodies are people where the killed are asked for",
        ),
        pytest.param(
            a_quantity(10, unit="bodies", unit_class="casualty", aspect="killed"),
            a_rule(unit_classes=frozenset({"person"})),
            False,
            id="bodies are no people where nothing is asked of them",
        ),
        pytest.param(
            a_quantity(10, place=VLADIVOSTOK), a_rule(within=(Term("far east"),)), True, id="inside a place asked for"
        ),
        pytest.param(
            a_quantity(10, speaker="Dmitry Peskov"),
            a_rule(speakers=(Term("peskov"),)),
            True,
            id="a speaker by part of the name",
        ),
        pytest.param(
            a_mention(kind=MentionKind.STATEMENT, stance=Stance.UNVERIFIED),
            FactRule("denial", MentionKind.STATEMENT),
            False,
            id="not verified is no denial",
        ),
        pytest.param(
            a_place_mention(VLADIVOSTOK),
            FactRule("place", MentionKind.PLACE, finer_than=PlaceKind.COUNTRY),
            True,
            id="a city is finer than a country",
        ),
        pytest.param(
            a_place_mention(RUSSIA),
            FactRule("place", MentionKind.PLACE, finer_than=PlaceKind.COUNTRY),
            False,
            id="a country is not",
        ),
        pytest.param(
            a_place_mention(EAST),
            FactRule("place", MentionKind.PLACE, finer_than=PlaceKind.COUNTRY),
            True,
            id="a part of a country is",
        ),
        pytest.param(
            a_place_mention(FRONT),
            FactRule("place", MentionKind.PLACE, finer_than=PlaceKind.COUNTRY),
            False,
            id="an area without a country is not",
        ),
        pytest.param(
            a_place_mention(FAR_EAST), FactRule("place", MentionKind.PLACE), True, id="any place where nothing is asked"
        ),
        pytest.param(
            a_quantity(13, unit="school children", unit_class="person"),
            a_rule(unit_classes=frozenset(), units=(Term("school", is_prefix=True),)),
            False,
            id="school children are no schools",
        ),
        pytest.param(
            a_quantity(13, unit="police vehicles", unit_class="vehicle"),
            a_rule(unit_classes=frozenset(), units=(Term("police"),)),
            False,
            id="police vehicles are no police",
        ),
        pytest.param(
            a_quantity(13, unit="police officers", unit_class="person"),
            a_rule(unit_classes=frozenset(), units=(Term("police"),)),
            True,
            id="police officers are police",
        ),
        pytest.param(
            a_quantity(13, unit="school buildings", unit_class="building"),
            a_rule(unit_classes=frozenset(), units=(Term("school", is_prefix=True),)),
            True,
            id="school buildings are schools",
        ),
        pytest.param(
            a_quantity(13, unit="Tupolev planes", unit_class="vehicle"),
            a_rule(unit_classes=frozenset(), units=(Term("tupolev", is_prefix=True),)),
            True,
            id="a word of no class",
        ),
    ],
)
def test_a_rule_takes_what_has_every_slot(mention: Mention, rule: FactRule, expected: bool) -> None:
    assert is_asked_for(mention, rule, ENGLISH) is expected


def test_a_figure_told_again_in_another_unit_is_one_claim() -> None:
    barrels = a_quantity(16_000, unit="barrels", unit_class="volume", start=0, end=14)
    litres = a_quantity(2.5e6, unit="litres", unit_class="volume", start=16, end=27, passed_over=ASIDE)
    both, one = (
        a_rule(unit_classes=frozenset(), units=terms)
        for terms in ((Term("barrels"), Term("litres")), (Term("litres"),))
    )
    assert [claim.mention.unit for claim in claims_of([barrels, litres], a_watchlist(both), ENGLISH)] == ["barrels"]
    assert [claim.mention.unit for claim in claims_of([barrels, litres], a_watchlist(one), ENGLISH)] == ["litres"]


@pytest.mark.parametrize(
    ("coarse", "fine", "evidence", "told"),
    [
        pytest.param(FAR_EAST, VLADIVOSTOK, "A sentence.", ["Vladivostok"], id="in a region that is known to hold it"),
        pytest.param(FAR_EAST, VLADIVOSTOK, "Another.", ["Far East", "Vladivostok"], id="in another sentence"),
        pytest.param(COAST, VLADIVOSTOK, "A sentence.", ["Vladivostok"], id="in an area without bounds"),
        pytest.param(ABROAD, VLADIVOSTOK, "A sentence.", ["the coast", "Vladivostok"], id="in another country"),
    ],
)
def test_of_the_places_of_one_sentence_the_finer_is_told(
    coarse: Place, fine: Place, evidence: str, told: list[str]
) -> None:
    mentions = [
        a_place_mention(coarse, evidence="A sentence."),
        a_place_mention(fine, evidence=evidence, start=9, end=12),
    ]
    claims = claims_of(mentions, a_watchlist(FactRule("where", MentionKind.PLACE)), ENGLISH)
    assert [claim.mention.place.name for claim in claims if claim.mention.place is not None] == told


def test_a_mention_serves_the_first_rule_that_asks_for_it_and_text_comes_before_title() -> None:
    watchlist = a_watchlist(a_rule(name="first"), a_rule(name="second"))
    claims = claims_of([a_quantity(1, field="title"), a_quantity(2, start=9, end=12)], watchlist, ENGLISH)
    assert [(claim.fact, claim.mention.value_low) for claim in claims] == [("first", 2), ("first", 1)]


@pytest.mark.parametrize(
    ("code", "noun", "police", "own", "other", "general"),
    [
        pytest.param("en", "police officers", "police", "protester", "agents", "people", id="english"),
        pytest.param("de", "Polizisten", "polizist", "demonstrant", "Richter", "Menschen", id="german"),
    ],
)
def test_people_serve_the_rule_that_names_them(
    code: str, noun: str, police: str, own: str, other: str, general: str
) -> None:
    language = load_language(code)
    people, killed = frozenset({"person"}), frozenset({"killed"})
    anybody = a_rule(name="anybody", unit_classes=people)
    named = a_rule(name="named", units=(Term(police, is_prefix=True),))
    deaths = a_rule(name="deaths", unit_classes=people, aspects=killed)
    marchers = a_rule(name="marchers", unit_classes=people, units=(Term(own, is_prefix=True),))

    def facts(unit: str, *rules: FactRule, aspect: str | None = None) -> list[str]:
        mention = a_quantity(40, unit=unit, unit_class="person", aspect=aspect)
        return [claim.fact for claim in claims_of((mention,), a_watchlist(*rules), language)]

    assert facts(noun, anybody, named) == ["named"]
    assert facts(noun, deaths, named, aspect="killed") == ["deaths"]
    assert facts(other, anybody) == ["anybody"]
    assert facts(other, marchers) == []
    assert facts(other, marchers, aspect="killed") == ["marchers"]
    assert facts(general, marchers) == ["marchers"]


@pytest.mark.parametrize(
    ("code", "name", "text", "unit", "is_told"),
    [
        pytest.param("en", "crowd", "The list has 40 voters.", "voters", False, id="no crowd"),
        pytest.param("en", "crowd", "Some 40 nurses marched.", "nurses", True, id="who marches"),
        pytest.param("en", "crowd", "A march by 40 nurses.", "nurses", True, id="whose march it is"),
        pytest.param(
            "en",
            "crowd",
            "The list of 40 voters was lost on the day on which many others marched.",
            "voters",
            False,
            id="others march",
        ),
        pytest.param("en", "readers", "The list has 40 voters.", "voters", True, id="a fact of any people"),
        pytest.param("de", "demonstranten", "Die Liste hat 40 Wähler.", "Wähler", False, id="german no crowd"),
        pytest.param("de", "demonstranten", "Rund 40 Bauern protestierten.", "Bauern", True, id="german protest"),
    ],
)
def test_a_fact_called_after_a_crowd_asks_for_those_who_gather(
    code: str, name: str, text: str, unit: str, is_told: bool
) -> None:
    rule = a_rule(name=name, unit_classes=frozenset({"person"}))
    mention = a_quantity(40, text=f"40 {unit}", evidence=text, unit=unit, unit_class="person", aspect=None)
    assert bool(claims_of((mention,), a_watchlist(rule), load_language(code))) is is_told


def test_a_speaker_speaks_for_the_one_body_that_the_article_names_with_it() -> None:
    known = a_quantity(1, speaker="Dmitry Peskov", organisation="Kremlin")
    alone = a_quantity(2, start=9, end=12, speaker="Peskov")
    _, tied = claims_of([known, alone], a_watchlist(), ENGLISH)
    assert (tied.mention.organisation, tied.mention.inherited) == ("Kremlin", ("organisation",))
    _, _, untied = claims_of(
        [known, a_quantity(3, start=5, end=8, speaker="Dmitry Peskov", organisation="Duma"), alone],
        a_watchlist(),
        ENGLISH,
    )
    assert untied.mention.organisation is None


@pytest.mark.parametrize(
    ("code", "name", "text", "of_what", "is_told"),
    [
        pytest.param("en", "pay rise", "Inflation was put at 40 percent.", None, False, id="inflation"),
        pytest.param("en", "pay rise", "The 40 percent price rise holds.", "price", False, id="prices"),
        pytest.param(
            "en", "pay rise", "They want 40 percent, after prices and pay.", None, True, id="pay beside prices"
        ),
        pytest.param("en", "pay rise", "They want 40 percent.", None, True, id="of nothing named"),
        pytest.param("en", "growth rate", "Prices rose 40 percent.", None, False, id="no growth"),
        pytest.param(
            "en",
            "losses",
            "Owners want their margins to rise to a level that they say would be fair, at 40 percent of a litre.",
            None,
            False,
            id="far before it",
        ),
        pytest.param("en", "price", "It will pay 40 percent of it.", None, True, id="who pays names a price"),
        pytest.param("en", "figure", "Prices rose 40 percent.", None, True, id="a fact called after no amount"),
        pytest.param("de", "Lohnerhöhung", "Die Inflation lag bei 40 Prozent.", None, False, id="german inflation"),
        pytest.param("de", "Lohnerhöhung", "Die Löhne steigen um 40 Prozent.", None, True, id="german pay"),
    ],
)
def test_a_share_of_another_kind_of_amount_is_not_what_a_fact_is_called_after(
    code: str, name: str, text: str, of_what: str | None, is_told: bool
) -> None:
    number = text[text.index("40") :].split()[:2]
    mention = a_quantity(
        40, text=" ".join(number), evidence=text, unit="percent", unit_class="share", aspect=None, of_what=of_what
    )
    rule = a_rule(name=name, unit_classes=frozenset({"share"}))
    assert bool(claims_of((mention,), a_watchlist(rule), load_language(code))) is is_told


@pytest.mark.parametrize(
    ("role", "chief", "beside"),
    [
        pytest.param(EventRole.BACKGROUND, [True, False], 0, id="a look back"),
        pytest.param(EventRole.ELSEWHERE, [True, False], 0, id="an event elsewhere"),
        pytest.param(EventRole.OWN, [False, True], 1, id="the article's own"),
    ],
)
def test_the_chief_figure_of_a_text_is_one_of_its_own_event(role: EventRole, chief: list[bool], beside: int) -> None:
    greater = a_quantity(8_900, start=9, end=12, event=Event(role, "for this test"))
    claims = claims_of([a_quantity(14), greater], a_watchlist(), ENGLISH)
    assert [claim.is_chief for claim in claims] == chief
    assert claims[0].beside == beside


def test_each_place_has_its_chief_figure_and_children_are_ranked_among_people() -> None:
    said = [(9, KURSK, "people"), (30, RUSSIA, "people"), (7, KURSK, "people"), (8, None, "children")]
    mentions = [
        a_quantity(value, place=place, unit=unit, unit_class="person", start=at, actor=None, aspect=None)
        for at, (value, place, unit) in enumerate(said)
    ]
    claims = claims_of(mentions, a_watchlist(a_rule(unit_classes=frozenset({"person"}))), ENGLISH)
    assert [claim.is_chief for claim in claims] == [True, True, False, False]


def test_a_rate_is_of_a_slot_of_its_own() -> None:
    rate, total = claims_of([a_quantity(1_200, per="day"), a_quantity(1_200, start=9, end=12)], a_watchlist(), ENGLISH)
    assert compare(slot_of(rate), slot_of(total), GEOGRAPHY).relation is Relation.APART
    assert rate.key == total.key


@pytest.mark.parametrize(
    ("since", "is_plain"),
    [pytest.param("since the outbreak", True, id="the story's own"), pytest.param("since the war", False, id="a war")],
)
def test_a_count_since_the_story_began_is_a_plain_one(since: str, is_plain: bool) -> None:
    evidence = f"There were 40 cases {since} began."
    at = evidence.index(since)
    mention = a_quantity(
        40,
        evidence=evidence,
        is_running_total=True,
        event=Event(EventRole.TOTAL, SINCE_IT_BEGAN),
        reasons=(Reason("event", SINCE_IT_BEGAN, at, at + len(since)),),
    )
    (claim,) = claims_of([mention], a_watchlist(story=Story(words=(Term("outbreak"),))), ENGLISH)
    assert claim.mention.is_running_total is not is_plain


def test_a_notice_lends_what_it_corrects_to_the_voice_below_it() -> None:
    noted = a_quantity(21, was_low=24, was_high=24)
    told = a_quantity(21, start=90, end=92, organisation="health ministry")
    claims = claims_of([noted, told], a_watchlist(), ENGLISH)
    assert [(claim.mention.organisation, claim.mention.was_low) for claim in claims] == [
        ("health ministry", 24),
        (None, 24),
    ]
