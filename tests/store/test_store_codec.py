"""Whole values in one column: what goes in comes out."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Alert, AlertLine, Claim, Mention, Place, RawItem, Reason
from monitor.model.errors import StoreError
from monitor.store.codec import read_alert, read_claim, read_item, write_alert, write_claim, write_item
from tests.store.store_builders import a_claim, an_alert

words = st.text(max_size=20) | st.sampled_from(["\x00", "\ud800", "“quoted”", "12\u202f000"])
instants = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis asks for naive bounds)
figures = st.none() | st.floats(allow_nan=False)
st.register_type_strategy(str, words)
st.register_type_strategy(datetime, instants)
st.register_type_strategy(float, st.floats(allow_nan=False))


@given(
    st.builds(
        Claim,
        mention=st.builds(
            Mention, place=st.none() | st.builds(Place), reasons=st.lists(st.builds(Reason), max_size=3).map(tuple)
        ),
    )
)
def test_claim_comes_back_equal(claim: Claim) -> None:
    text = write_claim(claim)
    assert read_claim(text) == claim
    assert text.isascii()


@given(st.builds(Alert, lines=st.lists(st.builds(AlertLine), max_size=3).map(tuple)))
def test_alert_comes_back_equal(alert: Alert) -> None:
    assert read_alert(write_alert(alert)) == alert


@given(st.builds(RawItem, content=words | st.binary(max_size=40)))
def test_item_comes_back_equal_in_value_and_kind(item: RawItem) -> None:
    again = read_item(*write_item(item))
    assert again == item
    assert type(again.content) is type(item.content)


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
