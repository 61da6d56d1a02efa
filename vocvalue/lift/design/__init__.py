"""An experiment before it begins: its size, who is contacted, and whether the arms are alike."""

from vocvalue.lift.design import (
    assignment_words,
    balance_picture,
    balance_words,
    planning_picture,
    planning_words,
    ratio_words,
)
