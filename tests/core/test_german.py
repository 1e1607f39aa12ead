"""German, read with the same rules from its own folder of words: figures, modifiers, places, events, who says so,
denials.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Bid, Mention, MentionKind, Modality, Modifier, Stance

GERMAN = load_language("de")
GAZETTEER = load_gazetteer("de")


def read(text: str) -> tuple[Mention, ...]:
    return read_mentions(None, text, GERMAN, GAZETTEER)


def quantities_of(text: str) -> list[Mention]:
    return [mention for mention in read(text) if mention.kind is MentionKind.QUANTITY]


def places_of(text: str) -> list[Mention]:
    return [mention for mention in read(text) if mention.kind is MentionKind.PLACE]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("12.000 Menschen", 12_000, 12_000, id="a point groups"),
        pytest.param("2,5 Millionen Menschen", 2_500_000, 2_500_000, id="a comma is decimal"),
        pytest.param("zweiundzwanzig Menschen", 22, 22, id="units before tens"),
        pytest.param("dreihundert Menschen", 300, 300, id="hundreds as one word"),
        pytest.param("hundertfünfzig Menschen", 150, 150, id="a hundred and more as one word"),
        pytest.param("zwölftausend Menschen", 12_000, 12_000, id="thousands as one word"),
        pytest.param("ein Dutzend Menschen", 12, 12, id="a dozen"),
        pytest.param("Dutzende Menschen", 24, 99, id="dozens"),
        pytest.param("Zehntausende Menschen", 10_000, 99_999, id="tens of thousands"),
        pytest.param("mehrere Hundert Menschen", 100, 999, id="several hundred"),
        pytest.param("zwischen 40 und 50 Menschen", 40, 50, id="between"),
        pytest.param("40 bis 50 Menschen", 40, 50, id="a range"),
        pytest.param("eine halbe Million Menschen", 500_000, 500_000, id="half a scale"),
        pytest.param("eine Viertelmillion Menschen", 250_000, 250_000, id="a quarter of a million"),
        pytest.param("30- bis 40.000 Menschen", 30_000, 40_000, id="a suspended hyphen"),
        pytest.param("jeden fünften Bewohner", 0.2, 0.2, id="every fifth"),
        pytest.param("neun von zehn Bewohnern", 0.9, 0.9, id="nine of ten"),
        pytest.param("1'219 Menschen", 1219, 1219, id="an apostrophe groups"),
        pytest.param("3,5 Mio. Menschen", 3_500_000, 3_500_000, id="an abbreviated scale before a noun"),
        pytest.param("3 Mrd. Euro", 3_000_000_000, 3_000_000_000, id="an abbreviated scale"),
    ],
)
def test_numbers(text: str, low: float, high: float) -> None:
    (mention,) = quantities_of(f"Es geht um {text}.")
    assert (mention.value_low, mention.value_high) == (low, high)


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("bis zu 500", Modifier.UP_TO),
        ("höchstens 500", Modifier.UP_TO),
        ("mindestens 500", Modifier.AT_LEAST),
        ("mehr als 500", Modifier.MORE_THAN),
        ("über 500", Modifier.MORE_THAN),
        ("weniger als 500", Modifier.LESS_THAN),
        ("knapp 500", Modifier.NEARLY),
        ("fast 500", Modifier.NEARLY),
        ("rund 500", Modifier.ABOUT),
        ("etwa 500", Modifier.ABOUT),
        ("500", Modifier.EXACT),
    ],
)
def test_modifiers(text: str, modifier: Modifier) -> None:
    (mention,) = quantities_of(f"Die Armee verlegte {text} Soldaten.")
    assert mention.modifier is modifier


@pytest.mark.parametrize(
    ("text", "unit", "unit_class"),
    [
        pytest.param("500 Infanteriesoldaten", "Infanteriesoldaten", "soldier", id="a compound"),
        pytest.param("eine zwölfköpfige Besatzung", "Besatzung", "person", id="a group of so many"),
        pytest.param("500 US-Soldaten", "US-Soldaten", "soldier", id="a compound with a hyphen"),
        pytest.param("500 US Soldaten", "Soldaten", "soldier", id="an acronym without a hyphen"),
        pytest.param("500 tschadische Soldaten", "Soldaten", "soldier", id="behind an adjective"),
        pytest.param("14 Kampfdrohnen", "Kampfdrohnen", "materiel", id="arms"),
        pytest.param("40 Kilometer", "Kilometer", "length", id="a measure"),
        pytest.param("9 Prozent", "percent", "share", id="a share"),
    ],
)
def test_counted_nouns(text: str, unit: str, unit_class: str) -> None:
    mention = quantities_of(f"Es waren {text}.")[0]
    assert (mention.unit, mention.unit_class) == (unit, unit_class)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Bei dem Brand wurden zwölf Menschen getötet und 30 verletzt.",
            ["killed", "injured"],
            id="passives that share an auxiliary",
        ),
        pytest.param("Der Anschlag tötete vier Zivilisten.", ["killed"], id="a finite verb before its object"),
        pytest.param("Bei dem Unglück starben neun Bergleute.", ["killed"], id="a verb before its subject"),
        pytest.param(
            "Neun Bergleute kamen ums Leben, zwei werden vermisst.",
            ["killed", "missing"],
            id="a phrase and a second clause",
        ),
        pytest.param("Die Miliz richtete neun Geiseln hin.", ["killed"], id="a verb in two parts"),
        pytest.param("Neun Menschen kamen bei dem Brand zu Tode.", ["killed"], id="a verb with its idiom at the end"),
        pytest.param("900 Soldaten trafen am Montag in Mali ein.", ["arrived"], id="a verb in two parts behind"),
        pytest.param("Der Konzern baut 900 Stellen ab.", ["laid_off"], id="jobs cut in two parts"),
        pytest.param("Der Konzern stellte 900 Mitarbeiter ein.", [None], id="hired is nothing that befalls"),
        pytest.param("Neun Männer hielten an dem Plan fest.", [None], id="holding on is no capture"),
        pytest.param("Die Feuerwehr konnte neun Menschen retten.", ["rescued"], id="an infinitive at the end"),
        pytest.param("Er kannte den Mann, der neun Menschen tötete.", ["killed"], id="a finite verb at the end"),
        pytest.param("Im Spital liegen neun verletzte Polizisten.", ["injured"], id="a participle before its noun"),
        pytest.param(
            "Er tötete in Jena zwei Frauen und verletzte drei Männer.",
            ["killed", "injured"],
            id="a verb that looks like a participle",
        ),
        pytest.param("Die neun getöteten Soldaten kamen aus Kassel.", ["killed"], id="a declined participle"),
        pytest.param("Die Stadt hat neun Schulen und drei Theater.", [None, None], id="a noun like a verb"),
        pytest.param("Es gab 14 Tote und 22 Verletzte.", ["killed", "injured"], id="said by the noun"),
        pytest.param("Die Zahl der Toten stieg auf 41.", ["killed"], id="a toll"),
        pytest.param("Das Unternehmen will 1.400 Stellen streichen.", ["laid_off"], id="an infinitive at the end"),
        pytest.param("Im vergangenen Jahr wurden 300 Menschen getötet.", [None], id="a statistic"),
        pytest.param("Mindestens 700 Opfer wurden beigesetzt.", ["killed"], id="buried"),
        pytest.param("Etwa 40 Menschen wurden unter Trümmern begraben.", ["trapped"], id="buried alive"),
        pytest.param("In Jena wurden 40 Menschen positiv getestet.", ["infected"], id="tested"),
        pytest.param("Die fünf Soldaten wurden nicht verletzt.", [None], id="negated"),
        pytest.param("Die zwölf Gäste wurden keineswegs verletzt.", [None], id="by no means"),
        pytest.param(
            "Eine Lawine hat beinahe zwölf Gäste und vier Kinder getötet.", ["killed", "killed"], id="nearly a number"
        ),
        pytest.param(
            "Etwa 30 Scheunen wurden beschädigt und drei zerstört.",
            ["damaged", "destroyed"],
            id="damaged is not destroyed",
        ),
        pytest.param("Mehr als 60 Bergleute verließen Lima mit dem Bus.", ["departed"], id="left a place"),
        pytest.param(
            "Rund 800 Gäste sangen in Jena, 14 wurden verletzt.", [None, "injured"], id="the verb of the next clause"
        ),
        pytest.param("Keiner der zwölf Gäste wurde verletzt.", [None], id="none of them"),
        pytest.param("Das Virus hat 45 Menschen infiziert.", ["infected"], id="infected"),
        pytest.param("Der Verlag strich 20 Titel.", [None], id="titles are not laid off"),
        pytest.param("Der Orkan kostete neun Menschen das Leben.", ["killed"], id="cost lives"),
        pytest.param("Der Orkan machte 900 Menschen obdachlos.", ["displaced"], id="made homeless"),
        pytest.param(
            "Im Saal saßen 300 Gäste, als die Decke einstürzte und zwölf starben.",
            [None, "killed"],
            id="in a clause behind",
        ),
        pytest.param(
            "Die Schule hat 600 Schüler und neun Lehrer wurden verletzt.",
            [None, "injured"],
            id="what one has is not hurt",
        ),
        pytest.param("Die neun entführten Helfer sind wieder frei.", ["rescued"], id="free again"),
        pytest.param("Peru nahm 900 Flüchtlinge auf.", [None], id="taken in is not arrested"),
        pytest.param("Die Polizei nahm neun Fans in Gewahrsam.", ["arrested"], id="taken into custody"),
        pytest.param("Rebellen verschleppten neun Bauern.", ["captured"], id="abducted by an active verb"),
        pytest.param("Es gab 14 Tote und 900 Obdachlose.", ["killed", "displaced"], id="the homeless by their noun"),
    ],
)
def test_events(text: str, expected: list[str | None]) -> None:
    assert [mention.aspect for mention in quantities_of(text)] == expected


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Der Tschad hat 500 Soldaten nach Mali entsandt.", Modality.ACTUAL),
        ("Der Tschad will 500 Soldaten nach Mali entsenden.", Modality.PLANNED),
        ("Der Tschad wird 500 Soldaten nach Mali entsenden.", Modality.PLANNED),
        ("Im Mai könnten 500 Soldaten nach Mali entsandt werden.", Modality.POSSIBLE),
        ("500 Soldaten müssten nach Mali entsandt werden.", Modality.PLANNED),
        ("Die Regierung fürchtet, dass 500 Soldaten nach Mali entsandt wurden.", Modality.POSSIBLE),
        ("Im Film werden 500 Soldaten nach Mali entsandt.", Modality.POSSIBLE),
        ("Sollte der Damm brechen, werden 500 Soldaten nach Mali entsandt.", Modality.POSSIBLE),
        ("Nach Mali sind 500 Soldaten zu entsenden.", Modality.PLANNED),
        ("Dem Tschad gelang es, 500 Soldaten nach Mali zu entsenden.", Modality.ACTUAL),
        ("Die Partei fordert, dass 500 Soldaten nach Mali entsandt werden.", Modality.POSSIBLE),
    ],
)
def test_modality_is_read_over_the_whole_clause(text: str, modality: Modality) -> None:
    (mention,) = quantities_of(text)
    assert (mention.aspect, mention.modality) == ("sent", modality)
    assert mention.place is not None
    assert mention.place.name == "Mali"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("In Kiew und Charkiw heulten Sirenen.", ["Kyiv", "Kharkiv"], id="cities"),
        pytest.param("Sie kamen aus der Türkei nach Deutschland.", ["Turkey", "Germany"], id="countries"),
        pytest.param("Er blieb in Haft und in Kraft.", [], id="nouns after a preposition"),
        pytest.param("Die Regierung sucht nach Wegen.", [], id="a plain sentence"),
    ],
)
def test_places(text: str, names: list[str]) -> None:
    assert [mention.place.name for mention in places_of(text) if mention.place is not None] == names


def test_an_adjective_in_lower_case_says_whose_soldiers_they_are() -> None:
    (mention,) = quantities_of("Rund 500 tschadische Soldaten sind in Mali eingetroffen.")
    assert (mention.actor, mention.aspect) == ("Chad", "arrived")


def test_a_pronoun_for_the_state_that_opens_the_sentence_is_the_state() -> None:
    (mention,) = quantities_of("Italien, das den Hafen nutzt, teilte mit, es werde 40 Soldaten nach Mali entsenden.")
    assert (mention.actor, mention.aspect) == ("Italy", "sent")


def test_a_state_that_acts_owns_what_it_sends() -> None:
    mentions = read("Nordkorea hat 900 Soldaten nach Russland entsandt.")
    assert [(mention.actor, mention.aspect) for mention in mentions if mention.text != "Nordkorea"] == [
        ("North Korea", "sent"),
        ("North Korea", "sent"),
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "organisation"),
    [
        pytest.param("Zwölf Menschen starben, teilte die Polizei mit.", None, "Polizei", id="split verb behind"),
        pytest.param(
            "Die Polizei teilte am Montag mit, dass zwölf Menschen starben.", None, "Polizei", id="split verb"
        ),
        pytest.param(
            "Das Ministerium gab bekannt, dass zwölf Menschen starben.", None, "Ministerium", id="gab bekannt"
        ),
        pytest.param("Die Behörden sagten, zwölf Menschen seien gestorben.", None, "Behörden", id="plural past"),
        pytest.param("Dem Ministerium zufolge starben zwölf Menschen.", None, "Ministerium", id="zufolge"),
        pytest.param("Die Behörde sprach von zwölf Toten.", None, "Behörde", id="sprach von"),
        pytest.param("Nach Auskunft der Polizei starben zwölf Menschen.", None, "Polizei", id="nach Auskunft"),
        pytest.param("Die Polizei teilte zwölf Menschen Decken aus.", None, None, id="another verb of the same stem"),
        pytest.param("Laut dem Innenministerium starben drei Menschen.", None, "Innenministerium", id="laut"),
        pytest.param("Nach Angaben der Polizei starben drei Menschen.", None, "Polizei", id="nach Angaben"),
        pytest.param(
            "Drei Menschen seien gestorben, sagte ein Sprecher der Feuerwehr.",
            None,
            "Feuerwehr",
            id="behind the speech",
        ),
        pytest.param(
            "Präsident Karl Brandt sagte, drei Menschen seien gestorben.",
            "Karl Brandt",
            "Präsident",
            id="subjunctive behind a comma",
        ),
        pytest.param("Die Polizei erklärte, dass drei Menschen gestorben seien.", None, "Polizei", id="dass"),
        pytest.param("Die Polizei konnte sagen, dass drei Menschen starben.", None, None, id="konnte"),
        pytest.param(
            "Das Bundesamt für Brandschutz erklärte, dass drei Menschen starben.",
            None,
            "Bundesamt für Brandschutz",
            id="für",
        ),
        pytest.param("Drei Menschen starben.", None, None, id="the article itself"),
        pytest.param("„Drei Menschen starben“, sagte die Polizei.", None, "Polizei", id="low and high marks"),
        pytest.param("»Drei Menschen starben«, sagte die Polizei.", None, "Polizei", id="pointed marks"),
        pytest.param(
            "Die Polizei sagte: „Es regnet.“ „Es ist kalt“. Drei Menschen starben.", None, None, id="behind the speech"
        ),
        pytest.param("In Jena wurden drei Tote gemeldet, die Lage ist ernst.", None, None, id="what is reported"),
        pytest.param("Die Polizei hat gemeldet, dass drei Menschen starben.", None, "Polizei", id="has reported"),
    ],
)
def test_who_says_so(text: str, speaker: str | None, organisation: str | None) -> None:
    (mention,) = quantities_of(text)
    assert (mention.speaker, mention.organisation) == (speaker, organisation)


@pytest.mark.parametrize(
    ("text", "stance", "organisation"),
    [
        pytest.param("Der Kreml dementierte die Berichte.", Stance.DENIED, "Kreml", id="dementierte"),
        pytest.param(
            "„Sie sagen, der Hof sei leer, was nicht stimmt“, sagte die Polizei.", Stance.DENIED, "Polizei", id="was"
        ),
        pytest.param("„Das ist gelogen“, sagte die Polizei.", Stance.DENIED, "Polizei", id="gelogen"),
        pytest.param("Das Ministerium bestritt den Einsatz.", Stance.DENIED, "Ministerium", id="bestritt"),
        pytest.param("Die Regierung wies die Vorwürfe zurück.", Stance.DENIED, "Regierung", id="wies zurück"),
        pytest.param("Die Zahlen konnten nicht bestätigt werden.", Stance.UNVERIFIED, None, id="not confirmed"),
    ],
)
def test_denials_and_doubts(text: str, stance: Stance, organisation: str | None) -> None:
    (mention,) = (mention for mention in read(text) if mention.kind is MentionKind.STATEMENT)
    assert (mention.stance, mention.speaker, mention.organisation) == (stance, None, organisation)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        pytest.param("Der Minister bestritt, dass 31 Menschen starben.", Stance.DENIED, id="bestritt"),
        pytest.param("Der Minister bestritt nicht, dass 31 Menschen starben.", Stance.ASSERTED, id="bestritt nicht"),
        pytest.param("Es trifft nicht zu, dass 31 Menschen starben.", Stance.DENIED, id="trifft nicht zu"),
        pytest.param("Die Berichte über 31 Tote sind falsch, sagte die Polizei.", Stance.DENIED, id="Berichte falsch"),
        pytest.param(
            "Die Polizei schloss nicht aus, dass 31 Menschen starben.", Stance.UNVERIFIED, id="schloss nicht aus"
        ),
        pytest.param("Niemand sagte, dass 31 Menschen starben.", Stance.UNVERIFIED, id="niemand sagte"),
        pytest.param("Er vermied es zu sagen, dass 31 Menschen starben.", Stance.UNVERIFIED, id="vermied zu sagen"),
        pytest.param("Die Armee bestreitet, 31 Menschen getötet zu haben.", Stance.DENIED, id="bestreitet, zu haben"),
        pytest.param("Der Konzern wies Berichte über 31 Tote zurück.", Stance.DENIED, id="wies Berichte zurück"),
        pytest.param("Dass 31 Menschen starben, trifft nicht zu.", Stance.DENIED, id="dass am Anfang"),
        pytest.param(
            "Der Minister hat nie behauptet, dass 31 Menschen starben.", Stance.UNVERIFIED, id="nie behauptet"
        ),
        pytest.param("Es gibt Gerüchte, dass 31 Menschen starben.", Stance.UNVERIFIED, id="Gerüchte"),
        pytest.param("Die Firma hat keine Absicht, 31 Stellen zu streichen.", Stance.DENIED, id="keine Absicht"),
    ],
)
def test_a_claim_that_is_denied_or_not_said_is_no_fact(text: str, stance: Stance) -> None:
    assert [mention.stance for mention in quantities_of(text)] == [stance]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Das geschah am 8. Mai 2019.", id="date"),
        pytest.param("Seit 2014 ist das so.", id="year"),
        pytest.param("Um 9.30 Uhr begann es.", id="clock"),
        pytest.param("Artikel 5 gilt.", id="article"),
    ],
)
def test_a_number_that_counts_nothing_is_no_mention(text: str) -> None:
    assert quantities_of(text) == []


def test_each_place_of_a_list_is_where_it_happened() -> None:
    assert [mention.aspect for mention in places_of("Soldaten wurden nach Kursk, Belgorod und Brjansk geschickt.")] == [
        "sent",
        "sent",
        "sent",
    ]


def test_years_with_alt_are_an_age() -> None:
    (mention,) = quantities_of("Das Kind ist 12 Jahre alt.")
    assert (mention.unit_class, mention.text) == ("age", "12 Jahre alt")


WORDS = [
    "zwölf",
    "12.000",
    "2,5",
    "Millionen",
    "Soldaten",
    "getötet",
    "wurden",
    "sollen",
    "der",
    "von",
    ",",
    ".",
    "Dutzende",
    "nach",
    "Kiew",
    "sagte",
    "nicht",
    "bis",
    "zu",
    "und",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_heap_of_german_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    assert all(text[mention.start : mention.end] == mention.text for mention in read(text))


@pytest.mark.parametrize(
    ("text", "is_killed"),
    [
        pytest.param("Er gestand den Mord an zwei Wachen.", True, id="murder"),
        pytest.param("Er gestand den versuchten Mord an zwei Wachen.", False, id="attempted-murder"),
    ],
)
def test_attempted_murder_kills_nobody(text: str, is_killed: bool) -> None:
    (mention,) = [mention for mention in read(text) if mention.value_low == 2]
    assert (mention.aspect == "killed") is is_killed


def test_others_who_were_shot_live_beside_the_dead() -> None:
    mentions = quantities_of("In Jena starben zwei Männer, drei weitere wurden angeschossen.")
    assert [mention.aspect for mention in mentions] == ["killed", "injured"]


def test_who_of_the_hurt_is_brought_to_a_hospital_is_not_hurt_anew() -> None:
    mentions = quantities_of("Neun Menschen wurden verletzt. Vier wurden ins Krankenhaus gebracht.")
    assert [mention.aspect for mention in mentions] == ["injured", None]


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        pytest.param("Zehn Soldaten sind unter den Toten.", "killed", id="dead"),
        pytest.param("Drei Polizisten waren unter den Verletzten.", "injured", id="hurt"),
    ],
)
def test_who_is_among_the_harmed_is_harmed(text: str, aspect: str) -> None:
    (mention,) = quantities_of(text)
    assert mention.aspect == aspect


def test_among_the_dead_is_no_bound() -> None:
    (mention, _) = quantities_of("Unter den 14 Toten sind drei Kinder.")
    assert (mention.value_low, mention.value_high, mention.aspect) == (14, 14, "killed")


def test_who_of_the_hurt_is_hurt_badly_is_not_hurt_anew() -> None:
    mentions = quantities_of("Neun Menschen wurden verletzt. Zwei der Opfer wurden schwer verletzt.")
    assert [mention.aspect for mention in mentions] == ["injured", None]


def test_murders_are_deaths() -> None:
    (mention,) = quantities_of("In Jena wurden vier Morde verübt.")
    assert (mention.aspect, mention.unit_class) == ("killed", "casualty")


@pytest.mark.parametrize(
    ("phrase", "start", "stop"),
    [
        pytest.param("in den 1990er-Jahren", "1990-01-01", "2000-01-01", id="decade"),
        pytest.param("in den frühen Achtzigerjahren", "1980-01-01", "1983-01-01", id="part of a decade in words"),
        pytest.param("in den 90er Jahren", "1990-01-01", "2000-01-01", id="decade cut short"),
        pytest.param("im Jahr 2019", "2019-01-01", "2020-01-01", id="year before a verb"),
        pytest.param("im vergangenen Jahr", "2023-01-01", "2024-01-01", id="last year"),
        pytest.param("im Vorjahr", "2023-01-01", "2024-01-01", id="the year before"),
        pytest.param("in der vergangenen Woche", "2024-10-07", "2024-10-14", id="last week"),
        pytest.param("in den letzten Wochen", "2024-08-30", "2024-10-19", id="last weeks"),
        pytest.param("am Wochenende", "2024-10-12", "2024-10-14", id="weekend"),
        pytest.param("am Dienstagabend", "2024-10-15T18:00", "2024-10-16", id="evening of a weekday"),
        pytest.param("in der Nacht zum Montag", "2024-10-13T18:00", "2024-10-14T06:00", id="night to a weekday"),
        pytest.param("am Dienstag gegen 20 Uhr", "2024-10-15T20:00", "2024-10-15T21:00", id="clock"),
        pytest.param(
            "am Montag um 23.30 Uhr Ortszeit (19.30 Uhr MEZ)", "2024-10-14T18:00", "2024-10-14T19:00", id="clock twice"
        ),
        pytest.param("am frühen Morgen des 3. Oktober", "2024-10-03", "2024-10-03T12:00", id="morning of a date"),
        pytest.param("an Weihnachten", "2023-12-24", "2023-12-27", id="Christmas"),
        pytest.param("am zweiten Weihnachtstag", "2023-12-26", "2023-12-27", id="Boxing Day"),
        pytest.param("in der Silvesternacht", "2023-12-31T18:00", "2024-01-01T06:00", id="New Year's night"),
        pytest.param("am Neujahrstag", "2024-01-01", "2024-01-02", id="New Year's Day"),
        pytest.param("zu Ostern", "2024-03-29", "2024-04-02", id="Easter"),
        pytest.param("an Pfingsten 2023", "2023-05-28", "2023-05-30", id="Pentecost"),
        pytest.param("während des Ramadan", "2024-03-10", "2024-04-11", id="Ramadan"),
        pytest.param("am Tag der Deutschen Einheit", "2024-10-03", "2024-10-04", id="a name of several words"),
        pytest.param("vor vierzehn Tagen", "2024-10-04", "2024-10-05", id="a fortnight ago"),
        pytest.param("vorgestern", "2024-10-16", "2024-10-17", id="the day before yesterday"),
    ],
)
def test_a_phrase_says_when(phrase: str, start: str, stop: str) -> None:
    published = datetime(2024, 10, 18, 14, 30, tzinfo=UTC)
    text = f"Bei dem Unglück starben {phrase} neun Menschen."
    mentions = read_mentions(None, text, GERMAN, GAZETTEER, published_at=published)
    (dead,) = (mention for mention in mentions if mention.unit == "Menschen")
    assert (dead.event_from, dead.event_to) == tuple(
        datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (start, stop)
    )


def test_the_day_before_is_counted_from_the_day_told() -> None:
    published = datetime(2024, 10, 18, 14, 30, tzinfo=UTC)
    text = "Der Angriff war am Dienstag. Am Vortag waren neun Menschen gestorben."
    mentions = read_mentions(None, text, GERMAN, GAZETTEER, published_at=published)
    (dead,) = (mention for mention in mentions if mention.unit == "Menschen")
    assert dead.event_from == datetime(2024, 10, 14, tzinfo=UTC)


def test_one_of_so_many_is_one() -> None:
    (one, whole) = quantities_of("Einer der 40 Passagiere wurde getötet.")
    assert (one.value_low, one.aspect, whole.aspect) == (1, "killed", None)


def test_a_crew_of_so_many_that_was_rescued_is_told() -> None:
    (crew,) = quantities_of("Die zwölfköpfige Besatzung konnte gerettet werden.")
    assert (crew.value_low, crew.aspect, crew.modality) == (12, "rescued", Modality.ACTUAL)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        pytest.param("14 Menschen konnten gerettet werden.", Modality.ACTUAL, id="could"),
        pytest.param("14 Menschen mussten gerettet werden.", Modality.ACTUAL, id="had to"),
        pytest.param("14 Menschen sollen gerettet werden.", Modality.PLANNED, id="shall"),
        pytest.param("14 Menschen können gerettet werden.", Modality.POSSIBLE, id="can"),
    ],
)
def test_a_modal_in_the_past_tells_what_was_done(text: str, modality: Modality) -> None:
    (mention,) = quantities_of(text)
    assert (mention.aspect, mention.modality) == ("rescued", modality)


@pytest.mark.parametrize(
    "text",
    [
        "Die Prognose wurde von 420 Millionen Euro auf 300 Millionen Euro gesenkt.",
        "Die Prognose wurde auf 300 Millionen Euro gesenkt, nach zuvor 420 Millionen Euro.",
    ],
)
def test_what_a_figure_was_before(text: str) -> None:
    changed = next(mention for mention in quantities_of(text) if mention.value_low == 300_000_000)
    assert changed.was_low == 420_000_000


@pytest.mark.parametrize(
    ("text", "value", "unit_class"),
    [
        pytest.param("Der Wagen fuhr 180 Stundenkilometer.", 180, "speed", id="speed"),
        pytest.param("Im Tank waren 40 Hektoliter Wein.", 40, "volume", id="volume"),
        pytest.param("Die Anlage liefert 30 Gigawattstunden Strom.", 30, "power", id="power"),
        pytest.param("Die Strafe beträgt 300 Millionen Rupien.", 300_000_000, "money", id="a currency"),
        pytest.param("Ein Sechstel der Häuser wurde zerstört.", 1 / 6, "share", id="a sixth"),
        pytest.param("Viereinhalb Millionen Menschen flohen.", 4_500_000, "person", id="four and a half"),
    ],
)
def test_measures_currencies_and_fractions(text: str, value: float, unit_class: str) -> None:
    (mention,) = quantities_of(text)
    assert (mention.value_low, mention.unit_class) == (pytest.approx(value), unit_class)


def test_a_number_with_grouped_digits_is_no_part_of_a_name() -> None:
    (dead,) = quantities_of("In den Lagern wurden seit dem Beginn der Kämpfe 4.300 getötet.")
    assert (dead.value_low, dead.aspect) == (4300, "killed")


@pytest.mark.parametrize("opening", ["Zu keinem Zeitpunkt", "Nie"])
def test_what_was_said_at_no_time_is_no_fact(opening: str) -> None:
    (hurt,) = quantities_of(f"{opening} hat die Gewerkschaft behauptet, dass 52 Arbeiter verletzt wurden.")
    assert hurt.stance is Stance.UNVERIFIED


def test_a_figure_with_a_verb_before_it_leaves_the_next_verb_to_the_next_figure() -> None:
    aboard, dead = quantities_of("An Bord waren 132 Menschen, 40 kamen ums Leben.")
    assert (aboard.aspect, dead.aspect) == (None, "killed")


def test_a_source_ends_before_the_verb_behind_it() -> None:
    (level,) = quantities_of("Nach Angaben der Feuerwehr stieg der Pegel auf 8 Meter.")
    assert (level.organisation, level.of_what) == ("Feuerwehr", "pegel")


def test_who_demands_at_the_end_of_the_clause_is_heard() -> None:
    (term,) = quantities_of("Die Staatsanwältin hat am Freitag sechs Jahre Haft für den Unternehmer gefordert.")
    assert term.bid is Bid.DEMANDED


@pytest.mark.parametrize(
    ("text", "of_what"),
    [
        pytest.param("Der Pegel stieg am Abend auf 8 Meter.", "pegel", id="a part of the day is nothing to be of"),
        pytest.param("Im März stieg der Umsatz auf 8 Euro.", "umsatz", id="the subject behind the verb"),
        pytest.param("Die Preise der Bank stiegen auf 8 Euro.", "bank preise", id="with whose it is"),
    ],
)
def test_what_a_figure_is_of(text: str, of_what: str) -> None:
    (figure,) = quantities_of(text)
    assert figure.of_what == of_what
