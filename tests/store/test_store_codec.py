"""Whole values in one column: what goes in comes out."""

import json
import math
import sqlite3
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Alert, AlertLine, Claim, Event, Mention, Place, RawItem, Reason, Vicinity
from monitor.model.errors import StoreError
from monitor.store.codec import read_alert, read_claim, read_item, write_alert, write_claim, write_item
from tests.store.store_builders import a_claim, an_alert, an_item

HERE = Path(__file__).parent
# What the first codec wrote, a value a line, and what it read of that, as `_shown` shows it.
STORED = [json.loads(line) for line in (HERE / "stored_values.jsonl").read_text(encoding="ascii").splitlines()]
RESPELT = {"exponents", "DEL"}  # 1e+16 was written where 1e16 is now, and DEL escaped

words = st.text(max_size=20) | st.sampled_from(["\x00", "\ud800", "“quoted”", "12\u202f000"])
FIRST, LAST = datetime(1, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001 (hypothesis asks for naive bounds)
instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC)).map(lambda at: at.replace(fold=0))
st.register_type_strategy(str, words)
st.register_type_strategy(datetime, instants)
st.register_type_strategy(float, st.floats(allow_nan=False) | st.integers())
for kind in (Place, Event, Vicinity, Reason, Mention, Claim, AlertLine, Alert, RawItem):
    st.register_type_strategy(kind, st.builds(kind, **{field.name: ... for field in fields(kind)}))


@given(st.from_type(Claim))
def test_claim_comes_back_as_it_was(claim: Claim) -> None:
    text = write_claim(claim)
    assert text.isascii()
    assert read_claim(text) == claim
    assert repr(read_claim(text)) == repr(claim)


@given(st.from_type(Alert))
def test_alert_comes_back_as_it_was(alert: Alert) -> None:
    text = write_alert(alert)
    assert text.isascii()
    assert read_alert(text) == alert
    assert repr(read_alert(text)) == repr(alert)


@given(st.from_type(RawItem))
def test_item_comes_back_as_it_was(item: RawItem) -> None:
    again = read_item(*write_item(item))
    assert again == item
    assert repr(again) == repr(item)


@pytest.mark.parametrize("stored", STORED, ids=lambda stored: f"{stored['kind']}: {stored['name']}")
def test_value_that_the_first_codec_stored_is_read_and_written_the_same(stored: dict[str, str]) -> None:
    value, again = _read_and_write(stored)
    assert _shown(value) == stored["value"]
    assert (again == (stored["text"], stored.get("content"))) is (stored["name"] not in RESPELT)
    assert _shown(_read_and_write({**stored, "text": again[0]})[0]) == stored["value"]


@pytest.mark.parametrize("release", sorted((HERE / "releases").glob("*.sql")), ids=lambda path: path.stem)
def test_rows_of_a_release_are_written_the_same(release: Path) -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(release.read_text(encoding="utf-8"))
    claims = [text for (text,) in connection.execute("SELECT claim FROM facts")]
    alerts = [text for (text,) in connection.execute("SELECT body FROM alerts")]
    connection.close()
    assert [write_claim(read_claim(text)) for text in claims] == claims != []
    assert [write_alert(read_alert(text)) for text in alerts] == alerts != []


def test_field_added_to_the_model_later_takes_its_default() -> None:
    stored = json.loads(write_claim(a_claim()))
    assert "is_increment" not in stored["value"]["mention"]
    assert read_claim(json.dumps(stored)) == a_claim()


def test_value_of_a_newer_form_is_refused() -> None:
    with pytest.raises(StoreError, match="form 2, this program reads form 1: install a newer monitor"):
        read_claim(write_claim(a_claim()).replace('"v":1', '"v":2'))


def test_value_that_lost_a_field_is_refused_in_words() -> None:
    stored = json.loads(write_alert(an_alert()))
    del stored["value"]["headline"]
    with pytest.raises(StoreError, match=r"a stored alert can't be read .*headline.*restore the database"):
        read_alert(json.dumps(stored))


def test_item_that_lost_a_field_is_refused_in_words() -> None:
    envelope, content = write_item(an_item())
    with pytest.raises(StoreError, match=r"a stored item can't be read .*source.*restore the database"):
        read_item(envelope.replace('"source":"wire",', ""), content)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"v":1}', '{"v":1,"value":null}', '{"v":1,"value":[]}'])
def test_text_that_is_no_stored_value_is_refused_in_words(text: str) -> None:
    with pytest.raises(StoreError, match=r"a stored claim can't be read .*restore the database"):
        read_claim(text)


COERCIBLE: dict[str, object] = {
    "start": "5",
    "end": 5.0,
    "text": 5,
    "part_of": 1,
    "negated": "true",
    "evidence_start": True,
    "value_low": "12",
    "event_from": 1729166400,
    "event_to": "1729166400",
    "was_from": "yesterday",
    "kind": "figure",
    "stance": 1,
    "inherited": "place",
    "reasons": {},
    "place": ["692194", "Sumy", "city"],
    "unknown": None,
}


@pytest.mark.parametrize("surrogate", ["", "\ud800"], ids=["plain", "beside a lone surrogate"])
@pytest.mark.parametrize("name", COERCIBLE)
def test_what_the_model_would_not_hold_is_refused(name: str, surrogate: str) -> None:
    stored = json.loads(write_claim(a_claim(fact=surrogate)))
    stored["value"]["mention"][name] = COERCIBLE[name]
    with pytest.raises(StoreError, match=rf"a stored claim can't be read \(value\.mention\.{name}"):
        read_claim(json.dumps(stored))


def test_refusal_does_not_repeat_what_was_stored() -> None:
    stored = json.loads(write_claim(a_claim()))
    stored["value"]["mention"]["start"] = "a private word"
    with pytest.raises(StoreError) as refused:
        read_claim(json.dumps(stored))
    assert "private" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_instant_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="must know its zone"):
        write_alert(replace(an_alert(), at=datetime(2024, 10, 17)))  # noqa: DTZ001 (the fault)


def test_figure_that_is_no_number_comes_back() -> None:
    claim = a_claim(value=math.nan, factor=math.inf)
    again = read_claim(write_claim(claim))
    assert again.mention.value_low is not None
    assert (math.isnan(again.mention.value_low), again.factor) == (True, math.inf)


def _read_and_write(stored: dict[str, str]) -> tuple[object, tuple[str, str | None]]:
    if stored["kind"] == "item":
        item = read_item(stored["text"], bytes.fromhex(stored["content"]))
        text, content = write_item(item)
        return item, (text, content.hex())
    if stored["kind"] == "claim":
        claim = read_claim(stored["text"])
        return claim, (write_claim(claim), None)
    alert = read_alert(stored["text"])
    return alert, (write_alert(alert), None)


def _shown(value: object) -> str:
    """Show what isn't default, types included: an instant with its zone, a whole number apart from a float."""
    if is_dataclass(value):
        parts = ((field.name, getattr(value, field.name), field.default) for field in fields(value))
        return f"({', '.join(f'{name}={_shown(part)}' for name, part, default in parts if part != default)})"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return f"<{value.value}>" if isinstance(value, Enum) else repr(value)
