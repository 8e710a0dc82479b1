"""The built distributions: what they hold, and that the wheel alone runs the demo."""

import importlib.metadata
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDERS = ("extract", "models", "corpus", "evaluation")
LEFT_OUT = {"__pycache__", ".ruff_cache", ".pytest_cache"}


def build(root: Path, target: str, folder: Path) -> Path:
    """Build one distribution of the checkout at ``root`` and return its file."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


def wheel_files(wheel: Path) -> list[str]:
    """Return the names of all files in a wheel, repeated when packed twice."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def source_files(root: Path) -> set[str]:
    """Return the files of the package in the checkout, under their names in the wheel."""
    pairs = [(root / "src" / "mingdan", "mingdan"), *((root / name, f"mingdan/{name}") for name in FOLDERS)]
    found: set[str] = set()
    for folder, prefix in pairs:
        for path in folder.rglob("*"):
            inside = path.relative_to(folder)
            if path.is_file() and not LEFT_OUT & set(inside.parts) and path.suffix != ".pyc":
                found.add(f"{prefix}/{inside.as_posix()}")
    return found


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, "sdist", tmp_path_factory.mktemp("sdist"))


def test_the_wheel_holds_every_file_of_the_package_once(root: Path, wheel: Path) -> None:
    packed = [name for name in wheel_files(wheel) if not PurePosixPath(name).parts[0].endswith(".dist-info")]
    assert sorted(packed) == sorted(set(packed))
    assert set(packed) == source_files(root)


def test_the_wheel_holds_types_data_and_licences_but_no_tests(wheel: Path) -> None:
    names = wheel_files(wheel)
    assert "mingdan/py.typed" in names
    assert "mingdan/extract/data/institutions.csv" in names
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert [name for name in names if name.endswith("licenses/THIRD_PARTY.md")]
    assert not [name for name in names if "test" in PurePosixPath(name).name or "tests" in PurePosixPath(name).parts]
    assert {PurePosixPath(name).parts[0].split("-")[0] for name in names} == {"mingdan"}


def test_a_wheel_built_from_the_sdist_is_the_same(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(sdist, tmp_path / "unpacked")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    (tmp_path / "built").mkdir()
    again = build(unpacked, "wheel", tmp_path / "built")
    assert sorted(wheel_files(again)) == sorted(wheel_files(wheel))


def test_the_sdist_holds_the_tests_and_no_file_twice(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = [PurePosixPath(*PurePosixPath(name).parts[1:]).as_posix() for name in archive.getnames()]
    assert len(names) == len(set(names))
    assert {"tests/conftest.py", "Makefile", "LICENSE", "extract/__init__.py"} <= set(names)
    assert not [name for name in names if name.startswith(tuple(f"src/mingdan/{folder}/" for folder in FOLDERS))]


def required_distributions(name: str) -> Iterator[str]:
    """Yield ``name``'s required distributions and theirs, without extras, as installed here."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for line in importlib.metadata.requires(waiting.pop()) or []:
            requirement = Requirement(line)
            found = canonicalize_name(requirement.name)
            if found not in seen and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
                seen.add(found)
                waiting.append(found)
                yield found


def link_distribution(name: str, site_packages: Path) -> None:
    """Make one distribution that is installed here importable in another environment, by links."""
    distribution = importlib.metadata.distribution(name)
    tops = {path.parts[0] for path in distribution.files or [] if path.parts[0] not in {"..", "__pycache__"}}
    for top in tops:
        link = site_packages / top
        if not link.exists():
            link.symlink_to(Path(str(distribution.locate_file(top))).resolve())


def run_python(python: Path, script: str, folder: Path) -> str:
    """Run a script in ``folder`` and return what it prints."""
    return subprocess.run([python, "-c", script], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def clean_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment that holds the wheel and what it requires, and nothing else."""
    folder = tmp_path_factory.mktemp("clean") / "environment"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    site_packages = Path(run_python(python, "import sysconfig; print(sysconfig.get_path('purelib'))", folder).strip())
    for name in required_distributions("mingdan"):
        link_distribution(name, site_packages)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return python


def test_the_clean_environment_holds_the_wheel_and_no_test_tool(clean_environment: Path, tmp_path: Path) -> None:
    script = "import mingdan; from importlib.util import find_spec; print(find_spec('pytest')); print(mingdan.__file__)"
    tool, file = run_python(clean_environment, script, tmp_path).splitlines()
    assert Path(file).is_relative_to(clean_environment.parent.parent)
    assert tool == "None"


def test_the_wheel_alone_runs_the_demo(clean_environment: Path, tmp_path: Path) -> None:
    command = [clean_environment.parent / "mingdan", "demo"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "银行" in run.stdout
