"""Whether customers whose tickets are closed in time stay more often: what is known of it."""

from dataclasses import dataclass, field

from vocvalue.duration import Span
from vocvalue.results import Estimate, Evidence, Note
from vocvalue.results.verdicts import is_shown


@dataclass(frozen=True, kw_only=True, eq=False)
class StayingByTime:
    """The retention of customers whose first ticket was closed within the target, and of others.

    The two groups are told apart at the target, and orders count from then on: a ticket that takes
    long cannot make its customer look loyal for having stayed so long.

    Attributes:
        closed_in_time: The share retained of those whose ticket was closed within the target.
        still_open: The share that would have been retained of the same customers, had their ticket
            been open at the target: from similar customers whose ticket was.
        difference: The first minus the second, as a fraction.
        unadjusted: The difference without adjustment.
        p_value: P-value for the hypothesis of no difference.
        n_closed: Customers whose ticket was closed within the target.
        n_open: Customers whose ticket was open then.
        adjusted_for: What the comparison adjusts for.
        churn_window: The time after the target within which an order means retained.
        evidence: What the comparison rests on.
        level: The confidence level.
        notes: On the customers left out, on the weights, and on what is not among the covariates.

    Examples:
        In the sample shop nothing that customers order depends on their tickets:

        >>> import vocvalue as vv
        >>> shop, desk = vv.datasets.load_sample(), vv.datasets.load_ticket_sample()
        >>> found = vv.kpi.closed_loop(
        ...     shop.responses,
        ...     desk.tickets,
        ...     orders=shop.orders,
        ...     observation_end=desk.observation_end,
        ... ).staying
        >>> found.shown, found.evidence
        (False, 'adjusted observational')
    """

    closed_in_time: Estimate
    still_open: Estimate
    difference: Estimate
    unadjusted: float
    p_value: float
    n_closed: int
    n_open: int
    adjusted_for: tuple[str, ...]
    churn_window: Span
    evidence: Evidence
    level: float
    notes: tuple[Note, ...] = field(repr=False)

    @property
    def shown(self) -> bool:
        """Whether a difference was shown at the level."""
        return is_shown(self.p_value, self.level)
