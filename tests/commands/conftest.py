"""Small tables in files, and a way to call the command line on them."""

import json
from dataclasses import dataclass

import pandas as pd
import pytest
from click.testing import CliRunner

import vocvalue as vv
from vocvalue.commands import program


@dataclass(frozen=True)
class Called:
    code: int
    out: str
    err: str

    @property
    def results(self):
        return json.loads(self.out)["results"]


@pytest.fixture
def call():
    def called(*words):
        run = CliRunner().invoke(program, [str(word) for word in words], prog_name="vocvalue")
        if run.exception is not None and not isinstance(run.exception, SystemExit):
            raise run.exception
        return Called(run.exit_code, run.stdout, run.stderr)

    return called


@pytest.fixture(scope="session")
def shop():
    return vv.datasets.load_sample()


@pytest.fixture(scope="session")
def folder(tmp_path_factory, shop):
    """The tables of the sample shop, as a person would have them in a folder."""
    place = tmp_path_factory.mktemp("shop")
    shop.orders.to_csv(place / "orders.csv", index=False)
    shop.responses.to_csv(place / "responses.csv", index=False)
    problems = vv.datasets.load_problem_sample()
    problems.orders.to_csv(place / "problem_orders.csv", index=False)
    problems.mentions.to_csv(place / "mentions.csv", index=False)
    odd = pd.DataFrame(
        {
            "customer_id": ["=1+1", "https://example.org", "a", "a", "b", "b", "c", "d", "e", "f"],
            "timestamp": pd.date_range("2024-01-01", periods=10, freq="17D"),
            "amount": [5.0, 7.0, 6.0, 9.0, 4.0, 3.0, 8.0, 5.0, 6.0, 7.0],
        }
    )
    odd.to_csv(place / "odd.csv", index=False)
    return place
