"""Pictures of what a corpus holds: the labels of stances and attributions, and the phenomena, by split."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stancebank.errors import UsageError
from stancebank.stats import PHENOMENA, TOTAL, Statistics

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PANELS: Final = {
    "stances.polarity": "Polarity of stances",
    "stances.attitude": "Attitude of stances",
    "stances.depth": "Voices between author and stance",
    "attributions.kind": "Kind of attributions",
}
_COLOURS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999")
"""Told apart by people with any colour vision (Okabe and Ito 2008)."""


def draw(statistics: Statistics, stem: Path) -> list[Path]:
    """Write a picture of the labels and one of the phenomena: `stem`.labels.png and `stem`.phenomena.png."""
    drawings: dict[str, Callable[[Statistics], Figure]] = {"labels": _labels, "phenomena": _phenomena}
    stem.parent.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, make in drawings.items():
        path = stem.with_name(f"{stem.name}.{name}.png")
        make(statistics).savefig(path, dpi=150, metadata={"Software": None})
        paths.append(path)
    return paths


def _figure(width: float, height: float, **grid: Any) -> tuple[Figure, Any]:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError("plots need matplotlib: pip install 'stancebank[plot]'") from None
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(squeeze=False, **grid)


def _labels(statistics: Statistics) -> Figure:
    """A bar for each split, divided by label; numbers are counts."""
    figure, axes = _figure(10, 6, nrows=2, ncols=2)
    for axis, (name, title) in zip(axes.flat, _PANELS.items(), strict=True):
        _draw_shares(axis, statistics.labels[name], [split for split in statistics.splits if split != TOTAL])
        axis.set_title(title, loc="left", fontsize=11)
    return figure


def _draw_shares(axis: Axes, labels: Mapping[str, Mapping[str, int]], splits: list[str]) -> None:
    totals = {split: sum(counts[split] for counts in labels.values()) or 1 for split in splits}
    left = dict.fromkeys(splits, 0.0)
    by_count = sorted(labels, key=lambda label: (-labels[label][TOTAL], label))
    ordered = sorted(labels) if all(map(str.isdigit, labels)) else by_count
    for number, label in enumerate(ordered):
        shares = [labels[label][split] / totals[split] for split in splits]
        bars = axis.barh(splits, shares, left=list(left.values()), color=_COLOURS[number % len(_COLOURS)], label=label)
        counts = [
            str(labels[label][split]) if share > 0.04 else "" for split, share in zip(splits, shares, strict=True)
        ]
        axis.bar_label(bars, counts, label_type="center", color="white", fontsize=8)
        left = {split: left[split] + share for split, share in zip(splits, shares, strict=True)}
    axis.invert_yaxis()
    axis.set_xlim(0, 1)
    axis.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axis.spines[["top", "right"]].set_visible(False)
    if ordered:
        axis.legend(
            ncols=len(ordered),
            loc="upper left",
            bbox_to_anchor=(0, -0.12),
            frameon=False,
            fontsize=8,
            handlelength=1,
            columnspacing=1,
        )


def _phenomena(statistics: Statistics) -> Figure:
    """A row for each phenomenon, a column for each split; numbers are documents, shade is their share."""
    rows = statistics.labels[PHENOMENA]
    splits = [split for split in statistics.splits if split != TOTAL]
    documents = statistics.layers["documents"]
    figure, axes = _figure(2.4 + 1.1 * len(splits), 0.8 + 0.27 * max(len(rows), 1))
    axis = axes[0, 0]
    shares = [[counts[split] / documents[split] for split in splits] for counts in rows.values()]
    axis.imshow(shares or [[0.0] * len(splits)], cmap="Blues", vmin=0, vmax=1.4, aspect="auto")
    axis.set_xticks(range(len(splits)), [f"{split}\n({documents[split]})" for split in splits])
    axis.xaxis.tick_top()
    axis.set_yticks(range(len(rows)), list(rows))
    axis.tick_params(length=0, labelsize=9)
    axis.spines[:].set_visible(False)
    for row, counts in enumerate(rows.values()):
        for column, split in enumerate(splits):
            axis.text(column, row, str(counts[split]), ha="center", va="center", fontsize=9)
    return figure
