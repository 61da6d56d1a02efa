"""A PostgreSQL that lives as long as its tests: in a private folder, at a socket and no port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

OWNER = "vocvalue"
DEBIAN = Path("/usr/lib/postgresql")
WITHOUT_ROOT = ("postgres", "nobody")
"""Who runs the server where root runs the tests: PostgreSQL refuses root."""


@pytest.fixture(scope="session")
def address():
    """Return the address of a PostgreSQL without its scheme."""
    control = shutil.which("pg_ctl", path=_search_path())
    initialise = shutil.which("initdb", path=_search_path())
    if control is None or initialise is None:
        pytest.skip("PostgreSQL's initdb and pg_ctl are not found (Debian's package 'postgresql')")
    with _private_folder() as (folder, run):
        data = folder / "data"
        # No file outlives the tests, so that none has to reach the disk.
        run(initialise, "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c timezone=Asia/Shanghai"
        run(control, "start", "-w", "-D", data, "-l", folder / "log", "-o", options)
        try:
            yield f":///postgres?host={folder}&user={OWNER}"
        finally:
            run(control, "stop", "-D", data, "-m", "immediate")


def _search_path():
    newest_first = sorted(DEBIAN.glob("*/bin"), reverse=True)
    return os.pathsep.join([os.environ["PATH"], *map(str, newest_first)])


@contextmanager
def _private_folder():
    """Make a folder that is removed again, and what runs a program that owns it."""
    folder = Path(tempfile.mkdtemp(prefix="vocvalue-pg-"))
    owner = None
    if os.geteuid() == 0:
        owner = next(name for name in WITHOUT_ROOT if name in {it.pw_name for it in pwd.getpwall()})
        shutil.chown(folder, owner)

    def run(*command):
        # A server keeps what it was given to write to open: a pipe would never end.
        with (folder / "said").open("a") as said:
            subprocess.run(command, user=owner, cwd=folder, stdout=said, stderr=said, check=True)

    try:
        yield folder, run
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _of_sqlalchemy(address):
    sqlalchemy = pytest.importorskip("sqlalchemy")
    pytest.importorskip("psycopg")
    return sqlalchemy.create_engine(f"postgresql+psycopg{address}", poolclass=sqlalchemy.NullPool)


@contextmanager
def _sqlalchemy(address):
    yield _of_sqlalchemy(address)


@contextmanager
def _connection_of_sqlalchemy(address):
    with _of_sqlalchemy(address).connect() as connection:
        yield connection


def _psycopg(address):
    return closing(pytest.importorskip("psycopg").connect(f"postgresql{address}"))


def _adbc(address):
    dbapi = pytest.importorskip("adbc_driver_postgresql.dbapi")
    return closing(dbapi.connect(f"postgresql{address}"))


CONNECTIONS = {
    "SQLAlchemy": _sqlalchemy,
    "a connection of SQLAlchemy": _connection_of_sqlalchemy,
    "psycopg": _psycopg,
    "ADBC": _adbc,
}


@pytest.fixture(params=CONNECTIONS)
def connection(request, database):
    """Return a connection of each kind that people have."""
    with CONNECTIONS[request.param](database) as opened:
        yield opened
