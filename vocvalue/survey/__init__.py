"""Survey scores (NPS, CSAT and CES) with reliable intervals, and what they are worth.

- A score: `nps`, `csat`, `ces`.
- The change of an NPS, and the number of responses it needs: `nps_change`, `sample_size`.
- Whether a score changed over time: `trend`.
- Weights that make the responses represent all customers: `rake`.
- Which ratings are linked with the score, and which with customer value: `drivers`.
- Which groups and topics changed an NPS: `decompose_change`.
- The segment of each score, such as promoter: `segment`.
- Revenue, value and churn by segment: `cross_analysis`; and the value of moving customers from one
  segment to another: `SegmentTable.conversion_value`.
- The lifetime value of a segment over a stated horizon: `lifetime_value`.
"""

from vocvalue.survey import plots, shown
from vocvalue.survey.crossing.conversion import ConversionValue
from vocvalue.survey.crossing.read import cross_analysis
from vocvalue.survey.crossing.result import SegmentTable
from vocvalue.survey.crossing.segment_value import lifetime_value
from vocvalue.survey.decomposition.read import decompose_change
from vocvalue.survey.decomposition.result import NpsDecomposition
from vocvalue.survey.key_drivers.read import drivers
from vocvalue.survey.key_drivers.result import Drivers
from vocvalue.survey.over_time.periods import trend
from vocvalue.survey.over_time.result import ScoreTrend
from vocvalue.survey.scores.change import nps_change
from vocvalue.survey.scores.change_result import NpsChange
from vocvalue.survey.scores.measure import ces, csat, nps
from vocvalue.survey.scores.planning import sample_size
from vocvalue.survey.scores.planning_result import SampleSize
from vocvalue.survey.scores.segmentation import segment
from vocvalue.survey.weights.result import Weights
from vocvalue.survey.weights.weighting import rake

__all__ = [
    "ConversionValue",
    "Drivers",
    "NpsChange",
    "NpsDecomposition",
    "SampleSize",
    "ScoreTrend",
    "SegmentTable",
    "Weights",
    "ces",
    "cross_analysis",
    "csat",
    "decompose_change",
    "drivers",
    "lifetime_value",
    "nps",
    "nps_change",
    "plots",
    "rake",
    "sample_size",
    "segment",
    "trend",
]


def __dir__() -> list[str]:
    return sorted(__all__)
