"""What customers say, in scores: NPS, CSAT and CES with intervals that hold.

- A score: `nps`, `csat`, `ces`.
- Its change, and how many answers it needs: `nps_change`, `sample_size`.
- Whether it moved over time: `trend`.
- Answers weighted to all customers: `rake`.
- Which ratings go with the score, and with the money: `drivers`.
- Which groups and topics changed it: `decompose_change`.
- Who is a promoter: `segment`.
- Scores crossed with money and churn: `cross_analysis`, and what moving customers from one segment
  to another is worth: `SegmentTable.conversion_value`.
- What a segment is worth over a stated horizon: `lifetime_value`.
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
