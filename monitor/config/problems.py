"""Checks a file against a model and words every problem in one line: file, line, what is wrong, remedy.

The only place that knows pydantic's error types.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from monitor.config.values import describe
from monitor.config.yaml import Location, YamlFile

Model = TypeVar("Model", bound=BaseModel)


class StrictModel(BaseModel):
    """Unknown keys are errors, text is not taken for a number, and values can't be changed."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True, allow_inf_nan=False
    )
    called_here: ClassVar[Mapping[str, str]] = MappingProxyType({})  # keys of models like this one, by their name there


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right; `text` ends with the remedy."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        text = "".join(character if character.isprintable() else " " for character in self.text)
        return f"{self.path}:{self.line}: {text}"


def validate(
    file: YamlFile, model: type[Model], context: Mapping[str, object] | None = None
) -> Model | tuple[Problem, ...]:
    """Return the model that the file says, or every problem of the file in the order of its lines."""
    try:
        # Through JSON, because pydantic's strict mode then takes a list for a tuple and a word for an enum, and nothing
        # else.
        return model.model_validate_json(json.dumps(file.value), context=context)
    except ValidationError as error:
        found = {
            Problem(file.path, file.line(detail["loc"]), _word(model, detail))
            for detail in error.errors(include_url=False)
            if not _is_echo(detail)
        }
        return tuple(sorted(found))


def join_problems(problems: Iterable[Problem]) -> str:
    """Return one line a problem, in the order of files and lines."""
    return "\n".join(str(problem) for problem in sorted(problems))


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the remedy for a word that is not known: the nearest one, else the whole list."""
    choices = sorted(known)
    near = get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"use one of: {', '.join(choices)}"


def _is_echo(detail: Mapping[str, Any]) -> bool:
    """Whether a list is called too short only because entries of it have problems of their own."""
    return bool(detail["type"] == "too_short" and detail["input"])


def _word(model: type[BaseModel], detail: Mapping[str, Any]) -> str:
    kind, location, found, context = detail["type"], detail["loc"], detail["input"], detail.get("ctx", {})
    key = _key(location)
    if kind == "extra_forbidden":
        if other := _other_names(model, location[:-1]).get(str(location[-1])):
            return f"unknown key {location[-1]}; here it is called {other}"
        return f"unknown key {location[-1]}; {suggest(str(location[-1]), _known_keys(model, location[:-1]))}"
    if kind == "missing":
        return f"the key {location[-1]} is missing; add it"
    if kind == "string_pattern_mismatch":
        return f"{key}found {describe(found)}; write lower-case letters, words joined by _"
    if kind == "value_error":
        return f"{key}{context['error']}"
    if kind in {"enum", "literal_error"}:
        choices = [choice.strip("' ") for choice in context["expected"].replace(" or ", ", ").split(", ")]
        return f"{key}found {describe(found)}; {suggest(str(found), choices)}"
    if kind == "union_tag_invalid":
        choices = [choice.strip("' ") for choice in context["expected_tags"].split(",")]
        return (
            f"{context['discriminator'].strip(chr(39))}: found {context['tag']!r};"
            f" {suggest(str(context['tag']), choices)}"
        )
    if kind == "union_tag_not_found":
        return f"the key {context['discriminator'].strip(chr(39))} is missing; add it"
    if kind in _WANTED:
        wanted, remedy = _WANTED[kind]
        return f"{key}wants {wanted}, found {describe(found)}; {remedy}"
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return f"{key}{found} is out of range; write {words} {context[bound]}"
    if kind in {"too_short", "string_too_short"}:
        return f"{key}is empty; write at least one"
    return f"{key}{detail['msg'][:1].lower()}{detail['msg'][1:]}, found {describe(found)}; change it"


_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
_WANTED = {
    "string_type": ("text", "put it in quotes"),
    "int_type": ("a whole number", "write digits without quotes"),
    "int_from_float": ("a whole number", "write digits without a point"),
    "float_type": ("a number", "write digits without quotes or separators"),
    "bool_type": ("true or false", "write it without quotes"),
    "tuple_type": ("a list", "write [first, second]"),
    "list_type": ("a list", "write [first, second]"),
    "dict_type": ("keys and values", "write key: value lines, indented"),
    "model_type": ("keys and values", "write key: value lines, indented"),
    "model_attributes_type": ("keys and values", "write key: value lines, indented"),
}


def _key(location: Location) -> str:
    names = [step for step in location if isinstance(step, str)]
    return f"{names[-1]}: " if names else ""


def _known_keys(model: type[BaseModel], location: Location) -> set[str]:
    """Return the keys that may stand at a location: a walk down the models' fields, unions and tags included."""
    here: list[Any] = [model]
    for step in location:
        here = _below(_parts(here), step)
    return {name for part in _models(_parts(here)) for name in _names(part)}


def _other_names(model: type[BaseModel], location: Location) -> Mapping[str, str]:
    """Return what keys are called at a location that have another name in models beside it."""
    here: list[Any] = [model]
    for step in location:
        here = _below(_parts(here), step)
    found = [part.called_here for part in _models(_parts(here)) if issubclass(part, StrictModel)]
    return {name: own for names in found for name, own in names.items()}


def _below(parts: Sequence[Any], step: str | int) -> list[Any]:
    """Return the annotations of what stands at `step` inside values of `parts`."""
    if isinstance(step, int):
        return [argument for part in parts for argument in get_args(part) if argument is not Ellipsis]
    models = _models(parts)
    if fields := [part.model_fields[step].annotation for part in models if step in part.model_fields]:
        return fields
    if tagged := [part for part in models if _is_tagged(part, step)]:
        return list(tagged)
    return [get_args(part)[1] for part in parts if _is_mapping(part)]  # a key of the writer's own, as a place's name


def _models(parts: Sequence[Any]) -> list[type[BaseModel]]:
    return [part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)]


def _is_mapping(part: Any) -> bool:
    return get_origin(part) in {dict, Mapping} or str(get_origin(part)).endswith("Mapping'>")


def _names(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def _is_tagged(model: type[BaseModel], tag: str) -> bool:
    return any(tag in get_args(field.annotation) for field in model.model_fields.values())


def _parts(annotations: Sequence[Any]) -> list[Any]:
    """Return the annotations with unions and Annotated taken apart."""
    parts: list[Any] = []
    for annotation in annotations:
        origin = get_origin(annotation)
        if origin is Annotated:
            parts += _parts(get_args(annotation)[:1])
        elif origin in {Union, types.UnionType}:
            parts += _parts(get_args(annotation))
        else:
            parts.append(annotation)
    return parts
