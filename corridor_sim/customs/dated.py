"""One formality under policies that follow one another: which is in force says the calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from graphlib import TopologicalSorter

from corridor_sim.customs.drawing import CARGO, Drawn, by_policy
from corridor_sim.customs.formalities import Formal
from corridor_sim.customs.steps import INSTANT, Formed, Occasion, apart


def in_turn(variants: Mapping[str, Formal], calendar: Drawn, at: Occasion) -> Formal:
    """The formality under whichever policy is in force when the goods are due.

    variants   policy -> the formality as written under it alone, all on the same occasion
    calendar   the choice of the policy; its options are the variants' names in order

    What all policies do alike stays one stage; what only some do is passed under those. Where they
    do a step in different ways the first keeps the stage's name and all keep its luck.
    """
    return _Merger(variants, calendar, at).merged()


class _Merger:
    def __init__(self, variants: Mapping[str, Formal], calendar: Drawn, at: Occasion) -> None:
        self.variants, self.at = variants, at
        self.policy = f"{at.key}/policy"
        self.choices: dict[str, Drawn] = {self.policy: calendar}
        self.release = next(iter(variants.values())).release
        self.alike = self._alike()
        self.names = {use: self._renamed(use) for use in variants}

    def merged(self) -> Formal:
        self._choose()
        stages = [one for use in self.variants for one in self._stages(use)]
        deciding = self._deciding()
        stages += [*deciding, self._joined(deciding)]
        first = next(iter(self.variants.values()))
        return Formal(
            tuple(stages),
            self.choices,
            self._together(lambda one: one.reported),
            self._together(lambda one: one.prepared),
            self._together(lambda one: one.lodged),
            self._together(lambda one: one.reviewed),
            self.release,
            self._together(lambda one: one.released),
            first.left if first.left in self.alike else self.release,
            tuple(self._together(partial(_event, number)) for number in range(len(first.events))),
        )

    def _alike(self) -> set[str]:
        """Stages that all policies have, alike in themselves and in what they wait for."""
        first, *others = (
            {stage.name or "": stage for stage in one.stages} for one in self.variants.values()
        )
        inner = set(first).union(*others)
        alike = {self.release}
        for name, stage in first.items():
            same = all(other.get(name) == stage for other in others)
            before = {_subject(text) for text in stage.after or ()}
            if same and name != self.release and before & inner <= alike:
                alike.add(name)
        return alike

    def _renamed(self, use: str) -> dict[str, str]:
        """The names of a policy's stages: its own where another policy had them first."""
        uses = list(self.variants)
        earlier = {
            stage.name for other in uses[: uses.index(use)] for stage in self.variants[other].stages
        }
        names = {}
        for stage in self.variants[use].stages:
            name = stage.name or ""
            step = name.removeprefix(f"{self.at.key}/")
            taken = name in earlier and name not in self.alike
            names[name] = f"{self.at.key}/under/{use}/{step}" if taken else name
        return names

    def _stages(self, use: str) -> list[Formed]:
        """The stages of a policy, without the release and without what an earlier policy wrote."""
        written, first = [], use == next(iter(self.variants))
        for stage in self.variants[use].stages:
            name = stage.name or ""
            if name == self.release or (name in self.alike and not first):
                continue
            luck = stage.luck or name
            new = self.names[use][name]
            only = [] if name in self.alike else [f"{self.policy}={use}"]
            update = {
                "name": new,
                "after": self._anchors(use, stage.after or ()),
                "when": [*only, *stage.when],
                "luck": "" if luck == new else luck,
            }
            written.append(stage.model_copy(update=update))
        return written

    def _deciding(self) -> list[Formed]:
        """Where policies take different times for the release itself: that time, before it."""
        releases = {use: _stage(one, self.release) for use, one in self.variants.items()}
        if len({stage.delay for stage in releases.values()}) == 1:
            return []
        return [
            stage.model_copy(
                update={
                    "name": f"{self.at.key}/under/{use}/release",
                    "after": self._anchors(use, stage.after or ()),
                    "when": [f"{self.policy}={use}"],
                    "luck": self.release,
                }
            )
            for use, stage in releases.items()
        ]

    def _joined(self, deciding: Sequence[Formed]) -> Formed:
        """The release, in which the policies meet."""
        releases = {use: _stage(one, self.release) for use, one in self.variants.items()}
        first = next(iter(releases.values()))
        if deciding:
            after = [stage.name or "" for stage in deciding]
            return first.model_copy(update={"after": after, "delay": INSTANT})
        after = [
            text for use, one in releases.items() for text in self._anchors(use, one.after or ())
        ]
        return first.model_copy(update={"after": apart(after)})

    def _anchors(self, use: str, anchors: Sequence[str]) -> list[str]:
        names = self.names[use]
        return [names.get(_subject(text), _subject(text)) + _rest(text) for text in anchors]

    def _together(self, of: Callable[[Formal], Sequence[str]]) -> tuple[str, ...]:
        """Alternatives under any policy; what only one policy has comes before what all have."""
        found = [text for use, one in self.variants.items() for text in self._anchors(use, of(one))]
        inner = {name for names in self.names.values() for name in names.values()}
        own = [text for text in found if _subject(text) in inner - self.alike]
        return tuple(apart([*own, *found]))

    def _choose(self) -> None:
        """Each choice once; its odds depend on the policy where policies differ in them."""
        known = [one.choices for one in self.variants.values()]
        options = {
            name: one.options for choices in (self.choices, *known) for name, one in choices.items()
        }
        options[CARGO] = self.at.cargo
        for name in dict.fromkeys(name for choices in known for name in choices):
            drawn = {
                use: one.choices[name] for use, one in self.variants.items() if name in one.choices
            }
            self.choices[name] = by_policy(self.policy, drawn, options)
        depends = {
            name: [one for one in drawn.given if one != CARGO]
            for name, drawn in self.choices.items()
        }
        self.choices = {
            name: self.choices[name] for name in TopologicalSorter(depends).static_order()
        }


def _event(number: int, formal: Formal) -> Sequence[str]:
    return formal.events[number]


def _stage(formal: Formal, name: str) -> Formed:
    return next(stage for stage in formal.stages if stage.name == name)


def _rest(anchor: str) -> str:
    return anchor[len(_subject(anchor)) :]


def _subject(anchor: str) -> str:
    return anchor.removesuffix(".start").partition("@")[0]
