"""Check what a release would hold: build it, look inside, install it elsewhere and use it.

`python .ci/release.py fast` builds the wheel by way of the sdist, compares what is in them with the
checkout, installs the wheel into a new environment beside the packages of this one, and there runs
the demo and one call of every room. `full` does the same in two environments that hold nothing
else: the lowest Python and versions that are allowed, and the newest. Everything is made in a
temporary folder, and nothing is left of it.
"""

import email.message
import importlib.util
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from pathlib import Path

import versions

ROOMS = Path(__file__).with_name("every_room.py")
PACKAGE = Path("vocvalue")
SAMPLE = Path("data/sample")
SAMPLE_IN_WHEEL = "vocvalue/datasets/sample_data"
NEEDED_IN_WHEEL = (
    "vocvalue/py.typed",
    "vocvalue/signals/lexicon/zh.toml",
    "vocvalue/signals/lexicon/en.toml",
    f"{SAMPLE_IN_WHEEL}/orders.csv",
)
NEEDED_IN_SDIST = (
    *("pyproject.toml", "README.md", "README.zh.md", "LICENSE", "CHANGELOG.md"),
    *("CITATION.cff", "SECURITY.md"),
    *("Makefile", ".ci/checks.py", "conftest.py", "tests/test_release.py", "docs/conf.py"),
)
MADE_BY_TOOLS = {"__pycache__", ".venv", "dist", "_build", "generated", ".git", ".mypy_cache"}
BACKEND = ("hatchling", "hatch_fancy_pypi_readme")
MOST_BYTES = 6_000_000
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
ENVIRONMENT["PYTHONNOUSERSITE"] = "1"  # nor what the user has installed elsewhere


def main(extent: str) -> int:
    """Build and check a release, and return 0, or 1 where something is wrong with it."""
    with tempfile.TemporaryDirectory(prefix="vocvalue-release-") as name:
        folder = Path(name)
        wheel, sdist = built(folder / "dist")
        print(f"built {wheel.name} ({megabytes(wheel)}) and {sdist.name} ({megabytes(sdist)})")
        faults = [*faults_of_wheel(wheel), *faults_of_sdist(names_in_sdist(sdist))]
        if faults:
            print("The release is not as it should be:", *faults, sep="\n  ", flush=True)
            return 1
        print("contents: as in the checkout", flush=True)
        if extent == "fast":
            return used(beside(wheel, folder / "beside"), folder)
        return max(used_at(end, wheel, folder) for end in versions.RESOLUTIONS)


def built(folder: Path) -> tuple[Path, Path]:
    """Build the sdist, and from it the wheel; return the paths of wheel and sdist."""
    # Where the build backend is installed, nothing has to be fetched.
    here = ["--no-isolation"] if all(map(importlib.util.find_spec, BACKEND)) else []
    run([sys.executable, "-m", "build", *here, "--outdir", str(folder), "."], quiet=True)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


def faults_of_wheel(wheel: Path) -> list[str]:
    """Say what a wheel lacks, holds too much of, or tells wrongly of itself."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(about))
    size = wheel.stat().st_size
    too_big = [f"the wheel has {size:,} bytes, more than {MOST_BYTES:,}"] * (size > MOST_BYTES)
    return [*faults_of_names(names, expected()), *faults_of_metadata(metadata), *too_big]


def faults_of_names(names: set[str], wanted: set[str]) -> list[str]:
    """Say which files a wheel lacks and which it should not hold."""
    package = {name for name in names if ".dist-info/" not in name}
    lacks = sorted((wanted | set(NEEDED_IN_WHEEL)) - package)
    licence = any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    return [
        *(f"missing from the wheel: {name}" for name in lacks),
        *(f"in the wheel, and no part of the package: {name}" for name in sorted(package - wanted)),
        *["missing from the wheel: LICENSE"] * (not licence),
    ]


def faults_of_metadata(metadata: email.message.Message) -> list[str]:
    """Say where the metadata of a wheel differs from pyproject.toml."""
    project = versions.project()
    wanted = {
        "Name": project["name"],
        "Version": project["version"],
        "Requires-Python": project["requires-python"],
        "License-Expression": project["license"],
    }
    dead = re.findall(r"\]\((?!https?://|#)([^)]+)\)", metadata.get_payload())
    return [
        *(
            f"{key} in the wheel is {metadata[key]}, in pyproject.toml {value}"
            for key, value in wanted.items()
            if metadata[key] != value
        ),
        *(f"a link of the README that leads nowhere from a package index: {link}" for link in dead),
    ]


def expected() -> set[str]:
    """Return the files that the wheel should hold: the package and the sample shop."""
    sample = {f"{SAMPLE_IN_WHEEL}/{path.relative_to(SAMPLE).as_posix()}" for path in files(SAMPLE)}
    return {path.as_posix() for path in files(PACKAGE)} | sample


def files(folder: Path) -> list[Path]:
    """Return the files below a folder, without those that Python wrote."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and not MADE_BY_TOOLS.intersection(path.parts)
    ]


