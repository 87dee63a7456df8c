"""A plot of what grows with something, as an SVG without a library: one line for each side, with ticks and units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workload.picture import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    Line = list[tuple[int, float]]

_WIDTH, _HEIGHT = 460, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 440, 40, 270
# Between two ticks of an axis, times a power of ten.
_STEPS = (1, 2, 2.5, 5, 10)
# Ticks of an axis beside its zero, at most.
_TICKS = 5
KINDS = {"plain": "plain", "keras-quiet": "ours"}


def plot(times: dict[str, Line], across: str, upwards: str) -> str:
    """Return an SVG; `times` are pairs of a count and seconds for each side, `across` and `upwards` name the axes."""
    widest = ticks(max(count for line in times.values() for count, _ in line))
    highest = ticks(max(seconds for line in times.values() for _, seconds in line))
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    body = [*_axes(widest, highest), *_lines(times, widest[-1], highest[-1])]
    body.append(f'<text x="{(_LEFT + _RIGHT) // 2}" y="{_HEIGHT - 10}" text-anchor="middle">{across}</text>')
    body.append(f'<text x="{_LEFT}" y="{_TOP - 18}">{upwards}</text>')
    title = f"<title>{upwards}, for {across}: {' and '.join(times)}</title>"
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">', title, STYLE, *body, "</svg>\n"])


def ticks(most: float) -> list[float]:
    """Return round numbers from 0 to the first that is not below `most`, which is above 0; six of them at most."""
    power = 1e-9
    while True:
        for step in _STEPS:
            if step * power * _TICKS >= most * (1 - 1e-9):
                count = -int(-most / (step * power) // 1)
                return [round(number * step * power, 9) for number in range(count + 1)]
        power *= 10


def _axes(widest: list[float], highest: list[float]) -> Iterator[str]:
    for tick in widest:
        x = _x(tick, widest[-1])
        yield f'<line class="grid" x1="{x}" y1="{_TOP}" x2="{x}" y2="{_BOTTOM}"/>'
        yield f'<text x="{x}" y="{_BOTTOM + 18}" text-anchor="middle">{tick:g}</text>'
    for tick in highest:
        y = _y(tick, highest[-1])
        yield f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{_RIGHT}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{tick:g}</text>'


def _lines(times: dict[str, Line], widest: float, highest: float) -> Iterator[str]:
    for number, (name, line) in enumerate(times.items()):
        places = [(_x(count, widest), _y(seconds, highest)) for count, seconds in line]
        kind = KINDS[name]
        yield f'<polyline class="{kind}" points="{" ".join(f"{x},{y}" for x, y in places)}"/>'
        yield from (f'<circle class="{kind}" cx="{x}" cy="{y}" r="4"/>' for x, y in places)
        yield f'<text class="{kind}" x="{_LEFT + 14}" y="{_TOP + 20 + 20 * number}">{name}</text>'


def _x(count: float, most: float) -> float:
    return round(_LEFT + (_RIGHT - _LEFT) * count / most, 1)


def _y(seconds: float, most: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * seconds / most, 1)
