"""Which event a mention belongs to: every row is a text, what is looked at in it, and the role of its event. Published
on Monday, 3 June 2024.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Event, EventRole, Mention, MentionKind

PUBLISHED = datetime(2024, 6, 3, 10, 0, tzinfo=UTC)
OWN, BACKGROUND, ELSEWHERE, TOTAL, UNREAL = EventRole


def read(
    text: str, *, title: str | None = None, language: str = "en", published_at: datetime | None = PUBLISHED
) -> tuple[Mention, ...]:
    return read_mentions(title, text, load_language(language), load_gazetteer(language), published_at=published_at)


def mention_of(value: int | str, mentions: tuple[Mention, ...]) -> Mention:
    if isinstance(value, str):
        return next(mention for mention in mentions if mention.kind is MentionKind.PLACE and mention.text == value)
    return next(mention for mention in mentions if value in (mention.value_low, mention.value_high))


def event_of(value: int | str, mentions: tuple[Mention, ...]) -> Event:
    event = mention_of(value, mentions).event
    assert event is not None
    return event


@pytest.mark.parametrize(
    ("language", "text", "is_further"),
    [
        pytest.param("en", "40 people were killed in a second attack on Bari.", True, id="a-second"),
        pytest.param("en", "Another blast killed 40 people in Bari.", True, id="another"),
        pytest.param("en", "A new attack killed 40 people in Bari.", True, id="a-new"),
        pytest.param("en", "40 people were killed in an attack on Bari.", False, id="an-attack"),
        pytest.param(
            "en", "40 people were killed in the second attack on Bari.", False, id="the-second-of-those-known"
        ),
        pytest.param(
            "en",
            "40 people were killed in an attack on Bari, which feared a second attack.",
            False,
            id="in-another-clause",
        ),
        pytest.param("en", "40 people were killed in clashes elsewhere in Mali.", True, id="elsewhere"),
        pytest.param("de", "Bei Gefechten anderswo in Mali wurden 40 Menschen getötet.", True, id="german-elsewhere"),
        pytest.param("de", "Bei einem zweiten Angriff auf Bari wurden 40 Menschen getötet.", True, id="german-second"),
        pytest.param("de", "Bei dem Angriff auf Bari wurden 40 Menschen getötet.", False, id="german-the-attack"),
    ],
)
def test_one_more_event_of_a_kind_is_none_that_was_told_before(language: str, text: str, is_further: bool) -> None:
    event = event_of(40, read(text, language=language))
    assert (event.role, event.is_further) == (OWN, is_further)


LEAD = "A quake killed 12 people in Herat on Monday. "
LEAD_DE = "Am Montag starben bei einem Beben in Herat 12 Menschen. "
ENGLISH = [
    pytest.param("A quake killed 12 people in Herat on Monday.", 12, OWN, id="its-own-day"),
    pytest.param("A quake killed 12 people in Herat.", 12, OWN, id="no-time-at-all"),
    pytest.param("A quake killed 12 people in Herat three weeks ago.", 12, OWN, id="weeks-ago-is-still-the-news"),
    pytest.param(LEAD + "In April last year a quake killed 40 people.", 40, BACKGROUND, id="month-of-last-year"),
    pytest.param(LEAD + "In 2005 a quake in Bam killed 40 people.", "Bam", BACKGROUND, id="place-of-a-look-back"),
    pytest.param(
        LEAD + "The 1998 flood that killed 40 people began with rain.", 40, BACKGROUND, id="year-before-the-noun"
    ),
    pytest.param(LEAD + "In a 1911 eruption about 40 people died.", 40, BACKGROUND, id="year-inside-a-fronted-phrase"),
    pytest.param(LEAD + "Some 40 people were killed by the 1997 quake.", 40, BACKGROUND, id="year-of-what-killed"),
    pytest.param(
        LEAD + "The town remembers the 1966 flood, in which 40 people were killed.",
        40,
        BACKGROUND,
        id="relative-clause-on-an-old-event",
    ),
    pytest.param(
        LEAD + "It was the worst since 1999, when 40 people were killed.", 40, BACKGROUND, id="worst-since-when"
    ),
    pytest.param(
        LEAD + "It comes ten years after a quake that killed 40 people in Nepal.", 40, BACKGROUND, id="years-after"
    ),
    pytest.param(
        "Ten years after the fire that killed 40 people in Bari, the gate was opened.",
        "Bari",
        BACKGROUND,
        id="years-after-at-the-head",
    ),
    pytest.param("The attack came a day after a bomb killed 40 people in Bari.", 40, BACKGROUND, id="came-a-day-after"),
    pytest.param("The blast follows a fire that killed 40 people.", 40, BACKGROUND, id="follows-a-fire"),
    pytest.param(
        "The protest came a day after police killed 40 people.", 40, OWN, id="a-protest-answers-its-own-event"
    ),
    pytest.param(
        "The shooting follows two last week in Bari, Italy, and Lyon, France.",
        "Lyon",
        BACKGROUND,
        id="follows-two-in-several-places",
    ),
    pytest.param(
        "The raid came a day after a driver from Dover, Del., shot 40 people.", 40, BACKGROUND, id="over-a-set-in-name"
    ),
    pytest.param(
        "The raid came a day after a bomb killed nine in Bari, and 40 people died.", 40, OWN, id="no-name-set-in"
    ),
    pytest.param(
        LEAD + "Earlier this year a man went on a spree that left 40 people dead.",
        40,
        BACKGROUND,
        id="earlier-this-year",
    ),
    pytest.param(LEAD + "Just last week a bomb killed 40 people.", 40, BACKGROUND, id="just-last-week"),
    pytest.param(LEAD + "So far this year 40 people were killed.", 40, TOTAL, id="this-year-counts-many"),
    pytest.param(
        "The attack came hours before two men were shot in Porto and a week after 40 people died in Bari.",
        40,
        BACKGROUND,
        id="came-before-one-and-after-another",
    ),
    pytest.param("The toll has come to 40 people after a second blast.", 40, OWN, id="no-event-came"),
    pytest.param(
        "The spill could match the 40 barrels that a tanker lost.", 40, BACKGROUND, id="compared-with-a-known-figure"
    ),
    pytest.param("The spill could exceed 40 barrels.", 40, OWN, id="exceeds-a-figure-of-its-own"),
    pytest.param(
        "By Friday the spill could match the 40 barrels that a tanker lost.", 40, BACKGROUND, id="compared-by-a-day"
    ),
    pytest.param("More people died than the 40 who did in Bari.", 40, BACKGROUND, id="than-a-known-figure"),
    pytest.param(
        LEAD + "It is not like in Bari, where 40 people were killed.", 40, BACKGROUND, id="likened-to-another-place"
    ),
    pytest.param(LEAD + "She would like to leave the town, where 40 people died.", 40, OWN, id="would-like-to"),
    pytest.param(
        LEAD + "Monday was the anniversary of the raid that killed 40 people.", 40, BACKGROUND, id="anniversary"
    ),
    pytest.param(
        LEAD + "It was the deadliest blast since one in Bari killed 40 people.", 40, BACKGROUND, id="deadliest-since"
    ),
    pytest.param(LEAD + "Before the war 40 people lived there.", 40, BACKGROUND, id="before-the-war"),
    pytest.param(LEAD + "Before the quake 40 people were evacuated.", 40, OWN, id="what-happened-before-it"),
    pytest.param(
        LEAD + "Fires rage. Three weeks ago a bomb killed 40 people in a church.",
        40,
        BACKGROUND,
        id="opens-with-an-earlier-day",
    ),
    pytest.param(
        LEAD + "Fires rage. Three weeks ago the quake killed 40 people.", 40, OWN, id="an-earlier-day-of-what-is-known"
    ),
    pytest.param("The trial is over the blast that killed 40 people last month.", 40, OWN, id="last-month-is-over"),
    pytest.param("In two separate attacks 40 people were killed.", 40, TOTAL, id="separate-attacks"),
    pytest.param("Police said 40 people were killed in separate shootings.", 40, TOTAL, id="separate-shootings"),
    pytest.param(LEAD + "In the 1990s a quake killed 40 people.", 40, BACKGROUND, id="decade"),
    pytest.param(
        LEAD + "In 2008, the mill was fined after a blast that killed 40 people.",
        40,
        BACKGROUND,
        id="not-after-the-year-of-its-sentence",
    ),
    pytest.param(
        LEAD + "The last time the river rose so high, 40 people were killed.", 40, BACKGROUND, id="the-last-time"
    ),
    pytest.param(LEAD + "A similar attack killed 40 people in Bari.", 40, BACKGROUND, id="a-similar-one"),
    pytest.param(LEAD + "Three earlier avalanches killed 40 people.", 40, BACKGROUND, id="earlier-ones"),
    pytest.param(
        LEAD + "A decade after a stampede killed 40 people in Pune, the case is open.",
        "Pune",
        BACKGROUND,
        id="a-decade-after",
    ),
    pytest.param(LEAD + "The last such pandemic killed 40 people.", 40, BACKGROUND, id="the-last-such"),
    pytest.param(LEAD + "\n\n2010 - Haiti: some 40 people killed.", 40, BACKGROUND, id="line-of-a-fact-box"),
    pytest.param(
        LEAD + "\n\nMay 2008: Sichuan, China. Some 40 people dead.", 40, BACKGROUND, id="fact-box-goes-on-in-its-line"
    ),
    pytest.param(LEAD + "In 2005 a quake hit Bam. It killed 40 people.", 40, BACKGROUND, id="look-back-goes-on"),
    pytest.param(
        LEAD + "\n\nIn 2005 a quake hit Bam.\n\nIn that quake 40 people died.",
        40,
        BACKGROUND,
        id="look-back-goes-on-in-a-paragraph",
    ),
    pytest.param(LEAD + "In 2005 a quake hit Bam. Police have now found 40 dead.", 40, OWN, id="back-by-the-tense"),
    pytest.param(LEAD + "In 2005 a quake hit Bam. On Sunday 40 people died.", 40, OWN, id="back-by-the-day"),
    pytest.param(
        LEAD + "In 2005 a quake hit Bam. Rescuers said they found 40 bodies.", 40, OWN, id="back-by-who-speaks"
    ),
    pytest.param(
        LEAD + "\n\nIn 2005 a quake hit Bam.\n\nRescuers found 40 bodies in Herat.", 40, OWN, id="back-by-the-paragraph"
    ),
    pytest.param(
        "A quake killed 40 people in a region devastated by the tsunami of 2004.", 40, OWN, id="region-with-a-past"
    ),
    pytest.param("Survivors of the 2004 tsunami found 40 bodies.", 40, OWN, id="those-who-lived-through-another"),
    pytest.param("The 2004 tsunami victims got 40 tents.", 40, OWN, id="noun-behind-the-event"),
    pytest.param("Fighting began in January and has killed 40 people.", 40, OWN, id="perfect-goes-on-until-now"),
    pytest.param("A car made in 2004 hit people on Sunday, killing 40.", 40, OWN, id="later-time-in-the-sentence"),
    pytest.param(
        LEAD + "In a separate incident, a bus crash killed 40 people in Lusaka.", 40, ELSEWHERE, id="separate-incident"
    ),
    pytest.param(
        LEAD + "Elsewhere, a factory fire killed 40 people in Dhaka.", "Dhaka", ELSEWHERE, id="another-event-elsewhere"
    ),
    pytest.param(LEAD + "Elsewhere, 40 people were killed.", 40, OWN, id="elsewhere-in-the-same-event"),
    pytest.param("At least 40 people have been killed since the war began.", 40, TOTAL, id="since-the-war-began"),
    pytest.param("A blast killed 12 people, and 40 have died in the civil war.", 40, TOTAL, id="in-the-war"),
    pytest.param("A blast killed 12 people, and 40 have died in the civil war.", 12, OWN, id="beside-a-total"),
    pytest.param("Fires have killed 40 people so far this year.", 40, TOTAL, id="so-far-this-year"),
    pytest.param("Annually the river kills about 40 people.", 40, TOTAL, id="habit"),
    pytest.param("In the film, 40 people die.", 40, UNREAL, id="film"),
    pytest.param("A simulated attack killed 40 people.", 40, UNREAL, id="simulated"),
    pytest.param("A fire in the film studio killed 40 people.", 40, OWN, id="where-films-are-made"),
]
GERMAN = [
    pytest.param("Am Montag starben in Jena 12 Menschen.", 12, OWN, id="its-own-day"),
    pytest.param("Vor zehn Jahren starben bei einem Brand in Ulm 40 Menschen.", 40, BACKGROUND, id="years-ago"),
    pytest.param(
        "Die Flut, bei der 2021 im Ahrtal 40 Menschen starben, begann nachts.",
        40,
        BACKGROUND,
        id="bare-year-in-a-clause",
    ),
    pytest.param(
        "Der Anschlag kam einen Tag, nachdem eine Bombe 40 Menschen getötet hatte.",
        40,
        BACKGROUND,
        id="came-a-day-after",
    ),
    pytest.param("Der Brand folgte auf einen Anschlag mit 40 Toten.", 40, BACKGROUND, id="followed-an-attack"),
    pytest.param("1962 starben in Hamburg 40 Menschen.", 40, BACKGROUND, id="bare-year-at-the-head"),
    pytest.param("Am Montag protestierten rund 2000 Menschen in Berlin.", 2000, OWN, id="count-that-looks-like-a-year"),
    pytest.param("Vor zwei Wochen starben in Ulm 40 Menschen.", 40, OWN, id="weeks-ago-is-still-the-news"),
    pytest.param(
        "Der Sturm tötete 12 Menschen. Im Februar tötete ein Sturm in Jena 40 Menschen.", 40, BACKGROUND, id="month"
    ),
    pytest.param("Beim Erdbeben 1999 starben 40 Menschen.", 40, BACKGROUND, id="bare-year-of-an-event"),
    pytest.param("Das Hochwasser von 2002 tötete 40 Menschen.", 40, BACKGROUND, id="year-of-an-event"),
    pytest.param("In den 1990er Jahren starben 40 Menschen.", 40, BACKGROUND, id="decade"),
    pytest.param(
        "Zehn Jahre nach dem Grubenbrand, bei dem in Bochum 40 Menschen starben, wurde das Tor geöffnet.",
        40,
        BACKGROUND,
        id="years-after",
    ),
    pytest.param(
        "Im Februar tötete ein Sturm neun Menschen. Das Unwetter zerstörte 40 Häuser.",
        40,
        BACKGROUND,
        id="look-back-goes-on",
    ),
    pytest.param(
        "Im Februar tötete ein Sturm neun Menschen. Bislang starben 40 Menschen.", 40, OWN, id="back-by-a-word"
    ),
    pytest.param("Seit dem Krieg starben 40 Menschen.", 40, TOTAL, id="since-the-war"),
    pytest.param("Jedes Jahr sterben im See 40 Menschen.", 40, TOTAL, id="habit"),
    pytest.param(
        LEAD_DE + "Es war nicht wie in Bari, wo 40 Menschen starben.", 40, BACKGROUND, id="likened-to-another-place"
    ),
    pytest.param(LEAD_DE + "Am Montag war der Jahrestag des Angriffs mit 40 Toten.", 40, BACKGROUND, id="anniversary"),
    pytest.param(
        LEAD_DE + "Es war der schwerste Brand seit einem Unglück mit 40 Toten.", 40, BACKGROUND, id="worst-since"
    ),
    pytest.param(LEAD_DE + "Vor dem Krieg lebten hier 40 Menschen.", 40, BACKGROUND, id="before-the-war"),
    pytest.param(
        LEAD_DE + "Es brennt. Vor drei Wochen tötete eine Bombe 40 Menschen.", 40, BACKGROUND, id="an-earlier-day"
    ),
    pytest.param(LEAD_DE + "Erst vergangene Woche tötete eine Bombe 40 Menschen.", 40, BACKGROUND, id="just-last-week"),
    pytest.param(LEAD_DE + "Anfang des Jahres tötete ein Mann 40 Menschen.", 40, BACKGROUND, id="earlier-this-year"),
    pytest.param(
        "Der Angriff kam einen Tag, nachdem ein Fahrer aus Tours, Frankreich, 40 Menschen erschossen hatte.",
        40,
        BACKGROUND,
        id="over-a-set-in-name",
    ),
    pytest.param("Bei getrennten Angriffen starben 40 Menschen.", 40, TOTAL, id="separate-attacks"),
    pytest.param("Im Film starben 40 Menschen.", 40, OWN, id="film-without-a-comma-is-not-sure"),
]


@pytest.mark.parametrize(("text", "value", "role"), ENGLISH)
def test_each_mention_belongs_to_one_event(text: str, value: int | str, role: EventRole) -> None:
    assert event_of(value, read(text)).role is role


@pytest.mark.parametrize(("text", "value", "role"), GERMAN)
def test_each_mention_belongs_to_one_event_in_german(text: str, value: int | str, role: EventRole) -> None:
    assert event_of(value, read(text, language="de")).role is role


def test_without_a_date_of_publication_no_year_is_long_ago() -> None:
    assert event_of(40, read("In 2005 a quake killed 40 people.", published_at=None)).role is OWN


def test_a_figure_without_place_or_time_has_those_of_its_articles_event() -> None:
    mentions = read("A quake killed 12 people in Herat on Sunday.\n\nMore than 40 were hurt.")
    event = event_of(40, mentions)
    assert event.place is not None
    assert (event.place.name, event.start) == ("Herat", datetime(2024, 6, 2, tzinfo=UTC))


def test_the_place_of_an_article_that_names_none_is_its_datelines() -> None:
    event = event_of(
        95, read("CUSCO (City Paper) - Hospitals are full after the earthquake. Officials said 95 people were killed.")
    )
    assert event.place is not None
    assert event.place.name == "Cusco"


def test_a_look_back_has_its_own_place_and_time() -> None:
    event = event_of(40, read(LEAD + "In 2005 a quake in Kerman hit houses. It killed 40 people."))
    assert event.place is not None
    assert (event.place.name, event.start) == ("Kerman", datetime(2005, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "is_total", "per"),
    [
        pytest.param("At least 40 people have been killed since the uprising began.", True, None, id="since-it-began"),
        pytest.param("Snake bites kill some 40 people every year.", False, "year", id="every-year"),
        pytest.param("Colds kill 40 people in an average year.", False, "year", id="average-year"),
        pytest.param("A quake killed 40 people.", False, None, id="one-event"),
    ],
)
def test_what_is_counted_over_many_events_says_so(text: str, is_total: bool, per: str | None) -> None:
    mention = mention_of(40, read(text))
    assert (mention.is_running_total, mention.per) == (is_total, per)


def test_the_words_that_say_so_are_among_the_reasons() -> None:
    text = LEAD + "In a separate incident, a bus crash killed 40 people in Lusaka."
    (reason,) = (reason for reason in mention_of(40, read(text)).reasons if reason.slot == "event")
    assert text[reason.start : reason.end] == "separate incident"
