"""Known effects found without lots: `python -m benchmarks.observed [folder]`.

The effect of smoking on birth weight, which comes with statsmodels, and of job training on earnings
(Dehejia and Wahba 1999), if there is a folder with lalonde_experiment.csv, lalonde_cps_controls.csv
and lalonde_psid_controls.csv: columns treat, age, education, black, hispanic, married, nodegree,
re74, re75 and re78. Then customers are simulated of whom those about to leave are contacted first.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels
from scipy.special import expit

from vocvalue import lift
from vocvalue.errors import DataError
from vocvalue.stats.adjustment import StandardisedMeans, standardised_means
from vocvalue.stats.effect_on_treated import means_of_treated

ROUNDS, EFFECT = 500, 0.10
SIZES, PULLS = (200, 400, 1_000), {"weakly": 0.5, "strongly": 1.0}
BIRTHS = ("treatment", "tests", "results", "cataneo2.csv")
KNOWN = ("age", "education", "black", "hispanic", "married", "nodegree", "re74", "re75")


def contacted(rng: np.random.Generator, n: int, pull: float) -> lift.Experiment:
    """Return customers of whom those at risk are contacted first, and gain ten points."""
    risk, plan = rng.normal(size=n), rng.choice(["basic", "plus", "pro"], n)
    chosen = rng.random(n) < expit(pull * risk - 0.4 * (plan == "pro"))
    # Never beyond 0 or 1, so that the effect is the same for all.
    stays = 0.5 - 0.25 * np.tanh(risk) + 0.05 * (plan == "pro") + EFFECT * chosen
    ids = np.arange(n)
    people = pd.DataFrame({"customer_id": ids, "risk": np.exp(risk), "plan": plan})
    people["arm"] = np.where(chosen, "treated", "control")
    stayed = pd.DataFrame({"customer_id": ids, "retained": 1 * (rng.random(n) < stays)})
    return lift.experiment(people, outcomes=stayed, randomised=False, keep=["risk", "plan"])


def coverage(n: int, pull: float) -> list[float]:
    """Return the mean raw and adjusted differences, how often each interval holds the truth.

    Last comes the share of rounds that are refused for want of overlap, which are in no other
    figure.
    """
    rng = np.random.default_rng(0)
    found = []
    for _ in range(ROUNDS):
        experiment = contacted(rng, n, pull)
        try:
            treated, everybody = (
                lift.adjusted_retention(experiment, target=target) for target in ("treated", "all")
            )
        except DataError:
            continue
        row = (treated.unadjusted, treated.difference, everybody.difference)
        found.append([(it.value, it.lower, it.upper) for it in row])
    value, lower, upper = np.moveaxis(np.array(found), -1, 0)
    held = ((lower <= EFFECT) & (upper >= EFFECT)).mean(axis=0)
    return [*(100 * value.mean(axis=0)), *held, 1 - len(found) / ROUNDS]


def effect(found: StandardisedMeans) -> tuple[float, float]:
    """Return the effect and its standard error."""
    direction = np.array([-1.0, 1.0])
    return float(found.means @ direction), float(np.sqrt(direction @ found.covariance @ direction))


def births() -> None:
    """Print the effects of smoking on birth weight, on the smokers and on all."""
    table = pd.read_csv(Path(statsmodels.__file__).parent.joinpath(*BIRTHS))
    known = table[["mmarried_", "mage", "prenatal1_", "fbaby_", "medu"]].to_numpy(dtype=float)
    known = np.column_stack([known, known[:, 1] ** 2])
    outcome, smokes = table["bweight"].to_numpy(dtype=float), table["mbsmoke_"].to_numpy()
    print("smokers {:.4f} ({:.4f})".format(*effect(means_of_treated(outcome, smokes == 1, known))))
    print(
        "all {:.4f} ({:.4f})".format(
            *effect(standardised_means(outcome, smokes, known, n_groups=2))
        )
    )


def training(folder: Path) -> None:
    """Print the effect of job training against drawn controls and against two surveys."""
    lots = pd.read_csv(folder / "lalonde_experiment.csv")
    trained = lots[lots["treat"] == 1]
    for name in ("experiment", "cps_controls", "psid_controls"):
        others = pd.read_csv(folder / f"lalonde_{name}.csv")
        table = pd.concat([trained, others[others["treat"] == 0]], ignore_index=True)
        known = table[list(KNOWN)].to_numpy(dtype=float)
        # Whoever earned nothing is unlike whoever earned little.
        idle = (table[["re74", "re75"]] == 0).to_numpy(dtype=float)
        outcome, treated = table["re78"].to_numpy(dtype=float), table["treat"].to_numpy() == 1
        found = means_of_treated(outcome, treated, np.column_stack([known, idle]))
        raw = outcome[treated].mean() - outcome[~treated].mean()
        value, error = effect(found)
        heaviest, worth = found.balance.largest_weight[0], found.balance.effective_n[0]
        doubted = "warned of" if found.balance.holds else "no, refused"
        verdict = "yes" if found.balance.overlaps else doubted
        print(
            f"| {name} | {(~treated).sum():,} | {raw:,.2f} | {value:,.2f} ({error:,.2f}) | "
            f"{heaviest:.1%} | {worth:,.0f} | {verdict} |"
        )


def main() -> None:
    """Print all tables."""
    births()
    if len(sys.argv) > 1:
        training(Path(sys.argv[1]))
    for word, pull in PULLS.items():
        for n in SIZES:
            figures = " | ".join(
                f"{x:.{digits}f}"
                for x, digits in zip(coverage(n, pull), (1, 1, 1, 3, 3, 3, 3), strict=True)
            )
            print(f"| {word} | {n:,} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
