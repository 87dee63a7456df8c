"""Pure: counts in, a picture out (SVG): noise to the right, lost signals upwards, the best place at the origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .contestants import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WIDTH, _HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 730, 30, 370
# How wide a letter is, in pixels, at most.
_LETTER = 7.5
# One grey, one brown and one green that read on white and on black; no background of its own. A plot has it too.
STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #57606a }
line { stroke: #8c959f; stroke-width: 1 }
.grid { stroke-opacity: 0.3 }
circle, .plain { fill: #bf6a02 }
polyline { stroke: #bf6a02; stroke-width: 2 }
polyline.ours { stroke: #1a7f37 }
polyline[class] { fill: none }
.ours { fill: #1a7f37; font-weight: bold }
@media (prefers-color-scheme: dark) {
  text { fill: #9198a1 }
  circle, .plain { fill: #d29922 }
  .ours { fill: #3fb950 }
  polyline { stroke: #d29922 }
  polyline.ours { stroke: #3fb950 }
}
</style>"""


def svg(counts: Mapping[str, tuple[int, int]]) -> str:
    """Return the picture of contestants, each with its noise lines and its lost signals."""
    if not counts:
        return ""
    most = _round_up(max(noise for noise, _ in counts.values())), _round_up(max(lost for _, lost in counts.values()))
    body = [*_axes(*most), *_points(counts, *most)]
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    title = "<title>Noise lines shown against signals lost, for each contestant</title>"
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">', title, STYLE, *body, "</svg>\n"])


def _axes(most_noise: int, most_lost: int) -> Iterator[str]:
    yield f'<line x1="{_LEFT}" y1="{_BOTTOM}" x2="{_RIGHT}" y2="{_BOTTOM}"/>'
    yield f'<line x1="{_LEFT}" y1="{_TOP}" x2="{_LEFT}" y2="{_BOTTOM}"/>'
    for step in range(6):
        x, y = _x(most_noise * step / 5, most_noise), _y(most_lost * step / 5, most_lost)
        yield f'<line class="grid" x1="{x}" y1="{_TOP}" x2="{x}" y2="{_BOTTOM}"/>'
        yield f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{_RIGHT}" y2="{y}"/>'
        yield f'<text x="{x}" y="{_BOTTOM + 18}" text-anchor="middle">{most_noise * step // 5}</text>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{most_lost * step // 5}</text>'
    yield f'<text x="{(_LEFT + _RIGHT) // 2}" y="{_HEIGHT - 12}" text-anchor="middle">noise lines shown</text>'
    middle = (_TOP + _BOTTOM) // 2
    yield f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">signals lost</text>'


def _points(counts: Mapping[str, tuple[int, int]], most_noise: int, most_lost: int) -> Iterator[str]:
    places = {name: (_x(noise, most_noise), _y(lost, most_lost)) for name, (noise, lost) in counts.items()}
    taken = [_Box(x - 7, y - 7, x + 7, y + 7) for x, y in places.values()]
    for name, (x, y) in sorted(places.items(), key=lambda place: place[0] != OURS.name):
        label = "{} ({}, {})".format(name, *counts[name])
        box = _place(label, x, y, taken)
        taken.append(box)
        anchor, at = ("start", box.left) if box.left > x else ("end", box.right)
        if box.bottom < y - 4:
            yield f'<line class="grid" x1="{x}" y1="{y}" x2="{at:.1f}" y2="{box.bottom:.1f}"/>'
        kind = ' class="ours"' if name == OURS.name else ""
        yield f'<circle cx="{x}" cy="{y}" r="{7 if kind else 5}"{kind}/>'
        yield f'<text x="{at:.1f}" y="{box.bottom - 4:.1f}" text-anchor="{anchor}"{kind}>{label}</text>'


def _place(label: str, x: float, y: float, taken: list[_Box]) -> _Box:
    """Return where a label stands: beside its point or as little above it as may be, to the right if there is room."""
    width = _LETTER * len(label)
    for bottom in range(int(min(y + 8, _BOTTOM - 2)), 0, -4):
        for left in (x + 10, x - 10 - width):
            box = _Box(left, bottom - 16, left + width, bottom)
            if box.left > _LEFT and box.right < _WIDTH and not any(box.meets(other) for other in taken):
                return box
    return _Box(x, y, x, y)


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def _x(noise: float, most: int) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * noise / most, 1)


def _y(lost: float, most: int) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * lost / most, 1)


def _round_up(number: int) -> int:
    """Return the next number that divides into five whole steps."""
    return max(5, -(-number // 5) * 5)
