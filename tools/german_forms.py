"""German verbs in all the forms that the lexicon asks for, and which of them it lacks.

usage: python -m tools.german_forms   (prints what is missing, list by list; to be read before it is copied)

`german_verbs.toml` names the verbs of each aspect: a weak verb by its infinitive, a strong one with its third person,
past and participle behind it ("retten", "bergen birgt barg geborgen"); a bar parts what stands apart in a main clause
("hin|richten"). Regular endings after Duden, Die Grammatik (2022).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
EVENTS = ROOT / "monitor" / "data" / "languages" / "de" / "events.toml"
VERBS = ROOT / "monitor" / "data" / "languages" / "de" / "verbs.toml"
SPEC = Path(__file__).parent / "german_verbs.toml"
Spec = dict[str, dict[str, list[str]]]
_PREFIXES = ("be", "emp", "ent", "er", "ge", "miss", "ver", "zer")  # their participles have no ge-
_SONORANTS = "lrmnh"


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one verb without its particle; `participle` has it."""

    particle: str
    infinitive: str
    present: tuple[str, str]
    past: tuple[str, str]
    participle: str

    @property
    def finite(self) -> tuple[str, ...]:
        return (*self.past, *self.present)


def forms_of(verb: str) -> Forms:
    """Return the forms of a verb as `german_verbs.toml` writes it."""
    name, *strong = verb.split()
    particle, _, infinitive = name.rpartition("|")
    stem = infinitive.removesuffix("n").removesuffix("e") if infinitive.endswith("en") else infinitive.removesuffix("n")
    link = "e" if _needs_vowel(stem) else ""
    third, past, participle = strong or (stem + link + "t", stem + link + "te", _participle(infinitive, stem + link))
    plural = past + ("n" if past.endswith("e") else "en")
    return Forms(particle, infinitive, (third, infinitive), (past, plural), particle + participle)


def _needs_vowel(stem: str) -> bool:
    """Tell "rett-et", "öffn-et" from "lern-t", "film-t"."""
    return stem.endswith(("t", "d")) or (
        stem.endswith(("m", "n")) and len(stem) > 1 and stem[-2] not in "aeiouäöü" + _SONORANTS
    )


def _participle(infinitive: str, stem: str) -> str:
    has_ge = not (infinitive.endswith("ieren") or infinitive.startswith(_PREFIXES))
    return ("ge" if has_ge else "") + stem + "t"


def entries_of(aspect: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield kind of cue and form for the verbs of one aspect."""
    for verb in aspect.get("transitive", ()):
        forms = forms_of(verb)
        yield "past", forms.participle
        if forms.particle:
            yield from (("split", f"{form} … {forms.particle}") for form in forms.finite)
            yield from (("active", forms.particle + form) for form in forms.past)
            yield "both", forms.particle + forms.infinitive
        else:
            yield from (("active", form) for form in forms.finite[:-1])
            yield "both", forms.infinitive
    for verb in aspect.get("intransitive", ()):
        forms = forms_of(verb)
        yield "both", forms.participle
        if forms.particle:
            yield from (("split_both", f"{form} … {forms.particle}") for form in forms.finite)
            yield from (("both", forms.particle + form) for form in (*forms.past, forms.infinitive))
        else:
            yield from (("both", form) for form in forms.finite)


def missing(spec: Spec, events: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield aspect, kind and the forms that no list of the aspect holds, in the order of the verbs."""
    for name, aspect in spec.items():
        tables = [table for key, table in events.items() if table.get("name", key) == name]
        known = {form for table in tables for forms in table.values() if isinstance(forms, list) for form in forms}
        lacking: dict[str, list[str]] = {}
        for kind, form in entries_of(aspect):
            if form not in known and form not in lacking.setdefault(kind, []):
                lacking[kind].append(form)
        yield from ((name, kind, forms) for kind, forms in lacking.items() if forms)


def rows(spec: Spec, known: set[str]) -> Iterator[str]:
    """Yield a row of verbs.toml for each verb that it does not know, the infinitive first."""
    for aspect in spec.values():
        for verb in (*aspect.get("transitive", ()), *aspect.get("intransitive", ())):
            forms = forms_of(verb)
            base = forms.particle + forms.infinitive
            apart = () if forms.particle else forms.finite[:-1]
            if base not in known:
                yield " ".join(dict.fromkeys((base, *apart, forms.participle)))


def main() -> None:
    spec = tomllib.loads(SPEC.read_text(encoding="utf-8"))
    events = tomllib.loads(EVENTS.read_text(encoding="utf-8"))["aspects"]
    for aspect, kind, forms in missing(spec, events):
        print(f"{aspect}.{kind}: " + ", ".join(f'"{form}"' for form in forms))
    known = {row.split()[0] for row in tomllib.loads(VERBS.read_text(encoding="utf-8"))["irregular"]}
    print("verbs.irregular: " + ", ".join(f'"{row}"' for row in rows(spec, known)))


if __name__ == "__main__":
    main()
