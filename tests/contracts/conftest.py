"""What the tests of engines share."""

import shutil

import pytest
from engine_tables import ENGINES


@pytest.fixture(params=ENGINES)
def engine(request):
    return request.param


@pytest.fixture(scope="session")
def spark():
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed (extra 'spark')")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed, which Spark needs")
    builder = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = (
        builder.config("spark.sql.shuffle.partitions", "1")
        # For queries of a few rows the best machine code takes longer to make than it saves.
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()
