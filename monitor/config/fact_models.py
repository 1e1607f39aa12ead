"""The kinds of fact that a watchlist may ask for, each with its keys as the file has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from monitor.config.fact_notation import (
    Aspects,
    CountedThing,
    Currencies,
    FactName,
    FactNames,
    MeasureUnit,
    Modalities,
    Outcomes,
    Predicates,
    Roles,
    Scopes,
    Stances,
)
from monitor.config.problems import StrictModel
from monitor.config.terms import Terms
from monitor.model import Modality, Stance


class OwnPlace(StrictModel):
    """Where a place of the watchlist's own lies."""

    within: str = Field(min_length=1, description="A place of the gazetteer that contains it, by name.")


class AnyKind(StrictModel):
    """What every kind of fact can ask for; a key left out asks for nothing."""

    fact: FactName = Field(
        description="The fact's name in alerts and in the ledger, the only one of its name in the watchlist."
    )
    kind: str = Field(description="What is looked for.")
    modality: Modalities = Field(
        default=(),
        description=(
            f"How real it is: one or more of {', '.join(Modality)}. Without it, harm to people that is only threatened"
            " is no fact."
        ),
    )
    within: Terms = Field(default=(), description="Only places in one of these, by any of their names (`Kiev`).")
    places: dict[Annotated[str, Field(min_length=1)], OwnPlace] = Field(
        default_factory=dict,
        description="Places that the gazetteer lacks, such as `{Sergievsky Training Ground: {within: Russia}}`.",
    )
    speakers: Terms = Field(
        default=(), description="Who says so: one of these terms, in the person's or the organisation's name."
    )
    was: FactNames = Field(
        default=(),
        description="The name or names that it had before: what the ledger knows under them goes on under its own.",
    )
    on: Outcomes | None = Field(
        default=None,
        description="Its outcomes that alert, in place of `alert.on`; an empty list: it is kept and never told.",
    )


class AspectFact(AnyKind):
    """What figures, places and stands can ask for as well."""

    actor: Terms = Field(
        default=(), description="Whose it is: one of these terms; a state by any of its names (`UK`, `Brit*`)."
    )
    aspects: Aspects = Field(
        default=(), description="What happens to it: one of these words, which the section Aspects lists."
    )
    not_aspects: Aspects = Field(default=(), description="What must not happen to it: none of these words.")


_NEAR: Any = Field(default=(), description="Words that its clause must have: one of these terms.")
_NOT_NEAR: Any = Field(default=(), description="Words that its clause must not have: none of these terms.")


class QuantityFact(AspectFact):
    """A figure: `kind: quantity`."""

    kind: Literal["quantity"] = Field(description="What is looked for.")
    of: CountedThing = Field(
        description=(
            "What is counted: a class of the section Classes, or a list of classes and terms, one of which the counted"
            " noun must hold; the name of a class is a term as well."
        )
    )
    happens: Terms = Field(
        default=(),
        description=(
            "What happens to it in words of your own, beside `aspects`: verbs in their base form, with their object"
            " where they need one, such as `[strand*, recall, fall ill]`."
        ),
    )
    of_what: Terms = Field(
        default=(),
        description=(
            "What the figure is of: one of these terms, in *a stake in X*, *the price of Y*, *wages rose*; where"
            " nothing says it, beside the figure."
        ),
    )
    near: Terms = _NEAR
    not_near: Terms = _NOT_NEAR
    rate: Terms = Field(
        default=(),
        description="What it is a rate of: one of these terms, a span or a unit, as `[day, Tag]`; `none`: no rate.",
    )
    scope: Scopes = Field(
        default=(),
        description=(
            "What it takes in, total, part or increment, and whose word it is in a bargain, demanded, offered, agreed"
            " or allowed; of each of the two one of those given."
        ),
    )
    currency: Currencies = Field(
        default=(), description="The money it is in: one or more codes, such as `[EUR, USD]`; nothing is converted."
    )
    measure: MeasureUnit | None = Field(
        default=None,
        description=(
            "The unit in which `threshold` and `below` are meant, such as metres: only figures that can be converted to"
            " it, which are told in the text's own unit."
        ),
    )
    stance: Stances = Field(
        default=(), description=f"How its speaker stands to it: one or more of {', '.join(Stance)}."
    )
    threshold: float | None = Field(default=None, description="Figures below it are kept and stay silent.")
    below: float | None = Field(
        default=None, description="Only figures below it are told; the others are kept and stay silent."
    )


