"""The forms of German verbs that the lexicon is filled from."""

from __future__ import annotations

import tomllib

import pytest

from tools.german_forms import EVENTS, SPEC, forms_of, missing


@pytest.mark.parametrize(
    ("verb", "finite", "participle"),
    [
        pytest.param("verletzen", ("verletzte", "verletzten", "verletzt", "verletzen"), "verletzt", id="a prefix"),
        pytest.param("retten", ("rettete", "retteten", "rettet", "retten"), "gerettet", id="a vowel between"),
        pytest.param("infizieren", ("infizierte", "infizierten", "infiziert", "infizieren"), "infiziert", id="foreign"),
        pytest.param("liefern", ("lieferte", "lieferten", "liefert", "liefern"), "geliefert", id="in -ern"),
        pytest.param("hin|richten", ("richtete", "richteten", "richtet", "richten"), "hingerichtet", id="in two parts"),
        pytest.param(
            "bergen birgt barg geborgen", ("barg", "bargen", "birgt", "bergen"), "geborgen", id="a strong verb"
        ),
        pytest.param(
            "um|bringen bringt brachte gebracht",
            ("brachte", "brachten", "bringt", "bringen"),
            "umgebracht",
            id="a mixed verb",
        ),
    ],
)
def test_a_verb_has_its_forms(verb: str, finite: tuple[str, ...], participle: str) -> None:
    forms = forms_of(verb)
    assert (forms.finite, forms.participle) == (finite, participle)


def test_the_lexicon_has_all_forms_of_the_verbs_that_are_named() -> None:
    spec = tomllib.loads(SPEC.read_text(encoding="utf-8"))
    events = tomllib.loads(EVENTS.read_text(encoding="utf-8"))["aspects"]
    assert list(missing(spec, events)) == []
