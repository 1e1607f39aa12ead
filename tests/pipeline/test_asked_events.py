"""Events that a watchlist asks for: read from sentences in English and German, and told once, and again when they turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.watchlists import load_watchlists
from monitor.model import Mention, MentionKind, Modality
from monitor.model.errors import UsageError
from tests.lab.stories import Desk, a_story, a_watchlist, told

HEAD = """
watchlist: story
title: The story of Orsk
match: {all: [[Orsk, Mainz]]}
story: {where: [%s]}
facts:
  - {fact: event, kind: event, what: [%s]%s}
"""


def watch(*what: str, where: str = "Orsk", more: str = "") -> str:
    return HEAD % (where, ", ".join(f'"{each}"' for each in what), more)


def events_of(folder: Path, text: str, *what: str) -> list[Mention]:
    desk = Desk(a_watchlist(folder, watch(*what)))
    mentions = desk.read(a_story("one", text, body=(), title="News of Orsk")).mentions
    desk.close()
    return [mention for mention in mentions if mention.kind is MentionKind.EVENT]


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("resign", "The mayor of Orsk has resigned."),
        ("resign", "The mayor's resignation surprised Orsk."),
        ("resign", "MAYOR RESIGNS"),
        ("step down | quit", "The mayor stepped down on Friday."),
        ("call off + strike", "Miners called their two-week strike off."),
        ("call off + strike", "The strike, which began in March, was called off."),
        ("find + guilty", "A jury found the driver of the lorry guilty of fraud."),
        ("convict", "The conviction of the driver came after nine days."),
        ("declare + emergency", "The governor declared a state of emergency."),
        ("state of emergency", "A state of emergency came into force."),
        ("take over", "The takeover of the mill was announced."),
        ("sink", "A ferry sank off the coast."),
        ("expel + envoy", "Orsk expelled the envoy of its neighbour."),
        ("cancel", "The cancellation of the race was announced."),
        ("infect*", "The fever infected cattle in four villages."),
        ("zurücktreten", "Die Ministerin trat am Sonntag nach langem Streit zurück."),
        ("zurücktreten", "Nach langem Streit ist die Ministerin zurückgetreten."),
        ("zurücktreten", "Der Rücktritt der Ministerin kam für Mainz unerwartet."),
        ("absagen + Streik", "Die Bahn teilte mit, der Streik sei abgesagt worden."),
        ("festnehmen", "Die Polizei in Mainz nahm am Abend zwei Männer fest."),
        ("kündigen | Kündigung", "Der Verband kündigte den Vertrag mit Mainz."),
        ("ausrufen + Notstand", "Am Abend rief die Landrätin den Notstand aus."),
        ("ernennen", "Die Landrätin ernannte einen Nachfolger."),
        ("beschließen + Zölle", "Die Minister beschlossen in Mainz neue Zölle."),
        ("Festnahme", "Die Festnahme gelang am Morgen."),
    ],
)
def test_a_predicate_is_found_in_all_its_forms(tmp_path: Path, what: str, text: str) -> None:
    (event,) = events_of(tmp_path, text, what)
    assert (event.modality, event.negated, event.predicate) == (Modality.ACTUAL, False, what.lower())


@pytest.mark.parametrize(
    ("what", "text", "said"),
    [
        ("find + guilty", "A jury found the driver guilty.", "jury found the driver guilty"),
        ("bring + under control", "The fire was brought under control on Friday.", "fire was brought under control"),
        ("return + home*", "It was over, and residents returned to their homes.", "residents returned to their homes"),
        ("lift + order", "The order was lifted.", "order was lifted"),
    ],
)
def test_an_event_is_told_with_its_object_and_without_what_joins_it(
    tmp_path: Path, what: str, text: str, said: str
) -> None:
    (event,) = events_of(tmp_path, text, what)
    assert event.text == said


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("find + guilty", "A jury found the driver of the lorry near the guilt-ridden owner."),
        ("call off + strike", "Strike leaders in Orsk called off the talks."),
        ("call off + strike", "Miners called the mayor, and the strike went on."),
        ("zurücktreten", "Die Ministerin trat vor die Presse und wies die Schuld zurück."),
    ],
)
def test_words_of_a_predicate_that_do_not_belong_together_are_none(tmp_path: Path, what: str, text: str) -> None:
    assert events_of(tmp_path, text, what) == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("collapse + mosque", "Orsk mourns three children after the mosque collapsed."),
        ("sink + ferry", "Divers searched for the ferry that sank in March."),
        ("confirm + case", "All confirmed cases are treated at home."),
        ("seize + ship", "The ship seized by pirates carries grain for Orsk."),
        ("flee", "Families fleeing the flood slept in a school."),
        ("close + port", "Dockers protested by closing the port."),
        ("resign", "Orsk looked for a mayor after the sudden resignation of Ada Vell."),
        ("suspend + export", "The mill had already suspended its exports."),
        ("drop + sand", "The council keeps a plane to drop sand."),
        ("zurücktreten", "Mainz sucht eine Nachfolgerin, nachdem die Ministerin zurückgetreten war."),
        ("zurücktreten", "Die Ministerin, die im Mai zurückgetreten ist, zieht nach Mainz."),
        ("zurücktreten", "Mainz sucht nach dem Rücktritt der Ministerin eine Nachfolgerin."),
    ],
)
def test_what_a_sentence_only_refers_to_is_said_to_be_so(tmp_path: Path, what: str, text: str) -> None:
    (event,) = events_of(tmp_path, text, what)
    assert event.passed_over == "in passing"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("accept + offer", "A spokesman said the seamen had accepted the offer."),
        ("arrest", "The raid led to the arrest of Jon Birk."),
        ("sink + rig", "A rig that had burned for a day in the gulf sank on Thursday."),
        ("unveil + phone", "Birk unveils new phone in Orsk"),
        ("state of emergency", "Orsk is now under a state of emergency."),
        ("zurücktreten", "Ein Sprecher sagte, die Ministerin sei zurückgetreten."),
    ],
)
def test_what_a_sentence_tells_is_its_news(tmp_path: Path, what: str, text: str) -> None:
    (event,) = events_of(tmp_path, text, what)
    assert event.passed_over is None


def test_the_subject_of_a_verb_stands_before_the_clause_that_describes_it(tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, "An oil rig that had burned for a day in the gulf sank on Thursday.", "sink")
    assert event.who == "oil rig"


@pytest.mark.parametrize("text", ["No warnings were issued in Orsk.", "Neither side issued a warning."])
def test_what_nobody_does_is_negated(tmp_path: Path, text: str) -> None:
    (event,) = events_of(tmp_path, text, "issue + warning")
    assert event.negated


@pytest.mark.parametrize(
    ("text", "modality", "negated"),
    [
        ("The mayor will resign on Friday.", Modality.PLANNED, False),
        ("The mayor plans to resign.", Modality.PLANNED, False),
        ("Mayor to resign", Modality.PLANNED, False),
        ("The mayor could resign.", Modality.POSSIBLE, False),
        ("The mayor must resign, the opposition said.", Modality.POSSIBLE, False),
        ("The opposition urged the mayor to resign.", Modality.POSSIBLE, False),
        ("The opposition called for the resignation of the mayor.", Modality.POSSIBLE, False),
        ("If the mayor resigned, his deputy would take his place.", Modality.POSSIBLE, False),
        ("The mayor did not resign.", Modality.ACTUAL, True),
        ("The mayor refused to resign.", Modality.PLANNED, True),
        ("The planned resignation of the mayor was scrapped.", Modality.PLANNED, True),
    ],
)
def test_how_real_an_event_is(tmp_path: Path, text: str, modality: Modality, negated: bool) -> None:
    (event,) = events_of(tmp_path, text, "resign")
    assert (event.modality, event.negated) == (modality, negated)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Die Ministerin will am Freitag zurücktreten, forderte niemand.", Modality.POSSIBLE),
        ("Die Ministerin wird am Freitag zurücktreten.", Modality.PLANNED),
        ("Die Opposition fordert, dass die Ministerin zurücktreten soll.", Modality.POSSIBLE),
    ],
)
def test_how_real_an_event_is_in_german(tmp_path: Path, text: str, modality: Modality) -> None:
    (event,) = events_of(tmp_path, text, "zurücktreten")
    assert event.modality is modality


def test_who_and_whom_are_told_apart_in_the_active_and_the_passive(tmp_path: Path) -> None:
    (active,) = events_of(tmp_path, "Police arrested the banker Jon Birk in Orsk.", "arrest")
    (passive,) = events_of(tmp_path, "The banker Jon Birk was arrested by police in Orsk.", "arrest")
    assert (active.who, active.whom) == ("Police", "banker Jon Birk")
    assert (passive.who, passive.whom) == ("police", "banker Jon Birk")
    assert active.place is not None
    assert active.place.name == "Orsk"


def lines(folder: Path, watchlist: str, *texts: str) -> list[str]:
    desk = Desk(a_watchlist(folder, watchlist))
    stories = [a_story(f"n{n}", text, body=(), hours=24 * n, title="Orsk") for n, text in enumerate(texts)]
    found = [f"{outcome}: {now}" for outcome, _, now in told(desk.tell(*stories))]
    desk.close()
    return found


def test_a_german_event_is_told_again_when_it_turns(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("absagen + Streik", where="Mainz"),
        "Die Bahn in Mainz will den Streik am Montag absagen.",
        "Die Bahn in Mainz hat den Streik abgesagt.",
    )[-1].startswith("new: Bahn in Mainz hat den Streik abgesagt")


@pytest.mark.parametrize("when", ["hours later", "two weeks ago", "three days after the vote"])
def test_a_span_of_time_is_no_object(tmp_path: Path, when: str) -> None:
    (event,) = events_of(tmp_path, f"The mayor Jon Birk resigned {when}.", "resign")
    assert (event.who, event.whom) == ("mayor Jon Birk", None)


def test_what_is_asked_for_by_its_word_is_of_the_story_though_that_is_of_another_kind(tmp_path: Path) -> None:
    watchlist = watch("acquit").replace("where: [Orsk]", "where: [Orsk], kind: strike")
    text = "The trial of two miners in Orsk ended, and a jury acquitted both."
    assert lines(tmp_path, watchlist, text) == ["new: jury acquitted both"]


def test_an_event_is_told_once(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("resign"),
        "The mayor of Orsk resigned on Monday.",
        "Orsk is looking for a new mayor after the resignation of the old one.",
    ) == ["new: mayor of Orsk resigned"]


def test_what_was_planned_is_told_again_when_it_is_done(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("call off + strike"),
        "Miners in Orsk will call off their strike.",
        "Miners in Orsk have called off their strike.",
        "Miners in Orsk will call off their strike.",
    ) == [
        "new: Miners in Orsk will call off their strike",
        "update: Miners in Orsk have called off their strike (planned before)",
    ]


def test_what_was_planned_is_told_again_when_it_will_not_come(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("march"),
        "Students plan to march through Orsk.",
        "The march through Orsk was cancelled.",
    ) == ["new: Students plan to march through Orsk", "update: march through Orsk was cancelled (planned before)"]


def test_an_event_that_was_only_referred_to_is_news_when_it_is_told(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("collapse + bridge"),
        "Traffic in Orsk stood still after the bridge collapsed.",
        "The old bridge in Orsk collapsed on Monday.",
    ) == ["new: old bridge in Orsk collapsed"]


def test_an_event_is_told_with_its_object_and_as_real_as_it_is(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("vote + strike", "collapse + talks", "close + school"),
        "Bank workers in Orsk voted on Monday to strike.",
        "Talks in Orsk collapsed today and the strike will go on.",
        "The planned closure of the school in Orsk worries parents.",
    ) == [
        "new: Bank workers in Orsk voted on Monday to strike",
        "new: Talks in Orsk collapsed",
        "new: planned closure of the school",
    ]


def test_the_object_of_an_event_is_the_nearest_that_is_said(tmp_path: Path) -> None:
    text = "Talks on the strike in Orsk collapsed today and the strike will continue, a union official said."
    assert lines(tmp_path, watch("continue + strike"), text) == ["new: strike will continue"]


def test_what_somebody_says_of_an_event_is_told_once(tmp_path: Path) -> None:
    both = watch("resign") + "  - {fact: said, kind: statement, about: [resign]}\n"
    assert len(lines(tmp_path, both, "Governor Ada Vell said that the mayor of Orsk had resigned.")) == 1


def test_an_event_is_told_by_its_figure_where_that_is_told(tmp_path: Path) -> None:
    figures = watch("send + troops") + "  - {fact: troops, kind: quantity, of: soldiers}\n"
    assert lines(tmp_path, figures, "The government sent 800 troops to Orsk.") == [
        "new: 800 troops sent to Orsk, Russia"
    ]


def test_what_is_known_to_have_happened_is_not_undone_by_a_plan(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("return to work"),
        "Miners in Orsk returned to work.",
        "Miners in Orsk will not return to work unless they are paid.",
    ) == ["new: Miners in Orsk returned to work"]


def test_arrests_of_people_with_other_names_are_two_events(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("arrest"),
        "Police in Orsk arrested Jon Birk.",
        "Police in Orsk arrested Ada Vell.",
        "Police in Orsk had arrested Birk.",
    ) == ["new: Police in Orsk arrested Jon Birk", "new: Police in Orsk arrested Ada Vell"]


def test_a_capital_that_begins_a_sentence_is_no_name(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("deploy + soldiers"),
        "Soldiers and police were deployed in Orsk.",
        "Police and soldiers have been deployed in Orsk.",
    ) == ["new: Soldiers and police were deployed"]


def test_a_correction_takes_back_what_its_text_had_told(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path, watch("resign")))
    first = a_story("one", "The mayor of Orsk resigned on Monday.", title="Orsk")
    note = "CORRECTION: The mayor of Orsk has not resigned, as an earlier version of this story said."
    found = [f"{outcome}: {now}" for outcome, _, now in told(desk.tell(first, a_story("two", note, hours=3)))]
    desk.close()
    assert found == ["new: mayor of Orsk resigned", "update: mayor of Orsk has not resigned (told as done before)"]


def test_an_article_that_no_longer_says_so_withdraws_it(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path, watch("resign")))
    texts = ("The mayor of Orsk resigned on Monday.", "The council of Orsk met on Monday.")
    stories = [a_story("one", text, hours=hours, title="Orsk") for hours, text in enumerate(texts)]
    assert [outcome for outcome, _, _ in told(desk.tell(*stories))] == ["new", "retraction"]
    desk.close()


def test_what_was_denied_is_told_as_a_denial(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("suspend + exports"),
        "The mill in Orsk suspended its exports.",
        "The mill in Orsk denied that it had suspended exports.",
    ) == ["new: mill in Orsk suspended its exports", "denial: denied: it had suspended exports"]


def test_who_and_whom_are_conditions(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("arrest", more=", whom: [banker*]"),
        "Police in Orsk arrested a teacher.",
        "Police in Orsk arrested two bankers.",
    ) == ["new: Police in Orsk arrested two bankers"]


def test_what_is_only_possible_is_told_where_the_fact_asks_for_it(tmp_path: Path) -> None:
    text = "The mayor of Orsk could resign."
    assert lines(tmp_path, watch("resign"), text) == []
    asked = watch("resign", more=", modality: possible")
    assert lines(tmp_path, asked, text) == ["new: possible: mayor of Orsk could resign"]


@pytest.mark.parametrize(
    ("what", "problem"),
    [
        ("+ strike", "has a part without a word; write a verb, and its object behind +"),
        ("re*sign", "has a * inside; a * may only end a word"),
        (
            "a | b | c | d | e | f | g | h | i | j | k | l | m",
            "has more than 12 ways; split it into several entries of the list",
        ),
        ("call off + a + b + c + d", "has more than 4 parts"),
        ("find the old mayor of Orsk guilty", "is longer than 5 words; put + before what stands apart from it"),
    ],
)
def test_a_predicate_that_cannot_be_read_is_an_error_with_its_line(tmp_path: Path, what: str, problem: str) -> None:
    path = tmp_path / "w.yaml"
    path.write_text(watch(what), encoding="utf-8")
    with pytest.raises(UsageError, match=r"w\.yaml:7: ") as caught:
        load_watchlists(path)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("what", "text", "who"),
    [
        ("resign", "The mayor has submitted his resignation.", "mayor"),
        ("resign", "The mayor handed in his resignation on Friday.", "mayor"),
        ("sue", "Five growers filed a lawsuit against the mill.", "Five growers"),
    ],
)
def test_a_verb_carries_out_the_noun_that_is_its_object(what: str, text: str, who: str, tmp_path: Path) -> None:
    (event,) = events_of(tmp_path, text, what)
    assert (event.who, event.passed_over, event.negated) == (who, None, False)


def test_what_is_only_brought_up_is_not_carried_out(tmp_path: Path) -> None:
    assert events_of(tmp_path, "The council talked about his resignation.", "resign")[0].passed_over is not None