class PlaceFact(AspectFact):
    """A place where something happens: `kind: place`."""

    kind: Literal["place"] = Field(description="What is looked for.")
    happens: Terms = Field(
        default=(),
        description=(
            "What happens there in words of your own, beside `aspects`: verbs in their base form, one of which stands"
            " in the place's clause, such as `[blockade, close]`."
        ),
    )
    near: Terms = _NEAR
    not_near: Terms = _NOT_NEAR
    stance: Stances = Field(
        default=(), description=f"How its speaker stands to it: one or more of {', '.join(Stance)}."
    )
    finer_than: Literal["country", "region"] | None = Field(
        default=None,
        description="`country`: a whole country is no fact of this rule. `region`: nor is a region or province.",
    )


class StatementFact(AspectFact):
    """A denial, a confirmation, a refusal to confirm, or words on a topic: `kind: statement`."""

    called_here: ClassVar[Mapping[str, str]] = MappingProxyType({"of": "about", "what": "about", "who": "speakers"})

    kind: Literal["statement"] = Field(description="What is looked for.")
    about: Predicates = Field(
        default=(),
        description=(
            "Its topics, written as an event's `what`, such as `[civil war, condemn + raid, rule out + talks]`."
            " Default: any claim that somebody denies, confirms or leaves open by a verb of doing so."
        ),
    )
    stance: Stances = Field(
        default=(),
        description=(
            f"How the speaker stands to it: one or more of {', '.join(Stance)}. Required without `about`; with it the"
            " default is all."
        ),
    )

    @model_validator(mode="after")
    def _check_topic(self) -> Self:
        if not self.about and not self.stance:
            raise ValueError(
                "a statement without a topic needs a stance; write stance: denied, or about: [words of the topic]"
            )
        return self


class EventFact(AnyKind):
    """Something that happens: `kind: event`."""

    called_here: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"about": "what", "of": "what", "happens": "what", "actor": "who"}
    )

    kind: Literal["event"] = Field(description="What is looked for.")
    what: Predicates = Field(
        min_length=1,
        description=(
            "What happens: verbs in their base form, with their object behind `+` where they need one, such as"
            " `[resign, call off + strike, find + guilty]`; `|` between words for the same."
        ),
    )
    modality: Modalities = Field(
        default=(), description=f"How real it is: one or more of {', '.join(Modality)}. Default: actual and planned."
    )
    who: Terms = Field(default=(), description="Who does it: one of these terms, in the words of the text.")
    whom: Terms = Field(
        default=(), description="Whom or what it is done to: one of these terms, in the words of the text."
    )


class DateFact(AnyKind):
    """When something is, was put off to, or runs out: `kind: date`."""

    called_here: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"about": "of", "what": "of", "happens": "of", "actor": "who"}
    )

    kind: Literal["date"] = Field(description="What is looked for.")
    of: Predicates = Field(
        min_length=1,
        description=(
            "What it is the date of: nouns, or verbs in their base form, with what must be said beside them behind `+`,"
            ' such as `[trial, deadline, "offer + expire"]`; `|` between words for the same.'
        ),
    )
    modality: Modalities = Field(
        default=(),
        description=(
            "Which dates: `planned`, those that are ahead; `possible`, those that are only wanted or thought of;"
            " `actual`, when it was. Default: planned."
        ),
    )
    who: Terms = Field(default=(), description="Whose date it is: one of these terms, in the words of the text.")


class NameFact(AnyKind):
    """Who it is, by name: `kind: name`."""

    called_here: ClassVar[Mapping[str, str]] = MappingProxyType({"of": "role", "what": "role", "who": "role"})

    kind: Literal["name"] = Field(description="What is looked for.")
    role: Roles = Field(
        min_length=1,
        description=(
            "Who or what it is the name of: nouns, such as `[officer, victim, successor, ship]`; `|` between words"
            " for the same."
        ),
    )
    modality: Modalities = Field(
        default=(), description=f"How real it is: one or more of {', '.join(Modality)}. Default: actual and planned."
    )


AnyFact = Annotated[
    QuantityFact | PlaceFact | StatementFact | EventFact | DateFact | NameFact, Field(discriminator="kind")
]
