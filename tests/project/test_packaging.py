"""What a fresh clone needs: a complete lock, declared imports, a complete wheel."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from monitor import __version__

PROJECT = Path(__file__).parents[2]
LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
UNIMPORTED = {"lxml-html-clean"}  # trafilatura needs it and pip 23 does not find that out


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~!; ]", name, maxsplit=1)[0]).lower()


def declared() -> tuple[set[str], set[str]]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    extras = {
        canonical(line) for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines
    }
    return {canonical(line) for line in project["dependencies"]}, extras


def imported() -> set[str]:
    """Return the distributions that the package's modules import."""
    names: set[str] = set()
    for path in (PROJECT / "monitor").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names.add(node.module.partition(".")[0])
    distributions = packages_distributions()
    return {
        canonical(distributions[name][0])
        for name in names - set(sys.stdlib_module_names) - {"monitor"}
        if distributions.get(name)
    }


def test_every_import_is_declared_and_every_dependency_imported() -> None:
    required, optional = declared()
    assert imported() - required - optional == set()
    assert required - imported() == UNIMPORTED


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_lock_pins_everything_with_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^\s*#.*\n", "", lock.read_text(), flags=re.MULTILINE).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==[^ ]+ ", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_lock_has_every_dependency() -> None:
    pinned = {
        lock.stem: {canonical(line) for line in lock.read_text().splitlines() if re.match("[a-z0-9]", line)}
        for lock in LOCKS
    }
    assert declared()[0] <= pinned["runtime"] <= pinned["dev"] & pinned["image"] & pinned["docs"]
    assert declared()[1] - pinned["docs"] <= pinned["image"]
    assert "setuptools" in pinned["build"]


@pytest.mark.parametrize("name", ["dev", "image", "docs"])
def test_locks_pin_what_the_monitor_needs_in_the_same_versions(name: str) -> None:
    runtime, other = (
        {line for line in (PROJECT / f"requirements/{lock}.txt").read_text().splitlines() if "==" in line}
        for lock in ("runtime", name)
    )
    assert runtime <= other


def tracked() -> list[str]:
    return (
        subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
        .stdout.rstrip("\0")
        .split("\0")
    )


def test_no_file_names_a_package_index() -> None:
    words = (
        "--index" + "-url",
        "--extra-index" + "-url",
        "--trusted" + "-host",
        "--find" + "-links",
        "pypi" + ".org",
        "files.python" + "hosted",
    )
    for name in tracked():
        path = PROJECT / name
        if path.suffix in {".txt", ".in", ".toml", ".yaml", ".md", ".cfg"} or path.name in {
            "Makefile",
            "Dockerfile",
            "run",
        }:
            assert [word for word in words if word in path.read_text(encoding="utf-8")] == [], name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the project as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--disable-pip-version-check",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
    ]
    subprocess.run([*command, "--wheel-dir", folder, PROJECT], check=True, capture_output=True)
    (built,) = folder.glob("monitor-*.whl")
    return built


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in tracked() if name.startswith("monitor/")} - held == set()


def environment_outside() -> dict[str, str]:
    """Return this environment as one that knows neither the checkout nor a Slack."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SLACK_"))}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh virtual environment with the wheel, where what it needs is found behind it."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(folder)
    command = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet", "--no-index"]
    command += ["--no-deps", "--disable-pip-version-check", wheel]
    subprocess.run(command, cwd=folder, env=environment_outside(), check=True, capture_output=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (packages / "found_behind.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return folder / "bin" / "monitor"


def test_first_minute_of_the_installed_wheel_is_that_of_the_checkout(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "seeds", tmp_path / "seeds")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [installed, *arguments],
            cwd=tmp_path,
            env=environment_outside(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("--version") == f"monitor {__version__}\n"
    run("init", "earthquake", "--title", "The earthquake at Van", "--where", "Van (Turkey)")
    assert [path.name for path in (tmp_path / "watchlists").iterdir()] == ["earthquake-at-van.yaml"]
    assert "usable" in run("check")
    assert re.search("^\u258c Earthquake at Van: ", run("replay", "seeds", "--workers", "1"), re.MULTILINE)


def test_changelog_knows_the_version() -> None:
    assert re.search(
        rf"^## {re.escape(__version__)} — \d{{4}}-\d\d-\d\d$", (PROJECT / "CHANGELOG.md").read_text(), re.MULTILINE
    )


def test_upgrade_notes_know_the_version_and_every_migration_up_to_it() -> None:
    notes = (PROJECT / "docs" / "upgrading.md").read_text(encoding="utf-8")
    (schema,) = re.findall(rf"^\| {re.escape(__version__)} \| .* \| (\d{{4}}) \|$", notes, re.MULTILINE)
    revisions = sorted(path.name[1:5] for path in (PROJECT / "monitor/store/migrations/versions").glob("r*.py"))
    assert schema in revisions
    told = re.findall(r"^\| (\d{4}) \| [A-Z]", notes, re.MULTILINE)
    assert told[: told.index(schema) + 1] == [revision for revision in revisions if "0015" < revision <= schema]
