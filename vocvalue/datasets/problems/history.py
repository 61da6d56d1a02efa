"""A played course as tables: the order log, the problems met, and what was told of them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vocvalue.datasets.problems.course import Course, Met, Standing
from vocvalue.datasets.purchase import Floats
from vocvalue.datasets.shop import labels_of


@dataclass(frozen=True, kw_only=True)
class History:
    """All orders of all customers, customer after customer, each customer's in order of time.

    Attributes:
        course: What was played.
        standing: Where each order stood: customer, number, moment, and the rate lost before it.
        amount: Its amount, shape (n,).
        met: The problems that it met, shape (n, J).
        stays: Whether the customer stayed after it, shape (n,).
    """

    course: Course
    standing: Standing
    amount: Floats
    met: Met
    stays: Met

    @classmethod
    def of(cls, course: Course, without: Iterable[str] = ()) -> Self:
        """Play a course from the beginning to the end of the log, without some problems."""
        removed = set(without)
        spared = np.array([name in removed for name in course.model.names])
        steps = list(course.play(course.beginning, course.observation.length, spared, once=False))
        standing = _joined([step.standing for step in steps])
        sequence = np.lexsort((standing.order, standing.customer))
        return cls(
            course=course,
            standing=standing.at(sequence),
            amount=np.concatenate([step.amount for step in steps])[sequence],
            met=np.concatenate([step.met for step in steps])[sequence],
            stays=np.concatenate([step.stays for step in steps])[sequence],
        )

    @property
    def customer_ids(self) -> NDArray[np.str_]:
        """The customers' ids, shape (n_customers,)."""
        n = self.course.n_customers
        return labels_of("C", np.arange(1, n + 1), n)

    @property
    def order_ids(self) -> NDArray[np.object_]:
        """The ids of the orders: the customer's, and the number of the order."""
        # A customer's orders are numbered by customer, so that taking one away renames no other's.
        numbers = (self.standing.order + 1).astype(str)
        ids: NDArray[np.object_] = np.strings.add(
            np.strings.add(self.customer_ids[self.standing.customer], "-"), numbers
        ).astype(object)
        return ids

    def orders(self) -> pd.DataFrame:
        """Return the order log: customer_id, order_id, timestamp, amount, in order of time."""
        table = pd.DataFrame(
            {
                "customer_id": self.customer_ids[self.standing.customer],
                "order_id": self.order_ids,
                "timestamp": self.course.observation.timestamps(self.standing.moment),
                "amount": self.amount,
            }
        )
        return table.sort_values(["timestamp", "order_id"], ignore_index=True)

    def exposures(self) -> pd.DataFrame:
        """Return one row for each problem met at an order.

        Returns:
            row (the order's place in this history), problem (its number), customer_id, order_id,
            timestamp (of the order), topic, mentioned_at (missing where it is not told of before
            the log ends); sorted by time.
        """
        row, problem = np.nonzero(self.met)
        standing = self.standing.at(row)
        told = self.course.tells(standing)[np.arange(row.size), problem]
        moment = self.course.told_at(standing)[np.arange(row.size), problem]
        observation = self.course.observation
        when = pd.Series(observation.timestamps(moment))
        table = pd.DataFrame(
            {
                "row": row,
                "problem": problem,
                "customer_id": self.customer_ids[standing.customer],
                "order_id": self.order_ids[row],
                "timestamp": observation.timestamps(standing.moment),
                "topic": np.array(self.course.model.names, dtype=object)[problem],
                "mentioned_at": when.where(told & (moment < observation.length)),
            }
        )
        return table.sort_values(["timestamp", "order_id", "problem"], ignore_index=True)


def _joined(parts: list[Standing]) -> Standing:
    names = [field.name for field in fields(Standing)]
    return Standing(**{it: np.concatenate([getattr(part, it) for part in parts]) for it in names})
