"""German nouns as an English line says them: "5 Menschen" is "5 people", "Polizei" is "police".

Words that the program writes, matched whole; what is not here stands as the text has it. The ledger keeps the words of
the text: this is of what a person reads alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def english_noun(unit: str) -> str:
    """Return what is counted in English, in one or many as it was, else as it is."""
    return _COUNTED.get(unit, unit)


def english_body(name: str) -> str:
    """Return a body or an office that has no name of its own in English, else the name as it is."""
    return _BODIES.get(name, name)


_COUNTED: Mapping[str, str] = MappingProxyType(
    {
        "Arbeiter": "workers",
        "Arbeitsplätze": "jobs",
        "Beschäftigte": "employees",
        "Bewohner": "residents",
        "Fälle": "cases",
        "Festnahmen": "arrests",
        "Flüchtlinge": "refugees",
        "Frau": "woman",
        "Frauen": "women",
        "Gebäude": "buildings",
        "Häuser": "houses",
        "Infektionen": "infections",
        "Jahre": "years",
        "Jahren": "years",
        "Kilometer": "kilometres",
        "Kind": "child",
        "Kinder": "children",
        "Leichen": "bodies",
        "Mann": "man",
        "Männer": "men",
        "Mensch": "person",
        "Menschen": "people",
        "Mitarbeiter": "employees",
        "Monate": "months",
        "Monaten": "months",
        "Opfer": "victims",
        "Person": "person",
        "Personen": "people",
        "Prozent": "percent",
        "Schiffe": "ships",
        "Schulen": "schools",
        "Soldaten": "soldiers",
        "Stellen": "jobs",
        "Tage": "days",
        "Tagen": "days",
        "Tonnen": "tonnes",
        "Tote": "deaths",
        "Toten": "deaths",
        "Todesfälle": "deaths",
        "Todesopfer": "deaths",
        "Verdächtige": "suspects",
        "Verletzte": "injured people",
        "Verletzten": "injured people",
        "Vermisste": "missing people",
        "Vermissten": "missing people",
        "Zivilisten": "civilians",
    }
)
_BODIES: Mapping[str, str] = MappingProxyType(
    {
        "Augenzeugen": "witnesses",
        "Außenministerium": "the foreign ministry",
        "Behörde": "the authority",
        "Behörden": "authorities",
        "Bundesregierung": "the federal government",
        "Bürgermeister": "the mayor",
        "Bürgermeisterin": "the mayor",
        "Ermittler": "investigators",
        "Feuerwehr": "the fire service",
        "Gesundheitsminister": "the health minister",
        "Gesundheitsministerin": "the health minister",
        "Gesundheitsministerium": "the health ministry",
        "Gewerkschaft": "the union",
        "Gouverneur": "the governor",
        "Gouverneurin": "the governor",
        "Innenministerium": "the interior ministry",
        "Konzern": "the company",
        "Krankenhaus": "the hospital",
        "Kreml": "the Kremlin",
        "Militär": "the military",
        "Minister": "the minister",
        "Ministerin": "the minister",
        "Ministerium": "the ministry",
        "Polizei": "police",
        "Präsident": "the president",
        "Präsidentin": "the president",
        "Regierung": "the government",
        "Rettungskräfte": "rescuers",
        "Sprecher": "a spokesman",
        "Sprecherin": "a spokeswoman",
        "Staatsanwaltschaft": "prosecutors",
        "Unternehmen": "the company",
        "Verteidigungsministerium": "the defence ministry",
    }
)
