"""What shipments measure: box sizes, their shares, weights and values."""

from __future__ import annotations

from collections.abc import Mapping

from corridor_sim.chance.laws import Law, fixed
from corridor_sim.plan import SizeClass
from corridor_sim.scenario.flows import BoxSize

_NOTHING = fixed(0.0)

#: ISO 668 sizes: thousandths of a TEU, internal litres (usual dry boxes); and the IATA main-deck
#: pallet PMC (2.44 x 3.18 m, built up to 1.6 m), which is no TEU.
ISO_SIZES = {
    "20ft": (1_000, 33_200),
    "40ft": (2_000, 67_700),
    "40hc": (2_000, 76_300),
    "45ft": (2_250, 86_000),
    "pmc": (0, 11_500),
}


def size_classes(
    sizes: Mapping[str, float | BoxSize], boxes: int, weight: Law | None, value: Law | None
) -> tuple[SizeClass, ...]:
    """The mix of sizes of a demand.

    sizes     shares of ISO sizes, or sizes of the user's own; empty: boxes without further measure
    boxes     boxes that move as one shipment
    weight, value   of one box, kg and USD
    """
    if not sizes:
        return (_measured("box", 1.0, boxes, (0, 0), (weight, value)),)
    classes = []
    for name, size in sizes.items():
        if isinstance(size, BoxSize):
            own = SizeClass(
                name,
                size.share,
                size.box,
                round(size.teu * 1_000),
                round(size.m3 * 1_000),
                size.weight or _times(weight, size.box),
                size.value or _times(value, size.box),
                size.parcels,
            )
            classes.append(own)
        else:
            classes.append(_measured(name, size, boxes, ISO_SIZES[name], (weight, value)))
    return tuple(classes)


def _measured(
    name: str,
    share: float,
    boxes: int,
    measure: tuple[int, int],
    laws: tuple[Law | None, Law | None],
) -> SizeClass:
    milli_teu, litre = (boxes * one for one in measure)
    weight, value = (_times(law, boxes) for law in laws)
    return SizeClass(name, share, boxes, milli_teu, litre, weight, value)


def _times(law: Law | None, boxes: int) -> Law:
    return _NOTHING if law is None else law.scaled(float(boxes))
