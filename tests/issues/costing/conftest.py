import pytest
from exposures import made


@pytest.fixture(scope="session")
def plain():
    return made(6_000, seed=2)
