"""How an interval was made, in the words of a reader: the names of methods in both languages."""

import re
from collections.abc import Mapping

from vocvalue.results.texts import Text, named, pair, separated

CLAUSES: Mapping[str, Text] = {
    "Wald": pair("Wald", "瓦尔德区间"),
    "adjusted Wald": pair("adjusted Wald", "调整瓦尔德区间"),
    "Wilson": pair("Wilson", "威尔逊区间"),
    "Wilson score": pair("Wilson score", "威尔逊区间"),
    "Newcombe's hybrid score": pair("Newcombe's hybrid score", "纽科姆混合得分区间"),
    "Miettinen-Nurminen score": pair("Miettinen-Nurminen score", "Miettinen-Nurminen 得分区间"),
    "Mee score": pair("Mee score", "Mee 得分区间"),
    "Agresti-Caffo": pair("Agresti-Caffo", "Agresti-Caffo 区间"),
    "Tango score": pair("Tango score", "Tango 得分区间"),
    "exact unconditional": pair("exact unconditional", "精确非条件区间"),
    "beta-binomial posterior": pair("beta-binomial posterior", "贝塔-二项后验区间"),
    "Jeffreys prior": pair("Jeffreys prior", "杰弗里斯先验"),
    "Dirichlet posterior": pair("Dirichlet posterior", "狄利克雷后验区间"),
    "prior 1/3 each": pair("prior 1/3 each", "先验各取 1/3"),
    "bootstrap": pair("bootstrap", "自助法"),
    "bootstrap percentiles": pair("bootstrap percentiles", "自助法百分位区间"),
    "bias-corrected and accelerated": pair("bias-corrected and accelerated", "偏差校正加速"),
    "Welch": pair("Welch", "韦尔奇 t 区间"),
    "Student's t": pair("Student's t", "学生 t 分布"),
    "adjusted for earlier spend (CUPED)": pair(
        "adjusted for earlier spend (CUPED)", "已按实验前消费调整（CUPED）"
    ),
    "Mantel-Haenszel over strata": pair("Mantel-Haenszel over strata", "分层曼特尔-亨塞尔法"),
    "Sato's variance": pair("Sato's variance", "Sato 方差"),
    "cluster-robust": pair("cluster-robust", "整群稳健标准误"),
    "Kaplan-Meier": pair("Kaplan-Meier", "卡普兰-迈耶法"),
    "area between the curves": pair("area between the curves", "两条曲线之间的面积"),
    "Greenwood's variance": pair("Greenwood's variance", "格林伍德方差"),
    "no proportional hazards": pair("no proportional hazards", "不假定比例风险"),
    "within strata": pair("within strata", "在各层内比较"),
    "weighted by n1 n0 / n": pair("weighted by n1 n0 / n", "按 n1 n0 / n 加权"),
    "augmented weighting (AIPW)": pair("augmented weighting (AIPW)", "增强逆概率加权（AIPW）"),
    "doubly robust": pair("doubly robust", "双重稳健估计"),
    "all topics jointly": pair("all topics jointly", "全部主题联合估计"),
    "MOVER of lift, value and cost": pair(
        "MOVER of lift, value and cost", "提升、价值与成本合成（MOVER）"
    ),
    "MOVER": pair("MOVER", "由各行区间合成（MOVER）"),
    "Student's t of the mean": pair("Student's t of the mean", "均值的学生 t 区间"),
    "times the customers": pair("times the customers", "乘以客户数"),
    "times the leads": pair("times the leads", "乘以线索数"),
    "with the size of the segment": pair("with the size of the segment", "含分群规模的误差"),
    "normal of the loss": pair("normal of the loss", "损失取正态分布"),
    "uniform within the shares": pair("uniform within the shares", "比例在范围内取均匀分布"),
    "delta method for the parameters": pair("delta method for the parameters", "参数用 delta 法"),
    "simulation for the customers' futures": pair(
        "simulation for the customers' futures", "客户未来行为用模拟"
    ),
    "effect on the treated": pair("effect on the treated", "对实验组的效应"),
    "effect on all": pair("effect on all", "对全体客户的效应"),
    "corrected": pair("corrected", "已校正"),
    "clipped at what is possible": pair("clipped at what is possible", "截断至可能的范围"),
    "widened to its estimate": pair("widened to its estimate", "放宽至包含估计值"),
}
"""The clauses of method names, with the Chinese name where one is in use."""
COVARIATES = re.compile(r"AIPW over (?P<columns>.+?)(?P<rest>, with the size of the segment)?")
SIZE = pair("with the size of the segment", "含分群规模的误差")
CLUSTERS = re.compile(r"by (?P<column>.+?): (?P<rest>.+)")


def method_name(method: str) -> Text:
    """Return the method of an estimate as a reader of either language knows it.

    Args:
        method: `Estimate.method`: clauses that are separated by commas or semicolons.

    Examples:
        >>> method_name("Newcombe's hybrid score").en, method_name("Wilson score").zh
        ("Newcombe's hybrid score", '威尔逊区间')
        >>> method_name("bootstrap, bias-corrected and accelerated").zh
        '自助法，偏差校正加速'
        >>> method_name("by store: cluster-robust, Student's t").zh
        '按 store：整群稳健标准误，学生 t 分布'
    """
    if method in CLAUSES:
        return CLAUSES[method]
    of_covariates = COVARIATES.fullmatch(method)
    if of_covariates:
        columns = separated(*map(named, of_covariates["columns"].split(", ")))
        over = pair("AIPW over {columns}", "AIPW，按 {columns} 调整", columns=columns)
        return over if of_covariates["rest"] is None else separated(over, SIZE)
    of_clusters = CLUSTERS.fullmatch(method)
    if of_clusters:
        return pair(
            "by {column}: {rest}",
            "按 {column}：{rest}",
            column=named(of_clusters["column"]),
            rest=method_name(of_clusters["rest"]),
        )
    first, *others = re.split(r"([,;] )", method)
    name = _clause(first)
    for separator, clause in zip(others[::2], others[1::2], strict=True):
        parts = {"before": name, "clause": _clause(clause)}
        if separator == "; ":
            name = pair("{before}; {clause}", "{before}；{clause}", **parts)
        else:
            name = pair("{before}, {clause}", "{before}，{clause}", **parts)
    return name


def _clause(words: str) -> Text:
    return CLAUSES.get(words) or named(words)
