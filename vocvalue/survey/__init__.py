"""What customers say, in scores: NPS, CSAT and CES with intervals that hold.

- A score: `nps`, `csat`, `ces`.
- Its change, and how many answers it needs: `nps_change`, `sample_size`.
- Who is a promoter: `segment`.
- What a segment is worth over a stated horizon: `lifetime_value`.
"""

from vocvalue.survey.planning import SampleSize, sample_size
from vocvalue.survey.score_change import NpsChange, nps_change
from vocvalue.survey.scores import ces, csat, nps
from vocvalue.survey.segment_value import lifetime_value
from vocvalue.survey.segmentation import segment

__all__ = [
    "NpsChange",
    "SampleSize",
    "ces",
    "csat",
    "lifetime_value",
    "nps",
    "nps_change",
    "sample_size",
    "segment",
]
