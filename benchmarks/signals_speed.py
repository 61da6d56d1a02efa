"""What it costs to read purchase signals: all rules of both lexicons on short texts, on one core.

`python -m benchmarks.signals_speed` prints a Markdown table for texts that are put together at
random; `--texts FILE` reads a file, one text a line, and repeats it; `--profile` says where the
time goes.
"""

import argparse
import cProfile
import pstats
import random
import time
from itertools import cycle, islice
from pathlib import Path

from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher

ROWS, SEED, BATCH = 200_000, 1, 50_000
TOPICS = (
    "味道不错",
    "送餐很快",
    "包装破了一点",
    "分量有点少",
    "汤洒了",
    "价格实惠",
    "客服态度很好",
    "等了一个多小时",
    "菜凉了",
    "米饭太硬",
    "东西收到了",
    "和图片一样",
    "质量很好",
    "有点贵",
    "送餐员很有礼貌",
    "肉很新鲜",
    "太咸了",
    "孩子很喜欢",
    "比上次差远了",
    "电话打不通",
)
SIGNALS = (
    "下次还会再来", "不会再买了", "已经回购好几次", "降价了再来买", "快用完了", "以后换别家",
    "希望能出大包装", "你们有配套的滤芯吗？", "要是能多几个账号就好了", "谁还敢再点",
)  # fmt: skip


def generated(rows: int) -> list[str]:
    """Return short reviews: two to four clauses, in one of six a clause that rules must try."""
    rng = random.Random(SEED)
    texts = []
    for _ in range(rows):
        clauses = rng.choices(TOPICS, k=rng.randint(2, 4))
        if rng.random() < 1 / 6:
            clauses.append(rng.choice(SIGNALS))
        texts.append("，".join(clauses) + rng.choice(["", "。", "！"]))
    return texts


def repeated(path: Path, rows: int) -> list[str]:
    """Return the lines of a file, again and again."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(islice(cycle(line for line in lines if line), rows))


def measured(matcher: Matcher, texts: list[str]) -> tuple[float, int]:
    """Return the seconds that the texts took, and the signals in them."""
    start = time.process_time()
    signals = sum(
        len(matcher.match(texts[first : first + BATCH])) for first in range(0, len(texts), BATCH)
    )
    return time.process_time() - start, signals


def table(matcher: Matcher, texts: list[str]) -> str:
    """Return what all texts cost, those that rules are tried on, and the others."""
    tried = [matcher.has_anchor(text) for text in texts]
    parts = {
        "all": texts,
        "rules are tried on": [
            text for text, is_tried in zip(texts, tried, strict=True) if is_tried
        ],
        "no rule is tried on": [
            text for text, is_tried in zip(texts, tried, strict=True) if not is_tried
        ],
    }
    lines = ["| texts | number | characters | µs a text | seconds a million | signals |"]
    lines.append("|---|---|---|---|---|---|")
    for name, some in parts.items():
        if some:
            seconds, signals = measured(matcher, some)
            length = sum(map(len, some)) / len(some)
            each = seconds / len(some) * 1e6
            lines.append(
                f"| {name} | {len(some):,} | {length:.0f} | {each:.1f} | {each:.1f} | {signals:,} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Print the table, or the profile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="a file with one text a line")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    texts = repeated(options.texts, options.rows) if options.texts else generated(options.rows)
    start = time.process_time()
    matcher = Matcher([load("zh"), load("en")])
    matcher.match(texts[:1])
    print(f"lexicons loaded in {time.process_time() - start:.2f} s\n")
    if not options.profile:
        print(table(matcher, texts))
        return
    profile = cProfile.Profile()
    profile.runcall(matcher.match, texts)
    pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
