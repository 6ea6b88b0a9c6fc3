"""Which keys may stand at a place of a scenario, asked of the models themselves."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from corridor_sim.scenario.model import Scenario
from corridor_sim.scenario.nodes import Step

Labels = Sequence[Step]


def keys_at(
    path: Sequence[Step], labels: Labels = (), whole: type[BaseModel] = Scenario
) -> tuple[str, ...]:
    """The keys that may be written at a path, in the order of the models.

    labels   names of models or processes that narrow a choice between several
    whole    model of the file
    """
    models = [model for model in _models(_types_at(path, whole)) if _fits(model, labels)]
    return tuple(dict.fromkeys(key for model in models for key in model_keys(model)))


def model_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of one model as the planner writes them."""
    return tuple(info.alias or name for name, info in model.model_fields.items())


def _types_at(path: Sequence[Step], whole: type[BaseModel]) -> list[Any]:
    found: list[Any] = [whole]
    for step in path:
        found = [inner for outer in found for kind in _unfold(outer) for inner in _into(kind, step)]
    return found


def _unfold(annotation: Any) -> Iterator[Any]:
    """The alternatives of an annotation, without what is only checked."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _unfold(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for option in get_args(annotation):
            yield from _unfold(option)
    else:
        yield annotation


def _into(kind: Any, step: Step) -> Iterator[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        info = _field(kind, step)
        if info is not None:
            yield info.annotation
    elif get_origin(kind) is dict:
        yield get_args(kind)[1]
    elif get_origin(kind) is list:
        yield get_args(kind)[0]
    elif get_origin(kind) is tuple and isinstance(step, int) and step < len(get_args(kind)):
        yield get_args(kind)[step]


def _field(model: type[BaseModel], step: Step) -> FieldInfo | None:
    for name, info in model.model_fields.items():
        if step in (info.alias, name):
            return info
    return None


def _models(found: list[Any]) -> Iterator[type[BaseModel]]:
    for annotation in found:
        for kind in _unfold(annotation):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield kind


def _fits(model: type[BaseModel], labels: Labels) -> bool:
    """Is this the model that the labels speak of, if they speak of any?"""
    if not labels:
        return True
    process = model.model_fields.get("process")
    tags = get_args(process.annotation) if process else ()
    # An alternative that is a list names its model in brackets.
    named = {word for label in labels for word in re.findall(r"\w+", str(label))}
    return model.__name__ in named or any(tag in labels for tag in tags)
