"""Which language a document is read in, and what becomes of one that can't be read."""

from __future__ import annotations

import pytest

from monitor.core.analysis import analyse, read_all
from monitor.data.resources import load_languages
from monitor.model import Analysis, RawItem
from monitor.workers.analysts import make_reader

LANGUAGES = load_languages()
ENGLISH = "The village was cut off by the flood for a week, and it was not until Sunday that the first of the helpers reached it with food and water. "
GERMAN = "Das Dorf war durch die Flut eine Woche lang von der Welt abgeschnitten, und erst am Sonntag kamen die ersten Helfer mit Wasser zu den Menschen. "
FRENCH = "Le village est resté coupé du monde pendant une semaine, et les premiers secours ne sont arrivés que dimanche avec des vivres et de l’eau. "


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        pytest.param(ENGLISH * 2, None, "en", id="english words"),
        pytest.param(GERMAN * 2, None, "de", id="german words"),
        pytest.param(GERMAN * 2, "de-AT", "de", id="declared with a region"),
        pytest.param(GERMAN * 2, "en-us", "de", id="a declaration that the words belie"),
        pytest.param(FRENCH * 2, "fr", "fr", id="declared, without a folder"),
        pytest.param(FRENCH * 2, None, "und", id="of no known language"),
        pytest.param("Nine miners died.", None, "en", id="too short to tell"),
        pytest.param("Laut der Polizei wurden drei Menschen verletzt.", None, "de", id="short, with german words"),
        pytest.param("Flüchtlinge strömten nach Kroatien.", None, "de", id="short, with german letters"),
        pytest.param("Best catchers: Ann Lee (0.5 WAR), Bo Roe (0.4 WAR).", None, "en", id="small words in capitals"),
        pytest.param("DREI MENSCHEN WURDEN BEI JENA VERLETZT.", None, "de", id="all in capitals"),
        pytest.param("", None, "en", id="nothing at all"),
        pytest.param("Nine miners died.", "fr", "fr", id="short, declared, without a folder"),
        pytest.param("Nine miners died.", "English (US)", "en", id="declared by its name"),
        pytest.param("Nine miners died.", "eng", "en", id="declared by three letters"),
        pytest.param("Nine miners died.", "us", "en", id="a country is no language"),
        pytest.param("Nine miners died.", "x-default", "en", id="a setting is no language"),
        pytest.param("Nine miners died.", "und", "en", id="declared as undetermined"),
        pytest.param("Nine miners died.", "0", "en", id="a number is no language"),
        pytest.param("Die Flut kam.", "ger", "de", id="german by three letters"),
        pytest.param("Laut der Polizei wurden drei Menschen verletzt.", "none", "de", id="no language, german words"),
    ],
)
def test_the_language_of_a_text(text: str, declared: str | None, expected: str) -> None:
    code, language = LANGUAGES.choose(text, declared)
    assert code == expected
    assert (language is not None) == (expected in ("en", "de"))


def analysis_of(text: str, language: str | None = None) -> Analysis:
    result = analyse(RawItem("a", "wire", text, "text/plain", language=language), make_reader(()))
    assert isinstance(result, Analysis)
    return result


def test_each_document_is_read_in_its_own_language() -> None:
    reader = make_reader(())
    english = analysis_of(ENGLISH + "Twelve people were killed.")
    german = analysis_of(GERMAN + "Zwölf Menschen wurden getötet.")
    assert [
        (one.document.language, [m.aspect for m in read_all(one.document, reader) if m.value_low == 12])
        for one in (english, german)
    ] == [
        ("en", ["killed"]),
        ("de", ["killed"]),
    ]


def test_a_document_that_cannot_be_read_is_kept_and_says_nothing() -> None:
    french = analysis_of(FRENCH * 2 + "Douze personnes, soit 12, sont mortes.")
    assert french.document.language == "und"
    assert french.document.text
    assert read_all(french.document, make_reader(())) == ()
