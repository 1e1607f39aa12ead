"""What is said to happen to a figure: the nearest cue that grammar allows, its modality and its negation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.language.text import read_sentences
from monitor.core.reading import read_mentions
from monitor.core.syntax.events import read_events
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Certainty, Mention, MentionKind, Modality

ENGLISH = load_language("en")


def quantities_of(text: str) -> list[Mention]:
    return [
        mention
        for mention in read_mentions(None, text, ENGLISH, load_gazetteer())
        if mention.kind is MentionKind.QUANTITY
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The blast killed 12 people and injured 30.", ["killed", "injured"], id="object-after-verb"),
        pytest.param(
            "Twelve people were killed and 30 wounded in the blast.", ["killed", "injured"], id="passive-and-ellipsis"
        ),
        pytest.param("4 dead, 9 hurt in market blast", ["killed", "injured"], id="headline-adjectives"),
        pytest.param("3 people killed 14 injured in bus crash", ["killed", "injured"], id="headline-without-commas"),
        pytest.param(
            "Two dead, one killed three wounded near port", ["killed", "killed", "injured"], id="headline-in-words"
        ),
        pytest.param("The army withdrew 400 soldiers from Gao.", ["departed"], id="who is withdrawn"),
        pytest.param("Four hundred soldiers withdrew from Gao.", ["departed"], id="who withdraws"),
        pytest.param("The army pulled 400 soldiers out of Gao.", ["departed"], id="who is pulled out"),
        pytest.param("Jets carried out 12 strikes on the town.", [None], id="strikes are not carried anywhere"),
        pytest.param("Rebels killed 14 wounded soldiers in hospital.", ["killed"], id="the-wounded-killed"),
        pytest.param("Police arrest 2 in case of teen shot at bus stop", ["arrested"], id="a-verb-after-police"),
        pytest.param(
            "They saw two men quarrelling, but did not see anyone injured.", [None], id="nobody-was-seen-injured"
        ),
        pytest.param(
            "A gunman shot dead three men, wounding five others.", ["killed", "injured"], id="phrase-and-participle"
        ),
        pytest.param("The crash left two women dead and six others injured.", ["killed", "injured"], id="left-dead"),
        pytest.param("Nine miners died; two are missing.", ["killed", "missing"], id="clauses"),
        pytest.param("He was jailed for the attempted murder of two guards.", [None], id="attempted-murder"),
        pytest.param("He was jailed for the murder of two guards.", ["killed"], id="murder"),
        pytest.param("One count of murder and four of assault were filed.", ["killed", None], id="four-of-assault"),
        pytest.param("Rescuers struggled to free 14 miners still trapped.", ["trapped"], id="whom-they-try-to-free"),
        pytest.param("The judge released the names of four suspects.", [None], id="released-names"),
        pytest.param("The two men fled in a stolen car.", ["displaced"], id="fled-in-a-stolen-car"),
        pytest.param("The two men fled the scene.", [None], id="fled-the-scene"),
        pytest.param("Nine nurses of the nursing home came.", [None], id="nursing-home"),
        pytest.param("Nine men were nursing broken bones.", ["injured"], id="nursing-broken-bones"),
        pytest.param("The clinic has 14 dead and 35 others under treatment.", ["killed", "injured"], id="treatment"),
        pytest.param(
            "Six people, including four children and two men, were injured.",
            ["injured", "injured", "injured"],
            id="aside-between-subject-and-verb",
        ),
        pytest.param("The fire caused 14 deaths and 22 injuries.", ["killed", "injured"], id="said-by-the-noun"),
        pytest.param("The death toll rose to 41.", ["killed"], id="toll"),
        pytest.param("The number of fatalities stands at 17.", ["killed"], id="number-of-fatalities"),
        pytest.param(
            "The death toll from Monday's 6-storey collapse in eastern Chad has risen to 19.",
            [None, "killed"],
            id="toll-over-a-clause",
        ),
        pytest.param("Deaths from the outbreak have reached 600.", ["killed"], id="deaths-reach"),
        pytest.param("Sam Roe was pronounced dead at 5 that day.", [None], id="a-time-of-death-is-no-toll"),
        pytest.param("The number of people killed in the fire rose to 95.", ["killed"], id="number-of-people-killed"),
        pytest.param("The number of missing fell to 12.", ["missing"], id="number-of-missing"),
        pytest.param("The city lowered the death toll from 31 to 29.", [None, "killed"], id="what-a-toll-was-before"),
        pytest.param(
            "At least 53 people died, up from an earlier count of 32.", ["killed", None], id="an-earlier-count"
        ),
        pytest.param("The toll stood at 41 and damage at 300.", ["killed", None], id="a-figure-beside-a-toll"),
        pytest.param(
            "The group holds 101 hostages, a third of whom are believed dead.",
            ["captured", "killed"],
            id="what-is-said-of-a-part",
        ),
        pytest.param("The blast struck 12 men, all of whom were injured.", ["injured"], id="all-of-whom-is-the-whole"),
        pytest.param(
            "The fleet had 12 ships, three of which were destroyed.",
            [None, "destroyed"],
            id="what-is-said-of-a-part-of-things",
        ),
        pytest.param(
            "The firm will lay off 15% of its workforce, or about 1,200 people.",
            [None, "laid_off"],
            id="a-share-restated",
        ),
        pytest.param("Some 3,000 families were displaced.", ["displaced"], id="displaced"),
        pytest.param("The carmaker will lay off 1,400 workers.", ["laid_off"], id="laid-off"),
        pytest.param("Three men were taken to a nearby hospital.", ["injured"], id="brought-to-hospital"),
        pytest.param("The father of two children was killed.", [None], id="what-happens-happens-to-the-father"),
        pytest.param("Twelve soldiers killed a civilian.", [None, "killed"], id="the-doer-is-not-the-victim"),
        pytest.param("Police arrested 25 protesters near the square.", ["arrested"], id="arrested"),
        pytest.param("The plant fired 200 workers.", ["laid_off"], id="people-fired"),
        pytest.param("The ship fired 12 missiles.", ["fired"], id="missiles-fired"),
        pytest.param(
            "He faces two counts of murder and three counts of attempted murder.",
            ["killed", None],
            id="counts-of-murder",
        ),
        pytest.param(
            "Forty people were killed, 12 of them boys, and 60 were injured.",
            ["killed", "killed", "injured"],
            id="a-part-in-an-aside",
        ),
        pytest.param(
            "Forty people were hurt, three of whom died.", ["injured", "killed"], id="a-part-with-its-own-event"
        ),
        pytest.param("Medics found two men at the gate, one of whom died.", [None], id="what-happens-to-one-of-them"),
        pytest.param("Two of the five hostages had died.", ["killed", None], id="what-happens-to-a-part"),
        pytest.param("Guards fired at two boys.", ["attacked"], id="aimed-at-is-not-hit"),
        pytest.param("Some 30 people have been killed here this year.", [None], id="a-statistic"),
        pytest.param("In 2012, 12 people were killed in a fire there.", [None], id="another-year"),
        pytest.param("It recalls the siege of 1998 that left 31 dead.", [None], id="an-event-of-another-year"),
        pytest.param("A video captured dozens of men at the gate.", [None], id="a-video-captures-nobody"),
        pytest.param(
            "The gale damaged 14 barns and destroyed three.", ["damaged", "destroyed"], id="damaged-is-not-destroyed"
        ),
        pytest.param("The crew shot 12 films in Lima.", [None], id="films-are-not-hurt"),
        pytest.param("Rain killed hopes of 900 visitors.", [None], id="hopes-are-not-people"),
        pytest.param("Two heirs fought over 15 flats.", [None, None], id="fought-over-is-no-battle"),
        pytest.param("Guards fired 20 rubber bullets.", ["fired"], id="bullets-are-not-laid-off"),
        pytest.param("The fund cut its holding to 4,000 shares.", [None], id="nor-are-shares"),
        pytest.param("Owners reached a deal with 60 drivers.", [None], id="a-deal-is-no-arrival"),
        pytest.param("Some 700 refugees reached the border.", ["arrived"], id="a-border-is-reached"),
        pytest.param("About 900 herders have streamed into Niger.", ["arrived"], id="streamed-into"),
        pytest.param("Some 300 evacuees poured to Lima.", ["arrived"], id="poured-to"),
        pytest.param("Some 60 miners left Lima by bus.", ["departed"], id="left-a-place"),
        pytest.param("A flood swept away 30 huts.", ["destroyed"], id="huts-swept-away"),
        pytest.param("A gust swept nine bathers to their deaths.", ["killed"], id="swept-to-their-deaths"),
        pytest.param("Nine climbers made it out of the cave.", ["rescued"], id="made-it-out"),
        pytest.param("Sixty miners left the talks.", [None], id="left-no-place"),
        pytest.param("The flood forced 300 families to leave their homes.", ["displaced"], id="forced-from-home"),
        pytest.param("The virus has infected 45 people and 12 more fell ill.", ["infected", "infected"], id="infected"),
        pytest.param("Some 600 nurses are on strike in Turin.", [None], id="on-strike-is-no-place"),
        pytest.param("Some 600 nurses are now taking part in the march.", [None], id="taking-part-in-a-march"),
        pytest.param("Some 600 fighters took part in the battle.", ["fighting"], id="taking-part-in-a-battle"),
        pytest.param("The banker withdrew two statements.", [None], id="withdrew-a-statement"),
        pytest.param(
            "She led a march after the shooting of a boy, with 200 people singing.",
            [None],
            id="beyond-the-object-of-a-noun",
        ),
        pytest.param("Forty workers escaped from the burning mill.", ["rescued"], id="escaped"),
        pytest.param("Forty workers were buried under the mill.", ["trapped"], id="buried-alive"),
        pytest.param("At least 700 victims have already been buried.", ["killed"], id="victims-buried"),
        pytest.param("On Sunday 40 people were cremated.", ["killed"], id="cremated"),
        pytest.param("Some 40 people have already had burials.", ["killed"], id="had-burials"),
        pytest.param("Twelve more villagers were diagnosed with cholera.", ["infected"], id="diagnosed"),
        pytest.param("Four inmates escaped from prison.", [None], id="escaped-from-prison"),
        pytest.param("All four victims were taken to Mercy Health.", ["injured"], id="brought-to-a-named-hospital"),
        pytest.param(
            "Some 140 people had caught the flu in Lima and six had died.",
            ["infected", "killed"],
            id="the-verb-of-the-next-clause",
        ),
        pytest.param(
            "The ward has 50 cots in Kara and four nurses died.", [None, "killed"], id="what-somebody-has-did-not-die"
        ),
        pytest.param(
            "Eight nurses and three guests were killed.", ["killed", "killed"], id="one-verb-for-two-subjects"
        ),
        pytest.param("The 60 divers who had been stranded in Oran arrived home.", ["arrived"], id="stranded-no-more"),
        pytest.param("The nine hostages captured in May were freed.", ["rescued"], id="captured-no-more"),
        pytest.param("The nine hikers missing since May turned up in Lima.", ["rescued"], id="missing-no-more"),
        pytest.param("The 60 divers stuck in the cave are now free.", ["rescued"], id="stuck-no-more"),
        pytest.param("The 300 families displaced by the flood have returned.", [None], id="displaced-no-more"),
        pytest.param(
            "Some 900 fans watched the race in Lima and four collapsed and died.", [None, "killed"], id="what-fans-did"
        ),
        pytest.param("A bus with 40 pupils overturned but nobody was hurt.", [None], id="nobody-was-hurt"),
        pytest.param("All 30 guests survived without injuries.", [None], id="survived-unhurt"),
        pytest.param("The nine villagers killed in May were freed slaves.", ["killed"], id="the-dead-stay-dead"),
        pytest.param("Orders were lifted for the 800 people who had fled the fire.", [None], id="fled-and-back"),
        pytest.param(
            "Of 70 deaths put down to the flu, 30 had other causes.", ["killed", None], id="under-examination"
        ),
        ("The gale tore down 30 sheds.", ["destroyed"]),
        ("Fire guts 30 sheds", ["destroyed"]),
        ("Tainted milk sickens 30 pupils", ["infected"]),
        ("Police nab 30 men", ["arrested"]),
        ("Some 30 tourists flew out of Oslo.", ["departed"]),
        ("Some 30 tourists trekked into Peru.", ["arrived"]),
        ("The show captured 30 viewers.", [None]),
    ],
)
def test_each_figure_takes_its_own_event(text: str, expected: list[str | None]) -> None:
    assert [mention.aspect for mention in quantities_of(text)] == expected


def test_a_charge_is_no_certain_death() -> None:
    (mention,) = quantities_of("She faces two counts of murder.")
    assert (mention.aspect, mention.modality) == ("killed", Modality.POSSIBLE)


def test_suspects_who_were_killed_are_no_suspected_deaths() -> None:
    (mention,) = quantities_of("Two suspects were killed in a gunfight.")
    assert (mention.aspect, mention.modality) == ("killed", Modality.ACTUAL)
    (mention,) = quantities_of("Police suspect that two men were killed.")
    assert (mention.aspect, mention.modality) == ("killed", Modality.POSSIBLE)


def test_gunmen_behind_the_name_of_a_shooting_are_not_hit() -> None:
    (mention,) = quantities_of("Park shooting: 2 gunmen on the run")
    assert mention.aspect is None


def test_homicides_are_deaths() -> None:
    (mention,) = quantities_of("Four homicides were recorded in Split.")
    assert (mention.aspect, mention.unit_class) == ("killed", "casualty")


def test_people_shot_are_injured_where_nobody_died() -> None:
    (mention,) = quantities_of("Four people were shot outside a bar.")
    assert mention.aspect == "injured"


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        pytest.param(
            "Four people were shot outside a bar. One of them died.", "killed_or_injured", id="one-of-them-may-be-dead"
        ),
        pytest.param("Four people were shot outside a bar. Nobody died.", "injured", id="nobody-died"),
        pytest.param("Four people were shot outside a bar. Homicide detectives came.", "injured", id="detectives"),
        pytest.param("Six others were shot at the bar. A waiter died there.", "injured", id="others-than-the-dead"),
        pytest.param(
            "Four men were shot and taken to a hospital. A waiter died there.", "injured", id="brought-to-a-hospital"
        ),
        pytest.param(
            "Four men were shot and taken to a hospital, where a waiter died.",
            "killed_or_injured",
            id="who-died-in-the-hospital",
        ),
    ],
)
def test_people_shot_may_be_dead_where_the_text_tells_of_deaths(text: str, aspect: str) -> None:
    assert quantities_of(text)[0].aspect == aspect


@pytest.mark.parametrize(
    ("text", "code", "aspect", "reason"),
    [
        pytest.param("The bodies of 12 miners were flown home.", "en", None, "known", id="flown-home"),
        pytest.param("The ship repatriated the bodies of 12 miners.", "en", None, "known", id="repatriated"),
        pytest.param("Divers recovered the bodies of 12 miners.", "en", "killed", None, id="found"),
        pytest.param("The 12 miners who were killed had flown home.", "en", "killed", None, id="no-bodies"),
        pytest.param("Die Leichen von 12 Soldaten wurden in die Heimat geflogen.", "de", None, "known", id="german"),
        pytest.param("Taucher bargen die Leichen von 12 Soldaten.", "de", "killed", None, id="german-found"),
    ],
)
def test_whose_bodies_are_brought_home_were_known_to_be_dead(
    text: str, code: str, aspect: str | None, reason: str | None
) -> None:
    mentions = read_mentions(None, text, load_language(code), load_gazetteer(code))
    (mention,) = [mention for mention in mentions if mention.kind is MentionKind.QUANTITY]
    assert (mention.aspect, mention.passed_over) == (aspect, reason)


def test_what_a_text_that_came_out_tells_of_is_not_set_free() -> None:
    assert [mention.aspect for mention in quantities_of("A list released Friday of 12 spies is long.")] == [None]
    assert [mention.aspect for mention in quantities_of("Judges released 12 spies.")] == ["rescued"]


def test_only_people_are_lost_to_death() -> None:
    assert [mention.aspect for mention in quantities_of("The fire caused the loss of 11 lives.")] == ["killed"]
    assert [mention.aspect for mention in quantities_of("The firm reported the loss of 300 contracts.")] == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Nine people were hurt. Four were taken to a hospital.", ["injured", None], id="some-brought-to-a-hospital"
        ),
        pytest.param("Two of the victims were in stable condition.", [None], id="some-victims-in-a-condition"),
        pytest.param("Two of the passengers were taken to a hospital.", ["injured"], id="some-who-were-not-known-hurt"),
        pytest.param(
            "Nine people were hurt. Two of the victims are in critical condition.", ["injured", None], id="some-badly"
        ),
        pytest.param("Nine people were hurt. Two were badly burned.", ["injured", "injured"], id="a-harm-of-their-own"),
        pytest.param(
            "Nine people were hurt. Four were in critical condition.", ["injured", "injured"], id="a-bare-four"
        ),
        pytest.param(
            "Nine people were hurt. Four more were taken to a hospital.", ["injured", "injured"], id="on-top-of-them"
        ),
        pytest.param(
            "Nine people died. Four were taken to a hospital.", ["killed", "injured"], id="the-hurt-beside-the-dead"
        ),
    ],
)
def test_what_becomes_of_some_who_were_hurt_hurts_nobody_anew(text: str, expected: list[str | None]) -> None:
    assert [mention.aspect for mention in quantities_of(text)] == expected


def test_only_people_are_executed_to_death() -> None:
    assert [mention.aspect for mention in quantities_of("The junta executed 35 rebels.")] == ["killed"]
    assert [mention.aspect for mention in quantities_of("Police executed 44 search warrants.")] == [None]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("They sent 300 soldiers to the border.", Modality.ACTUAL),
        ("They will send 300 soldiers to the border.", Modality.PLANNED),
        ("They plan to send 300 soldiers to the border.", Modality.PLANNED),
        ("Up to 300 soldiers are expected to be sent.", Modality.PLANNED),
        ("Some 300 soldiers could be sent.", Modality.POSSIBLE),
        ("About 300 people are believed to have been killed.", Modality.ACTUAL),
        ("If 300 soldiers were sent, the border would hold.", Modality.POSSIBLE),
        ("The fever could result in 300 deaths.", Modality.POSSIBLE),
        ("The town is prepared to handle 300 deaths.", Modality.POSSIBLE),
        ("The mask would have prevented 300 deaths.", Modality.POSSIBLE),
        ("The drug may have caused 300 deaths.", Modality.ACTUAL),
        ("The fever led to 300 deaths.", Modality.ACTUAL),
        ("Some 300 villagers must be evacuated.", Modality.PLANNED),
        ("Doctors insist that 30 patients be evacuated.", Modality.PLANNED),
        ("The smoke forced 300 villagers to be evacuated.", Modality.ACTUAL),
        ("Crews managed to rescue 30 sailors.", Modality.ACTUAL),
        ("Some 300 villagers had to be evacuated.", Modality.ACTUAL),
        ("The mayor wants 300 soldiers sent to the border.", Modality.PLANNED),
        ("The court requires 30 sailors to be paid.", Modality.PLANNED),
        ("Should the wall break, 300 villagers are killed.", Modality.POSSIBLE),
        ("Police are looking into claims that 30 sailors were killed.", Modality.POSSIBLE),
        ("The opera ends with a storm that kills 30 sailors.", Modality.POSSIBLE),
        ("Some 30 sailors must have been killed.", Modality.POSSIBLE),
        ("If the wall breaks, 300 villagers are killed within an hour.", Modality.POSSIBLE),
        ("Dozens of villagers, if not more, and 30 sailors were killed.", Modality.ACTUAL),
        ("Officials fear that 30 sailors were killed.", Modality.POSSIBLE),
        ("Fear spread after 30 sailors were killed.", Modality.ACTUAL),
        ("Some 30 sailors are feared dead.", Modality.POSSIBLE),
        ("The plan assumes that 300 villagers are killed.", Modality.POSSIBLE),
        ("In the film 300 sailors are killed.", Modality.POSSIBLE),
        ("Of 300 deaths put down to it, most had other causes.", Modality.POSSIBLE),
        ("In the film industry 300 jobs were cut.", Modality.ACTUAL),
    ],
)
def test_modality_follows_the_verb_group(text: str, modality: Modality) -> None:
    assert quantities_of(text)[-1].modality is modality


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Some 30 sailors may have been killed.", Certainty.FEARED),
        ("Some 30 sailors may be dead.", Certainty.FEARED),
        ("Some 30 sailors are feared dead.", Certainty.FEARED),
        ("The death toll could be 300.", Certainty.FEARED),
        ("Some 30 sailors may be killed.", None),
        ("If the wall breaks, 30 sailors are killed.", None),
        ("Some 30 sailors were killed.", None),
    ],
)
def test_what_is_feared_to_have_happened_is_told_from_what_is_threatened(
    text: str, certainty: Certainty | None
) -> None:
    assert quantities_of(text)[0].certainty is certainty


@pytest.mark.parametrize(
    "text",
    [
        "The two hikers were not injured.",
        "None of the eight residents were hurt.",
        "They haven't sent 300 soldiers yet.",
        "Not one of the 12 skiers was hurt.",
        "No one among the other 12 skiers was hurt.",
        "The blockade that kept 900 villagers displaced is over.",
        "The slide almost killed 12 skiers.",
        "Crews failed to rescue 12 skiers.",
        "The slide would have killed 12 skiers.",
    ],
)
def test_what_did_not_happen_is_no_aspect(text: str) -> None:
    (mention,) = quantities_of(text)
    assert (mention.negated, mention.aspect) == (True, None)


@given(
    st.lists(
        st.sampled_from(
            [
                "12",
                "people",
                "were",
                "killed",
                "and",
                ",",
                "not",
                "if",
                "shot",
                "dead",
                "by",
                "—",
                "including",
                "will",
                "to",
                "send",
                "training",
                "'s",
            ]
        ),
        max_size=80,
    )
)
def test_events_of_any_heap_of_cues_lie_in_their_sentence(words: list[str]) -> None:
    for sentence in read_sentences(" ".join(words)):
        reading = read_events(sentence, ENGLISH)
        assert all(0 <= event.first < event.last <= len(sentence.words) for event in reading.events)
        assert not reading.events or len(reading.weights) == len(sentence.words) + 1


def test_a_name_that_is_written_like_a_verb_is_none() -> None:
    (crossings,) = quantities_of("On Monday Norlin Ferries cancelled 12 crossings.")
    assert crossings.aspect is None
