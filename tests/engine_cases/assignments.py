"""Arms by the hash of an id, computed beside the package from the documented recipe."""

import hashlib

import pyarrow as pa
import pytest

from engine_cases.case import AND_SPARK, Case, plain
from vocvalue import lift

SALT = "winback-2025"


def recipe(text, salt=SALT):
    """Return the number of an id as the documentation describes it, and nothing of ours."""
    return int(hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()[:13], 16) / 16**13


IDS = list(range(1, 13))
# control lies in [0, 1/2), treated in [1/2, 1): alphabetical order
ARMS = {number: "control" if recipe(str(number)) < 0.5 else "treated" for number in IDS}
TIERS = ["gold", "gold", "basic", "basic", "basic", "basic", "basic", "gold", "gold", "gold"]
TIERS += ["basic", "basic"]


def arms(found):
    return {int(float(row[0])): row[1] for row in plain(found.to_frame)}


def ids_as(kind):
    texts = pa.array(map(str, IDS))
    return texts if kind == pa.string() else pa.array(IDS).cast(kind)


OF_IDS = tuple(
    Case(
        of="lift.assign",
        that=f"ids of {kind} have their arms",
        tables={"ids": pa.table({"customer_id": ids_as(kind)})},
        asked={"salt": SALT},
        gives=ARMS,
        look=arms,
        engines=AND_SPARK if kind == pa.int64() else Case.engines,
    )
    for kind in (pa.int64(), pa.int32(), pa.float64(), pa.string())
)


def cut():
    """Return the arms of a halved order in each stratum."""
    expected = {}
    for tier, vip in (("gold", "true"), ("basic", "false")):
        members = sorted(
            (number for number, own in zip(IDS, TIERS, strict=True) if own == tier),
            key=lambda number: recipe(str(number)),
        )
        half = int(len(members) * 0.5 + recipe(f"stratum:{tier}|{vip}"))
        expected |= dict.fromkeys(members[:half], "control")
        expected |= dict.fromkeys(members[half:], "treated")
    return expected


IN_TIERS = {
    "client": pa.array(IDS),
    "tier": pa.array(TIERS),
    "vip": pa.array([tier == "gold" for tier in TIERS]),
}


def balance(covariates):
    return lift.assign([str(number) for number in IDS], salt=SALT).balance(covariates)


def means(found):
    table = found.to_frame().set_index(["covariate", "category"])["mean_treated"]
    return table.iloc[0], table.loc["tier", "gold"]


TREATED = [number for number in IDS if ARMS[number] == "treated"]
OTHERS = (
    Case(
        of="lift.assign",
        that="an id with a leading zero is another",
        tables={"ids": pa.table({"customer_id": ["007", "7"]})},
        asked={"salt": SALT},
        gives={"007": recipe("007"), "7": recipe("7")},
        look=lambda found: dict(zip(found.texts, found.hashed.tolist(), strict=True)),
    ),
    Case(
        of="lift.assign",
        that="strata are cut alike",
        tables={"ids": pa.table(IN_TIERS)},
        asked={"salt": SALT, "strata": ["tier", "vip"], "customer_id": "client"},
        gives=cut(),
        look=arms,
        columns=("client", "arm", "tier", "vip"),
    ),
    Case(
        of="lift.Assignment.balance",
        that="covariates are found",
        tables={
            "covariates": pa.table(
                {
                    "customer_id": pa.array(IDS),
                    "spend": pa.array([float(number) for number in IDS]),
                    "tier": pa.array(TIERS),
                }
            )
        },
        by=balance,
        gives=(
            pytest.approx(sum(TREATED) / len(TREATED)),
            pytest.approx(sum(TIERS[number - 1] == "gold" for number in TREATED) / len(TREATED)),
        ),
        look=means,
    ),
)
CASES = (*OF_IDS, *OTHERS)
