"""How much of a collection of log lines a kernel of ours hides and shows, by expectation and producer: Markdown tables.

python tools/corpus.py [FILE] [--python INTERPRETER]      an interpreter with ipykernel 6 or newer: older ones
bring no native lines into the notebook, which would count as hidden
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "harness"))

from corpus_session import CORPUS, Outcome, load, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What Keras, its backends and their front ends print: TensorFlow with its Estimator, data sets and TFX, JAX, torch, and
# what they import. Everybody else's library is a third party, whose messages may be hidden and need not be.
OURS = (
    "keras", "Keras_Applications", "tensorflow", "tensorflow-cpp", "tensorflow-python", "tensorflow-estimator", "tfx",
    "absl", "absl-py or tfx", "jax", "torch", "theano", "numpy", "h5py", "protobuf", "python", "root",
)  # fmt: skip
EXPECTATIONS = ("must-show", "may-hide", "context")


def main(argv: Sequence[str] | None = None) -> int:
    """Print one table for a machine without a GPU and one for a machine with one; 1 if a needed line was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=CORPUS, help="records, one JSON object a line")
    parser.add_argument("--python", default=sys.executable, help="the interpreter of the kernel")
    options = parser.parse_args(argv)
    records, lost = load(options.file), 0
    for gpu in (False, True):
        outcomes = run(records, gpu=gpu, python=options.python)
        print(f"{options.file.name}, {len(records)} messages, {'with' if gpu else 'without'} a GPU\n")
        print("\n".join(table(outcomes)), end="\n\n")
        print("\n".join(f"{name}: {share:.1%}" for name, share in shares(outcomes).items()), end="\n\n")
        lost += sum(o.record["expect"] == "must-show" and o.seen != "shown" for o in outcomes)
    return int(lost > 0)


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return how much of the noise is hidden: of the messages, and weighted by the notebooks that each occurs in."""
    noise = [o for o in outcomes if o.record["expect"] == "may-hide"]
    ours = [o for o in noise if o.record["producer"] in OURS]
    return {
        "noise by messages": _share(noise, weighted=False),
        "noise by notebooks": _share(noise, weighted=True),
        "noise by notebooks, third parties left out": _share(ours, weighted=True),
    }


def _share(outcomes: Sequence[Outcome], *, weighted: bool) -> float:
    weights = [(o.record.get("notebooks", 1) if weighted else 1, o.seen == "hidden") for o in outcomes]
    return sum(weight for weight, hidden in weights if hidden) / (sum(weight for weight, _ in weights) or 1)


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of a table: a row for each producer, "hidden / shown" for each expectation."""
    counts = Counter((o.record["producer"], o.record["expect"], o.seen == "hidden") for o in outcomes)
    yield "| producer | " + " | ".join(f"{expect}: hidden / shown" for expect in EXPECTATIONS) + " |"
    yield "|---" * (1 + len(EXPECTATIONS)) + "|"
    producers = sorted({o.record["producer"] for o in outcomes})
    for producer in producers:
        cells = [_cell(counts[producer, expect, True], counts[producer, expect, False]) for expect in EXPECTATIONS]
        yield f"| {producer} | " + " | ".join(cells) + " |"
    sums = [[sum(counts[p, expect, hidden] for p in producers) for hidden in (True, False)] for expect in EXPECTATIONS]
    yield "| **all** | " + " | ".join(_cell(hidden, shown, share=True) for hidden, shown in sums) + " |"


def _cell(hidden: int, shown: int, *, share: bool = False) -> str:
    if not hidden + shown:
        return ""
    return f"{hidden} / {shown}" + (f" ({hidden / (hidden + shown):.1%} hidden)" if share else "")


if __name__ == "__main__":
    raise SystemExit(main())
