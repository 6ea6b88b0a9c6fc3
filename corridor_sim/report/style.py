"""One look for all figures: colours that the colour-blind can tell apart, fonts, files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_sim.messages import Language, text
from corridor_sim.results.files import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Okabe and Ito (2008), by mode of transport.
MODES = {
    "rail": "#D55E00",
    "sea": "#0072B2",
    "barge": "#56B4E9",
    "air": "#CC79A7",
    "truck": "#009E73",
}
#: The same palette by what takes the time.
TIMES = {
    "shipper": "#E69F00",
    "papers": "#CC79A7",
    "terminal": "#56B4E9",
    "wait": "#F0E442",
    "opening": "#D55E00",
    "way": "#0072B2",
    "consignee": "#009E73",
}
INK, FAINT, LAND = "#222222", "#9A9A9A", "#E9E6DF"
_CJK = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",  # what is found of a collection of them all is its first face
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
)
_LAST_PLAIN = 0x2E7F  # beyond: CJK, kana, full-width forms
_SIZE = (12.8, 7.2)  # 16 : 9; 1600 x 900 pixels at _DPI
_DPI = 125
_WRAP = 96  # letters of a title's line
_PIECE = re.compile(r" +|[\u2e80-\uffff]|[^ \u2e80-\uffff]+")
_CLOSING = "，。；：、）"  # never begin a line


def cjk_font() -> str:
    """A font that has Chinese, if one is installed; else nothing."""
    from matplotlib import font_manager

    installed = {one.name for one in font_manager.fontManager.ttflist}
    return next((name for name in _CJK if name in installed), "")


def weight_of(font: str) -> str:
    """How heavy what stands out can be drawn: not every font with Chinese has bold letters."""
    from matplotlib import font_manager

    plain, bold = (font_manager.weight_dict[name] for name in ("normal", "bold"))
    faces = [one.weight for one in font_manager.fontManager.ttflist if one.name == font]
    heavy = [
        font_manager.weight_dict.get(one, plain) if isinstance(one, str) else one for one in faces
    ]
    return "bold" if not font or max(heavy, default=plain) >= bold else "normal"


@contextmanager
def look(font: str) -> Iterator[None]:
    """What matplotlib is told while figures are drawn and written; afterwards it is as before."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcParams["font.sans-serif"] = [font, "DejaVu Sans"] if font else ["DejaVu Sans"]
        mpl.rcParams["svg.hashsalt"] = "corridor-sim"
        mpl.rcParams["axes.unicode_minus"] = False
        yield


def new_figure(size: tuple[float, float] = _SIZE) -> Figure:
    """An empty slide."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


@dataclass(frozen=True, slots=True)
class Slide:
    """A figure that is being drawn, the line below it, the language of its words.

    weight   of what stands out, as far as the font has it
    """

    figure: Figure
    foot: str = ""
    lang: Language = "en"
    weight: str = "bold"

    def say(self, code: str, **values: str | int) -> str:
        """A text of the figures in the slide's language."""
        return text(code, values, self.lang)

    def word(self, name: str) -> str:
        """The slide's word for a mode, a direction or an owner; the name itself if it has none."""
        code = f"drawn_{name}"
        said = text(code, {}, self.lang)
        return name if said.startswith(f"{code}:") else said

    def title(self, finding: str) -> None:
        """The finding on top, what it rests on below."""
        said = wrapped(finding, _WRAP)
        self.figure.text(0.03, 0.955, said, fontsize=15, color=INK, weight=self.weight, va="center")
        self.figure.text(0.03, 0.02, self.foot, fontsize=8.5, color="#555555", va="bottom")


def wrapped(said: str, width: int) -> str:
    """A text in lines of so many Latin letters; a Chinese one counts as two and may end a line."""
    lines, used = [""], 0
    for piece in _PIECE.findall(said):
        size = sum(2 if has_cjk(letter) else 1 for letter in piece)
        if used + size > width and lines[-1] and piece not in _CLOSING:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            used = 0
        if used or not piece.isspace():
            lines[-1] += piece
            used += size
    return "\n".join(lines).rstrip()


def has_cjk(text: str) -> bool:
    """Whether a text needs a font that has Chinese."""
    return any(ord(letter) > _LAST_PLAIN for letter in text)


def without_cjk(figure: Figure) -> None:
    """Leaves out of the title and the foot what no installed font can draw."""
    for one in figure.texts:
        if has_cjk(one.get_text()):
            kept = "".join(x for x in one.get_text() if ord(x) <= _LAST_PLAIN)
            one.set_text(" ".join(kept.split()))


def saved(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Writes a figure as PNG and SVG, each whole or not at all; the same bytes every time."""
    written = []
    for kind, about in (("png", {"Software": None}), ("svg", {"Date": None, "Creator": None})):
        stream = io.BytesIO()
        figure.savefig(stream, format=kind, metadata=about)
        path = folder / f"{name}.{kind}"
        write_whole(path, stream.getvalue())
        written.append(path)
    return written
