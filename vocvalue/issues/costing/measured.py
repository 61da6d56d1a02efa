"""All that is measured of an exposure, before it is put into money."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vocvalue.issues.costing import checks
from vocvalue.issues.costing.checks import Changes, Doubts
from vocvalue.issues.costing.comparison import Comparison
from vocvalue.issues.costing.contrast import Contrast
from vocvalue.issues.costing.headline import Readings, readings, spanned
from vocvalue.issues.costing.ladder import StepName
from vocvalue.issues.costing.silent_controls import MOST
from vocvalue.issues.costing.terms import CostTerms
from vocvalue.issues.exposed.result import Exposure
from vocvalue.results import Estimate, Evidence, Money


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured:
    """All that is measured of an exposure, before it is put into money.

    Attributes:
        exposure: What `issues.exposure` returned.
        terms: The terms.
        everybody: All rows, the controls made like the exposed.
        contrasts: The effects by outcome and step.
        changes: How those changed who were customers for all of the window before.
        before: The effects in the window before.
        left_out: The effect on spend with one covariate left out.
        silent: The silent share of the controls, by the share that reports.
    """

    exposure: Exposure
    terms: CostTerms
    everybody: Comparison = field(repr=False)
    contrasts: Mapping[str, Mapping[StepName, Contrast]] = field(repr=False)
    changes: Mapping[str, Changes] = field(repr=False)
    before: Mapping[str, Contrast] = field(repr=False)
    left_out: Mapping[str, float] = field(repr=False)
    silent: dict[float, float]

    def robust(self, outcome: str) -> Contrast:
        """Return the doubly robust effect on an outcome.

        Args:
            outcome: The outcome.
        """
        return self.contrasts[outcome]["doubly robust"]

    @property
    def doubts(self) -> Doubts:
        """What speaks against the comparison."""
        return checks.doubts(self.before, self.changes, self.exposure.n_exposed)

    def readings(self, outcome: str) -> Readings:
        """Return how the effect on an outcome may be read.

        Args:
            outcome: The outcome.
        """
        robust = self.robust(outcome)
        other = checks.other_reading(outcome, robust, self.before, self.changes)
        if other is None or not self.doubts.speak:
            return readings([robust], self.silent)
        return readings([robust, other], self.silent)

    @property
    def evidence(self) -> Evidence:
        """What the money rests on; less where a check or silence speaks against it."""
        guessed = max(self.silent.values(), default=0.0) > MOST
        refuted = self.doubts.reject
        return "association only" if guessed or refuted else "adjusted observational"

    def money(self, readings: Readings) -> Money:
        """Return readings of a sum of money as one amount.

        Args:
            readings: The readings, one at least.
        """
        level, terms = self.terms.level, self.terms
        estimate = Estimate.of(
            spanned(readings, level),
            level=level,
            method="doubly robust, cluster-robust",
            n=self.robust("spend").n,
        )
        return Money.priced(
            estimate, currency=terms.currency, basis=terms.basis, evidence=self.evidence
        )
