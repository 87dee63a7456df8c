"""A plot of what grows with something, as an SVG without a library: one line for each side."""

from __future__ import annotations

COLOURS = {"plain": "#888888", "keras-quiet": "#d00000"}


def plot(times: dict[str, list[tuple[int, float]]], across: str, upwards: str) -> str:
    """Return an SVG; `times` are pairs of a count and seconds for each side, `across` and `upwards` name the axes."""
    widest = max(count for line in times.values() for count, _ in line)
    highest = max(seconds for line in times.values() for _, seconds in line)
    parts = ["<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 460 300' font-family='sans-serif' font-size='12'>"]
    parts.append("<rect width='460' height='300' fill='white'/>")
    parts.append("<path d='M50 20V260H440' fill='none' stroke='black'/>")
    parts.append(f"<text x='440' y='280' text-anchor='end'>{widest} {across}</text>")
    parts.append(f"<text x='54' y='16'>{highest:.2g} s {upwards}</text>")
    for number, (name, line) in enumerate(times.items()):
        points = " ".join(f"{50 + 380 * count / widest:.0f},{260 - 230 * s / highest:.0f}" for count, s in line)
        parts.append(f"<polyline points='{points}' fill='none' stroke='{COLOURS[name]}' stroke-width='2'/>")
        parts.append(f"<text x='70' y='{50 + 18 * number}' fill='{COLOURS[name]}'>{name}</text>")
    return "\n".join([*parts, "</svg>\n"])
