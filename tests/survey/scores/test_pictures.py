"""Pictures of a change of scores and of a planned survey, from numbers worked out by hand."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from vocvalue import survey

BEFORE = [9, 9, 3, 8] * 50
AFTER = [9, 9, 9, 8] * 50


def points(ax):
    marked = [line for line in ax.lines if line.get_marker() == "o"]
    return [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in marked]


def intervals(ax):
    return [lines.get_segments()[0][:, 0].tolist() for lines in ax.collections]


class TestChange:
    def test_the_change_is_drawn_from_the_score_before(self):
        # two promoters and a detractor of four: 25; three promoters of four: 75
        change = survey.nps_change(BEFORE, AFTER)
        ax = survey.plots.change_chart(change)
        assert points(ax) == [(25, 0), (75, 1), (75, 2)]
        assert ax.lines[0].get_xdata() == [25, 25]
        ends = change.change.lower + 25, change.change.upper + 25
        assert intervals(ax)[2] == pytest.approx(ends)

    def test_the_interval_crosses_the_line_where_no_change_is_shown(self):
        change = survey.nps_change([9, 9, 3, 8] * 4, [9, 9, 7, 8] * 4)
        low, high = intervals(change.plot())[2]
        assert low < 25 < high
        assert not change.shown

    def test_the_rows_say_how_many_answered(self):
        ax = survey.nps_change(BEFORE, AFTER[:100]).plot(language="zh")
        names = [tick.get_text() for tick in ax.get_yticklabels()]
        assert names == ["之前\n（200 份答卷）", "之后\n（100 份答卷）", "变化"]
        assert ax.get_title(loc="left").startswith("NPS 由 25.0 升至 75.0")

    def test_it_draws_on_the_axes_it_is_given(self):
        _, ax = plt.subplots()
        assert survey.plots.change_chart(survey.nps_change(BEFORE, AFTER), ax=ax) is ax
        plt.close(ax.figure)


class TestSampleSize:
    def test_the_margin_of_error_falls_with_the_root_of_the_answers(self):
        # v = .5 + .2 - .3^2 = .61: 1.959964 * sqrt(.61 / n) at n = 938 and at three times as many
        size = survey.sample_size(shares=(0.2, 0.3, 0.5), margin_of_error=5)
        ax = survey.plots.size_curve(size)
        answers, margin = ax.lines[0].get_xydata().T
        assert answers[-1] == 3 * 938
        assert margin == pytest.approx(100 * 1.959964 * np.sqrt(0.61 / answers), rel=1e-6)
        assert points(ax) == [(938, 5)]

    def test_a_change_has_the_error_of_two_surveys(self):
        # (1.959964 + 0.841621) * sqrt(2 * .61 / n)
        size = survey.sample_size(shares=(0.2, 0.3, 0.5), change=6, response_rate=0.1)
        answers, change = size.plot().lines[0].get_xydata().T
        assert change == pytest.approx(100 * 2.801585 * np.sqrt(1.22 / answers), rel=1e-6)
        assert size.plot().get_ylabel() == "Detectable change, points of NPS\n(power 80%)"
        assert size.plot(language="zh").get_ylabel() == "可检出的 NPS 变化（点，功效 80%）"

    @pytest.mark.parametrize("asked", [{"margin_of_error": 100}, {"change": 130}])
    def test_few_answers_are_drawn_within_what_is_possible(self, asked):
        size = survey.sample_size(shares=(0.2, 0.3, 0.5), **asked)
        ax = size.plot()
        assert ax.lines[0].get_ydata().max() <= (100 if "margin_of_error" in asked else 200)
        assert points(ax)[0][1] <= ax.get_ylim()[1]
