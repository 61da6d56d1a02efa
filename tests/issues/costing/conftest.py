import pytest
from exposures import made


@pytest.fixture(scope="session")
def plain():
    return made(seed=2)
