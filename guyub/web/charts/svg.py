"""Pen and ruler: SVG elements, how wide a label is, and a sheet that knows where its labels lie."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Widths a chart is drawn for, as shown: across a panel, in half a row, beside the main column.
WIDE, HALF, SIDE = 640, 440, 306
# What a 360-pixel phone leaves inside a panel; drawn for that width, 12-pixel letters stay 12 pixels.
PHONE = 300
TEXT = 12

# Advance widths of Inter in hundredths of an em, measured in Chromium at weight 400 with tabular figures.
_WIDTHS = {
    sign: width
    for width, signs in {
        24: "ijl", 27: " ,.:;I", 30: "!'", 33: "ft|\\`", 36: "/", 39: "r()[]{}", 47: "\"^_", 50: "–", 53: "s",
        55: "kxz?",
        56: "avy•", 57: "cJL", 58: "eé", 59: "hnuF", 60: "oE", 61: "bdgpq", 64: "PRS&$#Z", 65: "0123456789*+-<>=−TB~",
        67: "KX", 70: "AVY", 73: "CDU", 75: "GHN", 76: "OQ", 82: "w", 88: "m…", 90: "M", 98: "%@", 101: "W",
    }.items()
    for sign in signs
}  # fmt: skip
_BOLD = 1.045


def text_width(text: str, *, size: float = TEXT, bold: bool = False) -> float:
    """How wide a label is, in pixels; never less than Chromium draws it."""
    hundredths = sum(_WIDTHS.get(sign, 65) for sign in text.replace("\u00a0", " "))
    return hundredths * size / 100 * (_BOLD if bold else 1)


def shortened(text: str, width: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if text_width(text, bold=bold) <= width:
        return text
    while text and text_width(text + "…", bold=bold) > width:
        text = text[:-1]
    return text.rstrip() + "…"


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet; `y` grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def wider(self, by: float) -> Box:
        return Box(self.left - by, self.top, self.right + by, self.bottom)

    def inside(self, other: Box) -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def crossed_by(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        """Does the segment pass through? Clipped by Liang and Barsky."""
        start, end = 0.0, 1.0
        dx, dy = x2 - x1, y2 - y1
        for step, room in ((-dx, x1 - self.left), (dx, self.right - x1), (-dy, y1 - self.top), (dy, self.bottom - y1)):
            if step == 0:
                if room < 0:
                    return False
            elif step < 0:
                start = max(start, room / step)
            else:
                end = min(end, room / step)
        return start < end


def label_box(x: float, y: float, text: str, *, anchor: str = "start", size: float = TEXT, bold: bool = False) -> Box:
    """Where a label with its baseline at `y` will lie."""
    width = text_width(text, size=size, bold=bold)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return Box(left, y - size * 0.8, left + width, y + size * 0.25)


@dataclass
class Sheet:
    """A drawing under way. `labels` are the boxes of all texts so far: nothing may be written over them."""

    width: float
    height: float
    parts: list[str] = field(default_factory=list)
    labels: list[Box] = field(default_factory=list)

    def add(self, tag: str, text: str | None = None, **attributes: object) -> None:
        pairs = "".join(
            f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value not in (None, "")
        )
        self.parts.append(f"<{tag}{pairs}/>" if text is None else f"<{tag}{pairs}>{escape(text)}</{tag}>")

    def text(self, x: float, y: float, text: str, *, kind: str = "", anchor: str = "start", size: float = TEXT) -> Box:
        bold = any(word in kind.split() for word in ("hi", "s1", "s2", "s3", "tgt"))
        box = label_box(x, y, text, anchor=anchor, size=size, bold=bold)
        self.labels.append(box)
        self.add("text", text, class_=kind, x=x, y=y, text_anchor=None if anchor == "start" else anchor)
        return box

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        self.add("line", class_=kind, x1=x1, y1=y1, x2=x2, y2=y2)

    def bar(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        self.add("rect", class_=kind, x=x, y=y, width=max(width, 0), height=height, rx=2)

    def is_free(self, box: Box) -> bool:
        return not any(box.meets(label) for label in self.labels)

    def svg(self, kind: str = "", sentence: str = "", *, fixed: bool = False) -> SafeString:
        """The finished drawing. Without a sentence it is silent: the same value stands in words beside it."""
        classes = " ".join(part for part in ("ch", "fix" if fixed else "", kind) if part)
        spoken = f' role="img" aria-label="{escape(sentence)}"' if sentence else ' aria-hidden="true"'
        size = f' width="{_value(self.width)}" height="{_value(self.height)}"' if fixed else ""
        box = f"0 0 {_value(self.width)} {_value(self.height)}"
        return mark_safe(f'<svg class="{classes}" viewBox="{box}"{size}{spoken}>{"".join(self.parts)}</svg>')


def twice(wide: SafeString, narrow: SafeString) -> SafeString:
    """Both drawings; the sheet shows one, and a hidden one is not read aloud."""
    return mark_safe(f'<div class="chart">{wide}{narrow}</div>')


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-") if key != "viewBox" else key


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(escape(str(value)))
