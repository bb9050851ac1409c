"""How good a newly trained model is, and whether the one that serves was better."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic

import numpy as np

from app.artifacts import Artifacts, M, Trained
from app.jobs.held_out import HeldOut
from app.jobs.plots import bars
from app.jobs.stored import TrainingError
from models.artifacts import ArtifactError
from models.evaluate.answers import NoNumberError
from models.evaluate.comparison import Marks, gains, mark
from models.evaluate.intervals import Interval
from models.interface import Model

NAMES = {"rmse": "RMSE", "ndcg@10": "NDCG@10", "recall@20": "Recall@20"}


class RefusedError(TrainingError):
    """The new model is worse than the one that serves, or no good at all."""


@dataclass(frozen=True)
class Measured:
    """What came out, by figure; `note` says why there is less than there could be."""

    figures: Mapping[str, Interval] = field(default_factory=dict)
    gains: Mapping[str, Interval] = field(default_factory=dict)
    note: str = ""

    def check(self, force: bool) -> None:
        """Raises RefusedError if any figure is no number, or, unless `force`, worse, and that is
        not by chance."""
        odd = [NAMES[name] for name, it in self.figures.items() if not np.isfinite(it).all()]
        if odd:
            raise RefusedError(_no_good(f"its {', '.join(odd)} is no number"))
        if not force:
            self._check_gains()

    def _check_gains(self) -> None:
        losses = {name: gain for name, gain in self.gains.items() if gain.high < 0}
        if losses:
            told = ", ".join(f"{NAMES[name]} {_change(gain)}" for name, gain in losses.items())
            raise RefusedError(
                f"the new model is worse than the one that serves, by the same members: {told}. "
                "The old one goes on serving; --force publishes the new one"
            )

    def lines(self) -> dict[str, str]:
        """For people to read."""
        told = {NAMES[name]: f"{shown(*figure)}" for name, figure in self.figures.items()}
        told |= {f"{NAMES[name]}, better by": _change(gain) for name, gain in self.gains.items()}
        return told | ({"note": self.note} if self.note else {})

    def plot(self) -> str:
        """The figures, and those of the model that served, as far as they are measured."""
        new = {NAMES[name]: figure.mean for name, figure in self.figures.items()}
        if not self.gains:
            return bars("The new model", "figure", new)
        before = {NAMES[name]: self._before(name) for name in self.figures}
        return bars("The new model, and as a line the one before", "figure", new, before)

    def _before(self, name: str) -> float:
        gain = self.gains[name].mean
        return self.figures[name].mean + (gain if name == "rmse" else -gain)


@dataclass(frozen=True)
class Judge(Generic[M]):
    """Measures models by `held_out`; `served` is how a trained model answers, in rows of the
    catalogue."""

    held_out: HeldOut | None
    artifacts: Artifacts[M]
    served: Callable[[Trained[M]], Model]

    def measure(self, trained: Trained[M]) -> tuple[Trained[M], Measured]:
        """The model with its figures in its manifest, and how it compares. Raises RefusedError if
        it cannot be measured."""
        if self.held_out is None:
            return trained, Measured(note="too few members to hold any out: not measured")
        try:
            marks = self._marks(trained, self.held_out, np.inf)
        except NoNumberError as error:
            raise RefusedError(_no_good(str(error))) from error
        figures = marks.figures()
        quality = {name: list(figure) for name, figure in figures.items()}
        manifest = replace(trained.manifest, held_out=self.held_out.share, quality=quality)
        gained, note = self._compare(marks, self.held_out)
        return replace(trained, manifest=manifest), Measured(figures, gained, note)

    def _compare(self, marks: Marks, held_out: HeldOut) -> tuple[dict[str, Interval], str]:
        """By members whom the model that serves has not seen either."""
        serving = self.artifacts.versions.serving()
        if serving is None:
            return {}, "no model serves yet: not compared"
        try:
            old = self.artifacts.load(serving)
        except ArtifactError:
            return {}, "the model that serves is damaged: not compared"
        unseen = held_out.draws < old.manifest.held_out
        if not unseen.any():
            return {}, "the model that serves has seen all members: not compared"
        try:
            before = self._marks(old, held_out, old.manifest.held_out)
        except NoNumberError:
            return {}, "the model that serves is no good: not compared"
        return gains(before, marks.of(unseen)), ""

    def _marks(self, trained: Trained[M], held_out: HeldOut, below: float) -> Marks:
        """By the members whose draw is below `below`."""
        asked = np.flatnonzero(held_out.draws < below)
        histories = [held_out.members.histories[member] for member in asked]
        targets = [held_out.members.targets[member] for member in asked]
        return mark(self.served(trained), histories, targets, trained.manifest.model)


def _no_good(why: str) -> str:
    return f"the new model is no good: {why}. The old one goes on serving"


def shown(mean: float, low: float, high: float) -> str:
    """A figure and its 95% interval in words."""
    return "unknown" if math.isnan(mean) else f"{mean:.4f} ({low:.4f} to {high:.4f})"


def _change(gain: Interval) -> str:
    if math.isnan(gain.mean):
        return "unknown"
    return f"{gain.mean:+.4f} ({gain.low:+.4f} to {gain.high:+.4f})"
