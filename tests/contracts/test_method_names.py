"""Every method of an interval has its name in both languages, from one table."""

import re
from typing import get_args

import pytest

from vocvalue.effects.difference import METHODS as ADJUSTED
from vocvalue.lift.spending.measure import IN_WORDS as OF_SPEND
from vocvalue.lift.time_to_event.measure import METHOD as OF_TIME
from vocvalue.lift.two_arms.intervals import IN_WORDS as OF_SHARES
from vocvalue.lift.two_arms.intervals import Method as SharesMethod
from vocvalue.lift.two_arms.stratified import METHOD as OF_STRATA
from vocvalue.lift.two_arms.stratified import WITHOUT_ERROR
from vocvalue.results.methods import CLAUSES, method_name
from vocvalue.stats import differences
from vocvalue.survey.scores.measure import IN_WORDS as OF_SCORES
from vocvalue.survey.scores.measure import Method as ScoresMethod

USED = {
    *OF_SHARES.values(),
    *OF_SCORES.values(),
    *OF_SPEND.values(),
    *ADJUSTED.values(),
    OF_TIME,
    OF_STRATA,
    WITHOUT_ERROR,
}
NAMES = {
    "adjusted Wald": "调整瓦尔德区间",
    "Newcombe's hybrid score, widened to its estimate": "纽科姆混合得分区间，放宽至包含估计值",
    "bootstrap percentiles": "自助法百分位区间",
    "Welch, adjusted for earlier spend (CUPED)": "韦尔奇 t 区间，已按实验前消费调整（CUPED）",
    "by the store: cluster-robust, Student's t": "按 the store：整群稳健标准误，学生 t 分布",
    "given": "given",
}


@pytest.mark.parametrize("method", sorted(USED))
def test_every_method_has_its_name_in_both_languages(method):
    name = method_name(method)
    assert name.en == method
    clauses = re.split("[，；]", name.zh)
    assert len(clauses) == len(re.split("[,;] ", method))
    assert all(re.search("[\u4e00-\u9fff]", clause) for clause in clauses)


@pytest.mark.parametrize(("method", "chinese"), NAMES.items())
def test_names_by_hand(method, chinese):
    assert (method_name(method).en, method_name(method).zh) == (method, chinese)


def test_no_two_methods_of_an_interval_share_a_chinese_name():
    names = [text.zh for clause, text in CLAUSES.items() if clause != "Wilson"]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("methods", [SharesMethod, ScoresMethod, differences.Method])
def test_methods_are_written_in_lower_case_with_hyphens(methods):
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", method) for method in get_args(methods))
