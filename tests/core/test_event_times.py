"""When something happened: every row is a sentence and the days between which it says that it happened. Published on
Friday, 18 October 2024.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.chronology.event_times import EventTime, read_times
from monitor.core.facts.slots import are_apart
from monitor.core.language.text import read_sentences
from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind, Modality

ENGLISH = load_language("en")
PUBLISHED = datetime(2024, 10, 18, 14, 30, tzinfo=UTC)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def said(time: EventTime | None) -> tuple[datetime, datetime] | None:
    return None if time is None else (time.start, time.stop)


def time_of(
    text: str, published_at: datetime | None = PUBLISHED, modality: Modality = Modality.ACTUAL
) -> EventTime | None:
    """Read the time of the first word of the last sentence."""
    sentences = read_sentences(text, abbreviations=ENGLISH.abbreviations)
    return read_times(sentences, published_at, ENGLISH).of_thing(len(sentences) - 1, 0, 1, modality, has_event=True)


def mentions_of(
    text: str, kind: MentionKind = MentionKind.QUANTITY, published_at: datetime | None = PUBLISHED
) -> tuple[Mention, ...]:
    mentions = read_mentions(None, text, ENGLISH, load_gazetteer(), published_at=published_at)
    return tuple(mention for mention in mentions if mention.kind is kind)


def days_of(text: str) -> list[str | None]:
    return [mention.event_from.date().isoformat() if mention.event_from else None for mention in mentions_of(text)]


PHRASES = [
    pytest.param("between October 8 and 13", "2024-10-08", "2024-10-14", id="between-days-of-a-month"),
    pytest.param("between 8 and 13 October", "2024-10-08", "2024-10-14", id="between-days-month-last"),
    pytest.param("from October 8 to 13", "2024-10-08", "2024-10-14", id="from-to"),
    pytest.param("on October 8-13", "2024-10-08", "2024-10-14", id="days-with-a-dash"),
    pytest.param("between 28 September and 3 October", "2024-09-28", "2024-10-04", id="between-months"),
    pytest.param("from November to January", "2023-11-01", "2024-02-01", id="over-new-year"),
    pytest.param("from October 2022 to January 2023", "2022-10-01", "2023-02-01", id="from-month-to-month"),
    pytest.param("between 2014 and 2016", "2014-01-01", "2017-01-01", id="between-years"),
    pytest.param("from Monday to Wednesday", "2024-10-14", "2024-10-17", id="from-weekday"),
    pytest.param("on Friday", "2024-10-18", "2024-10-19", id="weekday-of-publication"),
    pytest.param("in the 1990s", "1990-01-01", "2000-01-01", id="decade"),
    pytest.param("in the early 1990s", "1990-01-01", "1993-01-01", id="part-of-a-decade"),
    pytest.param("in the nineties", "1990-01-01", "2000-01-01", id="decade-in-words"),
    pytest.param("in the late '80s", "1987-01-01", "1990-01-01", id="part-of-a-decade-cut-short"),
    pytest.param("the day before yesterday", "2024-10-16", "2024-10-17", id="day-before-yesterday"),
    pytest.param("at Christmas", "2023-12-24", "2023-12-27", id="christmas"),
    pytest.param("last Christmas", "2023-12-24", "2023-12-27", id="last-christmas"),
    pytest.param("over Christmas 2021", "2021-12-24", "2021-12-27", id="christmas-of-a-year"),
    pytest.param("on Christmas Eve last year", "2023-12-24", "2023-12-25", id="christmas-eve-of-last-year"),
    pytest.param("since Easter", "2024-03-29", "2024-10-19", id="since-easter"),
    pytest.param("on Whit Monday", "2024-05-20", "2024-05-21", id="whit-monday"),
    pytest.param("on Thanksgiving 2021", "2021-11-25", "2021-11-26", id="thanksgiving"),
    pytest.param("during Ramadan", "2024-03-10", "2024-04-11", id="ramadan"),
    pytest.param("on Eid al-Adha", "2024-06-16", "2024-06-21", id="eid-al-adha"),
    pytest.param("during Eid", "2024-06-16", "2024-06-21", id="the-last-of-two-eids"),
    pytest.param("on Diwali last year", "2023-11-12", "2023-11-15", id="diwali"),
    pytest.param("on Diwali night in 2022", "2022-10-24T18:00", "2022-10-25T06:00", id="night-of-a-festival"),
    pytest.param("on Lunar New Year", "2024-02-08", "2024-02-11", id="lunar-new-year"),
    pytest.param("in April last year", "2023-04-01", "2023-05-01", id="month-of-last-year"),
    pytest.param("in March this year", "2024-03-01", "2024-04-01", id="month-of-this-year"),
    pytest.param("a fortnight ago", "2024-09-30", "2024-10-07", id="fortnight-ago"),
    pytest.param("two decades ago", "2004-01-01", "2005-01-01", id="decades-ago"),
    pytest.param("in the spring of 2010", "2010-01-01", "2011-01-01", id="season-of-a-year"),
    pytest.param("in the past fortnight", "2024-10-04", "2024-10-19", id="past-fortnight"),
    pytest.param("on Boxing Day", "2023-12-26", "2023-12-27", id="festival"),
    pytest.param("on New Year's Eve", "2023-12-31", "2024-01-01", id="festival-with-a-possessive"),
    pytest.param("on Good Friday", "2024-03-29", "2024-03-30", id="festival-by-easter"),
    pytest.param("on Easter Monday 2011", "2011-04-25", "2011-04-26", id="festival-with-its-year"),
    pytest.param("a year earlier", "2023-01-01", "2024-01-01", id="a-year-before-publication"),
    pytest.param("on Saturday", "2024-10-12", "2024-10-13", id="weekday-before"),
    pytest.param("last Friday", "2024-10-11", "2024-10-12", id="last-weekday"),
    pytest.param("on Friday last week", "2024-10-11", "2024-10-12", id="weekday-last-week"),
    pytest.param("on Friday, October 11, 2024", "2024-10-11", "2024-10-12", id="weekday-and-date"),
    pytest.param("on 8 October", "2024-10-08", "2024-10-09", id="day-month"),
    pytest.param("on the 8th of October", "2024-10-08", "2024-10-09", id="ordinal"),
    pytest.param("on Oct. 8", "2024-10-08", "2024-10-09", id="abbreviated-month"),
    pytest.param("on 2024-10-08", "2024-10-08", "2024-10-09", id="iso-date"),
    pytest.param("on December 24", "2023-12-24", "2023-12-25", id="day-of-last-year"),
    pytest.param("in December", "2023-12-01", "2024-01-01", id="month-of-last-year"),
    pytest.param("in October", "2024-10-01", "2024-10-19", id="this-month-ends-today"),
    pytest.param("last October", "2023-10-01", "2023-11-01", id="last-named-month"),
    pytest.param("in June 2023", "2023-06-01", "2023-07-01", id="month-and-year"),
    pytest.param("in 2019", "2019-01-01", "2020-01-01", id="year"),
    pytest.param("in May", "2024-05-01", "2024-06-01", id="may-the-month"),
    pytest.param("last week", "2024-10-07", "2024-10-14", id="last-week"),
    pytest.param("last year", "2023-01-01", "2024-01-01", id="last-year"),
    pytest.param("this week", "2024-10-14", "2024-10-19", id="this-week-ends-today"),
    pytest.param("earlier this month", "2024-10-01", "2024-10-19", id="earlier-this-month"),
    pytest.param("early this month", "2024-10-01", "2024-10-11", id="early-this-month"),
    pytest.param("in mid-September", "2024-09-11", "2024-09-21", id="mid-month"),
    pytest.param("in late September", "2024-09-21", "2024-10-01", id="late-month"),
    pytest.param("at the end of 2023", "2023-09-01", "2024-01-01", id="end-of-year"),
    pytest.param("over the weekend", "2024-10-12", "2024-10-14", id="weekend"),
    pytest.param("since August", "2024-08-01", "2024-10-19", id="since-month"),
    pytest.param("since last week", "2024-10-07", "2024-10-19", id="since-last-week"),
    pytest.param("two days ago", "2024-10-16", "2024-10-17", id="days-ago"),
    pytest.param("three weeks ago", "2024-09-23", "2024-09-30", id="weeks-ago"),
    pytest.param("a year ago", "2023-01-01", "2024-01-01", id="a-year-ago"),
    pytest.param("a few days ago", "2024-10-11", "2024-10-17", id="few-days-ago"),
    pytest.param("in the past three days", "2024-10-15", "2024-10-19", id="past-days"),
    pytest.param("in the last 24 hours", "2024-10-17T15:00", "2024-10-18T15:00", id="last-hours"),
    pytest.param("yesterday", "2024-10-17", "2024-10-18", id="yesterday"),
    pytest.param("overnight", "2024-10-17T18:00", "2024-10-18T08:00", id="overnight"),
    pytest.param("last night", "2024-10-17T18:00", "2024-10-18T06:00", id="last-night"),
    pytest.param("on Tuesday night", "2024-10-15T18:00", "2024-10-16T06:00", id="weekday-night"),
    pytest.param("on the night of October 8", "2024-10-08T18:00", "2024-10-09T06:00", id="night-of-a-date"),
    pytest.param("in the early hours of Tuesday", "2024-10-15", "2024-10-15T08:00", id="early-hours"),
    pytest.param("at 2 a.m. on Saturday", "2024-10-12T02:00", "2024-10-12T03:00", id="clock"),
    pytest.param("at 2:30 p.m. on Saturday", "2024-10-12T14:00", "2024-10-12T15:00", id="clock-with-minutes"),
    pytest.param("at 0230 GMT on Saturday", "2024-10-12T02:00", "2024-10-12T03:00", id="clock-of-four-digits"),
    pytest.param("at 9 a.m. KST on Saturday", "2024-10-12T00:00", "2024-10-12T01:00", id="clock-of-a-zone"),
    pytest.param("on Saturday at noon", "2024-10-12T12:00", "2024-10-12T13:00", id="noon"),
]


@pytest.mark.parametrize(("phrase", "start", "stop"), PHRASES)
def test_a_phrase_says_when(phrase: str, start: str, stop: str) -> None:
    assert said(time_of(f"Divers rescued the crew {phrase}.")) == (instant(start), instant(stop))


COMING = [
    pytest.param("on Friday", "2024-10-18", "2024-10-19", id="weekday-of-publication"),
    pytest.param("on Monday", "2024-10-21", "2024-10-22", id="weekday-to-come"),
    pytest.param("next Friday", "2024-10-25", "2024-10-26", id="next-weekday"),
    pytest.param("on October 25", "2024-10-25", "2024-10-26", id="day-to-come"),
    pytest.param("in March", "2025-03-01", "2025-04-01", id="month-of-next-year"),
    pytest.param("starting next month", "2024-11-01", "2024-12-01", id="starting-next-month"),
    pytest.param("in the coming days", "2024-10-18", "2024-10-26", id="coming-days"),
    pytest.param("over the next two months", "2024-10-18", "2024-12-19", id="next-two-months"),
    pytest.param("by the end of December", "2024-10-18", "2025-01-01", id="by-the-end"),
    pytest.param("later this year", "2024-10-18", "2025-01-01", id="later-this-year"),
    pytest.param("tomorrow", "2024-10-19", "2024-10-20", id="tomorrow"),
    pytest.param("until Sunday", "2024-10-18", "2024-10-21", id="until"),
]


@pytest.mark.parametrize(("phrase", "start", "stop"), COMING)
def test_what_is_planned_lies_ahead(phrase: str, start: str, stop: str) -> None:
    assert said(time_of(f"Divers will search the wreck {phrase}.", modality=Modality.PLANNED)) == (
        instant(start),
        instant(stop),
    )


NO_TIME = [
    pytest.param("Divers may march on the harbour.", id="may-and-march-the-verbs"),
    pytest.param("Divers train every Friday.", id="habit"),
    pytest.param("Divers searched for two days.", id="duration"),
    pytest.param("Divers spoke to the Sunday Times.", id="newspaper"),
    pytest.param("Divers found 2000 coins.", id="count-like-a-year"),
    pytest.param("Divers came on 30 February.", id="no-such-day"),
    pytest.param("Divers came on October 25.", id="day-near-ahead-but-not-planned"),
    pytest.param("Divers came the same day.", id="same-as-nothing"),
    pytest.param("Divers finished before Friday.", id="before"),
    pytest.param("Divers met at Christmas markets.", id="festival-before-a-noun"),
    pytest.param("Divers came on Halloween.", id="festival-near-ahead-but-not-planned"),
]


@pytest.mark.parametrize("text", NO_TIME)
def test_what_names_no_time_has_none(text: str) -> None:
    assert time_of(text) is None


CLAUSES = [
    pytest.param("The ministry said on Friday that 500 soldiers had arrived in Mali.", [None], id="time-of-saying"),
    pytest.param(
        "The ministry on Friday said 500 soldiers had arrived in Mali.", [None], id="time-of-saying-before-the-verb"
    ),
    pytest.param(
        "On Friday, the ministry said 500 soldiers had arrived in Mali.", [None], id="time-of-saying-in-front"
    ),
    pytest.param("A blast killed 12 people on Tuesday, police said on Friday.", ["2024-10-15"], id="event-and-saying"),
    pytest.param("On Friday, 500 soldiers arrived in Mali, the ministry said.", ["2024-10-18"], id="event-in-front"),
    pytest.param(
        "Twelve people were killed on Monday and 30 were injured on Tuesday.",
        ["2024-10-14", "2024-10-15"],
        id="each-its-own",
    ),
    pytest.param(
        "On Monday 12 people were killed and on Tuesday 5 were injured.",
        ["2024-10-14", "2024-10-15"],
        id="each-its-own-in-front",
    ),
    pytest.param(
        "Police said 12 people were killed after a bus overturned on Sunday.",
        ["2024-10-13"],
        id="of-the-clause-that-hangs-on-it",
    ),
    pytest.param(
        "He was jailed on Friday after 12 people were killed in Lima.", [None], id="not-of-the-clause-it-hangs-on"
    ),
    pytest.param("The 12 soldiers, who arrived in March, were killed in Lima.", [None], id="not-of-a-relative-clause"),
    pytest.param(
        "The 12 soldiers, who arrived in March, were killed on Sunday.", ["2024-10-13"], id="around-a-relative-clause"
    ),
    pytest.param(
        "The man who shot and killed 12 people in March will face trial.",
        ["2024-03-01"],
        id="past-in-a-relative-clause-before-will",
    ),
    pytest.param(
        "The ship that will carry 12 soldiers in March is ready.", ["2025-03-01"], id="ahead-in-a-relative-clause"
    ),
    pytest.param("Before the election in November, 12 people were killed.", [None], id="not-of-another-matter"),
    pytest.param(
        "At least 120 people have been killed since the war began in June 2022.", ["2022-06-01"], id="since-a-clause"
    ),
    pytest.param("Details emerged of a blast on Monday that left 17 people injured.", ["2024-10-14"], id="described"),
    pytest.param("Tuesday's blast in Lima killed 12 people.", ["2024-10-15"], id="possessive"),
]


@pytest.mark.parametrize(("text", "days"), CLAUSES)
def test_a_figure_has_the_time_of_its_own_event(text: str, days: list[str | None]) -> None:
    assert days_of(text) == days


def test_a_time_has_its_words_as_reason() -> None:
    text = "Chad sent 500 soldiers to Mali last week."
    (mention,) = mentions_of(text)
    (reason,) = (reason for reason in mention.reasons if reason.slot == "event_time")
    assert (reason.rule, text[reason.start : reason.end]) == ("time of its clause", "last week")
    assert "event_time" not in mention.inherited


def test_a_place_has_the_time_of_what_happens_there() -> None:
    mali = next(
        mention
        for mention in mentions_of("Chad sent 500 soldiers to Mali last week.", MentionKind.PLACE)
        if mention.text == "Mali"
    )
    assert (mali.event_from, mali.event_to) == (instant("2024-10-07"), instant("2024-10-14"))


def test_a_denial_has_the_time_of_saying() -> None:
    (denial,) = mentions_of(
        "The ministry denied on Wednesday that it had sent 500 soldiers in June.", MentionKind.STATEMENT
    )
    assert denial.event_from == instant("2024-10-16")


def test_a_sentence_that_points_back_inherits_the_time() -> None:
    (_, killed) = mentions_of("Chad sent 500 soldiers to Mali last week. Some 300 of these troops were killed.")
    assert killed.event_from == instant("2024-10-07")
    assert "event_time" in killed.inherited


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("The same day", "2024-10-15"),
        ("The following day", "2024-10-16"),
        ("Two days later", "2024-10-17"),
        ("The previous day", "2024-10-14"),
    ],
)
def test_a_time_told_before_is_counted_from(phrase: str, day: str) -> None:
    killed = mentions_of(f"A blast killed 12 people on Tuesday. {phrase} 30 people were wounded.")[-1]
    assert killed.event_from == instant(day)
    assert "event_time" in killed.inherited


def test_without_a_date_of_publication_only_a_year_tells() -> None:
    assert time_of("Divers rescued the crew on Friday.", None) is None
    assert time_of("Divers rescued the crew in June.", None) is None
    assert said(time_of("Divers rescued the crew in June 2023.", None)) == (
        instant("2023-06-01"),
        instant("2023-07-01"),
    )


def test_hours_of_one_day_are_not_apart() -> None:
    (early, clock) = mentions_of(
        "A blast killed 12 people early on Tuesday. A blast killed 13 people at 10 a.m. on Tuesday."
    )
    assert early.event_to is not None
    assert clock.event_from is not None
    assert early.event_to <= clock.event_from
    assert not are_apart(early, clock, timedelta(0))


_WORDS = st.sampled_from(
    "on in since by until between and to from the of last next this past early mid-May late end two 3 8 13 31 a few days weeks month year hours ago "
    "earlier later Friday Monday October Feb . , ' 's 2023 2024-02-30 1999 at 2 a.m. p.m. : 30 GMT weekend yesterday overnight night said killed will who that 0 9999 ²".split()
)
_DATES = st.datetimes(timezones=st.just(UTC))


@settings(max_examples=300)
@given(st.lists(_WORDS, max_size=30), st.none() | _DATES, st.sampled_from(Modality))
def test_any_words_give_a_time_that_begins_before_it_ends(
    words: list[str], published_at: datetime | None, modality: Modality
) -> None:
    time = time_of("Divers " + " ".join(words), published_at, modality)
    assert time is None or time.start < time.stop
    assert time == time_of("Divers " + " ".join(words), published_at, modality)


@given(st.text(max_size=200), st.none() | _DATES)
def test_any_text_is_read_without_error(text: str, published_at: datetime | None) -> None:
    read_times(read_sentences(text), published_at, ENGLISH)


_PAST = st.sampled_from(
    [
        "on Friday",
        "on Monday night",
        "last week",
        "in October",
        "since August",
        "this year",
        "two days ago",
        "overnight",
        "by Sunday",
        "in the past week",
    ]
)


@given(
    _PAST,
    st.datetimes(
        min_value=datetime.fromisoformat("1990-01-01"),
        max_value=datetime.fromisoformat("2090-01-01"),
        timezones=st.just(UTC),
    ),
)
def test_what_has_happened_ends_with_the_day_of_publication(phrase: str, published_at: datetime) -> None:
    time = time_of(f"Divers rescued the crew {phrase}.", published_at)
    assert time is not None
    assert time.stop <= published_at + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("The 2004 tsunami killed 9 people.", ["2004-01-01"], id="year-of-a-subject"),
        pytest.param("The 2019-2020 outbreak killed 9 people.", ["2019-01-01"], id="years-of-a-subject"),
        pytest.param("The tsunami of 2004 killed 9 people.", ["2004-01-01"], id="year-behind-the-noun"),
        pytest.param("9 people were killed by the 2004 tsunami.", ["2004-01-01"], id="year-of-an-agent"),
        pytest.param("9 people died in the 2004 Indian Ocean tsunami.", ["2004-01-01"], id="year-of-an-occasion"),
        pytest.param("2004 tsunami that killed 9 people recalled", ["2004-01-01"], id="year-at-the-head-of-a-heading"),
        pytest.param("9 people died in a town hit by the tsunami of 2004.", [None], id="year-of-another-clause"),
        pytest.param("Survivors of the 2004 tsunami found 9 dead.", [None], id="year-of-another-noun"),
        pytest.param("The 2004 tsunami victims found 9 dead.", [None], id="noun-behind-the-event"),
        pytest.param("A 2004 sedan hit a crowd, and 9 people died.", [None], id="year-of-a-car"),
        pytest.param("It is the worst since 1999, when 9 people died.", ["1999-01-01"], id="since-when"),
        pytest.param(
            "Two days after a blast killed 9 people, 5 were killed on Friday.",
            ["2024-10-16", "2024-10-18"],
            id="days-after",
        ),
        pytest.param(
            "Ten years after the 2004 tsunami killed 9 people, towns are rebuilt.", ["2004-01-01"], id="after-a-year"
        ),
        pytest.param(
            "Ten years after a fire in which 9 people died, 5 were killed.", ["2014-01-01", None], id="years-after"
        ),
        pytest.param(
            "In 2008 the mill was fined after a blast that killed 9 people.",
            ["2008-01-01"],
            id="not-after-the-time-of-its-sentence",
        ),
        pytest.param("The fever was found in April and has killed 9 people.", [None], id="perfect-has-no-past-time"),
        pytest.param("The fever was found in April and killed 9 people.", ["2024-04-01"], id="past-shares-a-past-time"),
        pytest.param("Two people had died the day before the vote.", [None], id="the-day-before-something"),
    ],
)
def test_a_time_that_tells_an_event_apart_is_that_events_alone(text: str, days: list[str | None]) -> None:
    people = [mention for mention in mentions_of(text) if mention.unit_class != "duration"]
    assert [mention.event_from.date().isoformat() if mention.event_from else None for mention in people] == days


def test_the_day_before_is_that_before_the_time_told() -> None:
    assert days_of("He came on Friday. Two people had died the day before.") == ["2024-10-17"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        pytest.param("9 people died at 23:30 local time (1930 GMT) on Friday.", "2024-10-18T19:00", id="same-day"),
        pytest.param(
            "9 people died at 02:30 local time (1930 GMT) on Friday.", "2024-10-17T19:00", id="day-before-in-utc"
        ),
    ],
)
def test_a_time_said_twice_gives_its_zone_away(text: str, start: str) -> None:
    assert mentions_of(text)[0].event_from == instant(start)


@pytest.mark.parametrize(
    ("phrase", "start", "stop"),
    [
        pytest.param("this morning", "2024-10-17T13:00", "2024-10-18T01:00", id="morning"),
        pytest.param("on Friday", "2024-10-17T13:00", "2024-10-18T13:00", id="weekday"),
        pytest.param("at 2 p.m. GMT on Thursday", "2024-10-17T14:00", "2024-10-17T15:00", id="named-zone"),
        pytest.param("in 2023", "2023-01-01", "2024-01-01", id="year-of-no-zone"),
    ],
)
def test_a_day_is_that_of_where_the_text_was_published(phrase: str, start: str, stop: str) -> None:
    published = datetime.fromisoformat("2024-10-18T08:30:00+11:00")
    assert said(time_of(f"Divers rescued the crew {phrase}.", published)) == (instant(start), instant(stop))