def faults_of_sdist(names: set[str]) -> list[str]:
    """Say which files an sdist lacks and which it should not hold."""
    strays = sorted(name for name in names if MADE_BY_TOOLS.intersection(Path(name).parts))
    return [
        *(f"missing from the sdist: {name}" for name in NEEDED_IN_SDIST if name not in names),
        *(f"in the sdist, and made by a tool: {name}" for name in strays),
    ]


def names_in_sdist(sdist: Path) -> set[str]:
    """Return the files of an sdist, as paths in the checkout."""
    with tarfile.open(sdist) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def beside(wheel: Path, environment: Path) -> str:
    """Install a wheel alone, let it see the packages of this environment; return its Python."""
    run([sys.executable, "-m", "venv", "--without-pip", str(environment)])
    python = str(environment / "bin" / "python")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    run([*install, "--no-deps", "--no-index", str(wheel)])
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(versions.said_by(python, "-c", ask).strip())
    # A plain line: the checkout, which is linked from there by a file like this, stays unseen.
    (packages / "beside.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def used_at(end: str, wheel: Path, folder: Path) -> int:
    """Install a wheel with the oldest or newest versions and use it; return 0, or 1 if it fails."""
    python = installed_at(end, wheel, folder)
    return 1 if python is None else used(python, folder)


def installed_at(end: str, wheel: Path, folder: Path) -> str | None:
    """Install a wheel with the oldest or newest versions; None where a floor is not to be had."""
    uv = versions.path_of_uv()
    version = versions.lowest_python() if end == "oldest" else newest(uv)
    print(f"\n{end} versions: Python {version}", flush=True)
    python = versions.made(uv, version, folder / end)
    # Floors are taken at their word only where they are asked for directly.
    wanted = [str(wheel), *(versions.project()["dependencies"] if end == "oldest" else [])]
    pins = versions.installed(uv, python, wanted, versions.RESOLUTIONS[end])
    print(*(pin for pin in pins if "==" in pin), flush=True)
    missed = versions.floors_missed(versions.requirements(), pins) if end == "oldest" else []
    print(*(f"installed in place of a floor: {line}\n" for line in missed), end="", flush=True)
    return None if missed else python


def newest(uv: str) -> str:
    """Return the newest Python found, or that of the environment variable NEWEST."""
    return os.environ.get("NEWEST") or versions.newest_python(uv)


def used(python: str, folder: Path) -> int:
    """Run the demo and a call of every room away from the checkout; return 0, or 1 if one fails."""
    elsewhere = Path(tempfile.mkdtemp(dir=folder))
    demo = [str(Path(python).with_name("vocvalue")), "demo"]
    steps = {"one call a room": [python, "-I", str(ROOMS.absolute())], "demo": demo}
    codes = {}
    for step, command in steps.items():
        print(f"{step} ...", flush=True)
        codes[step] = subprocess.run(
            command, cwd=elsewhere, env=ENVIRONMENT, check=False
        ).returncode
    print(*(f"FAILED: {step}\n" for step, code in codes.items() if code), end="", flush=True)
    return int(any(codes.values()))


def run(command: list[str], *, quiet: bool = False) -> None:
    """Run a command that has to succeed; what it prints is shown where it fails, if quiet."""
    done = subprocess.run(command, env=ENVIRONMENT, check=False, text=True, capture_output=quiet)
    if done.returncode != 0:
        print(done.stdout or "", done.stderr or "", sep="\n", flush=True)
        sys.exit(f"this failed: {' '.join(command)}")


def megabytes(path: Path) -> str:
    """Return the size of a file, for a reader."""
    return f"{path.stat().st_size / 1e6:.1f} MB"


if __name__ == "__main__":
    versions.show_pythons_of_pyenv()
    sys.exit(main(*sys.argv[1:]))
