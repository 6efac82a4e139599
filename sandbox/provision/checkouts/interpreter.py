"""The Python that a Frappe asks for, and an environment of it with what the apps need."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from provision.checkouts.sources import APPS, OURS, Checkouts
from provision.python import ADVICE, PIP, TEST, ensure_pip
from provision.steps import Failure, Step, ensure, run

VARIABLE = "SANDBOX_PYTHON"
# The sandbox's own, whatever older ones Frappe would take
OLDEST = (3, 11)
NEWEST = (3, 20)
# Of what the sandbox's tests need; the others want newer packages than Frappe
TESTED_WITH = ("pytest", "pytest-xdist", "freezegun")
# PyPika 0.48 is a source whose setup.py needs what Python 3.14 removed; what it builds to runs on any.
BUILT_BY_OLDER = ("pypika",)
REMOVED = (3, 14)
COMPILED = (
	"Frappe has mysqlclient compiled: that takes a compiler, and the headers of this Python and of MariaDB "
	"(Debian: `apt-get install build-essential pkg-config python3-dev libmariadb-dev`)."
)


def find_python(checkouts: Checkouts) -> str:
	"""Return an interpreter that this Frappe runs on: this one where it can be, else one that is on PATH."""
	wanted = checkouts.read_project("frappe")["project"].get("requires-python", "")
	named = os.environ.get(VARIABLE)
	found = {python: get_version(python) for python in ([named] if named else list_pythons())}
	for python, version in found.items():
		if version and is_wanted(version, wanted):
			return python
	raise Failure(
		f"{checkouts.title} wants Python {wanted}, and {tell_found(named, found)}. "
		f"Install one (Debian: `apt-get install python{tell_lowest(wanted)}-dev`), "
		f"or name its program in {VARIABLE}."
	)


def list_pythons() -> list[str]:
	newest_first = range(NEWEST[1], OLDEST[1] - 1, -1)
	return [sys.executable, *filter(None, (shutil.which(f"python3.{minor}") for minor in newest_first))]


def get_version(python: str) -> tuple[int, int] | None:
	"""Return an interpreter's version; None where it doesn't tell."""
	ask = [python, "-c", "import sys; print(*sys.version_info[:2])"]
	try:
		told = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
		major, minor = map(int, told.split())
	except (OSError, subprocess.CalledProcessError, ValueError):
		return None
	return major, minor


def is_wanted(version: tuple[int, int], wanted: str) -> bool:
	"""Tell whether a version is one of `>=3.14,<3.15`: of such lists, with both bounds or one."""
	bounds = {sign: (int(major), int(minor)) for sign, major, minor in read_bounds(wanted)}
	return max(OLDEST, bounds.get(">=", OLDEST)) <= version < bounds.get("<", NEWEST)


def read_bounds(wanted: str) -> list[tuple[str, str, str]]:
	return re.findall(r"(>=|<)\s*(\d+)\.(\d+)", wanted)


def tell_lowest(wanted: str) -> str:
	return next((f"{major}.{minor}" for sign, major, minor in read_bounds(wanted) if sign == ">="), "3")


def tell_found(named: str | None, found: dict[str, tuple[int, int] | None]) -> str:
	versions = ", ".join(sorted({".".join(map(str, version)) for version in found.values() if version}))
	if named:
		return f"{VARIABLE} names {named}, which " + (f"is {versions}" if versions else "can't be run")
	return f"this machine has {versions} on PATH"


def ensure_packages(checkouts: Checkouts, python: str, bench: Path) -> Path:
	"""Return the interpreter of an environment that has what the apps and their tests need, not the apps themselves."""
	wanted = "\n".join((*list_requirements(checkouts), *list_test_requirements()))

	def make(folder: Path) -> None:
		# This interpreter's pip installs for that one, which has none where Debian has split it off.
		run([python, "-m", "venv", "--without-pip", folder], f"{python} must have its module venv.")
		(folder / "requirements.txt").write_text(wanted)
		pip = [ensure_pip(), *PIP, "--python", folder / "bin" / "python"]
		run(
			[*pip, "install", "--find-links", make_wheels(wanted, folder), "-r", folder / "requirements.txt"],
			f"{ADVICE} {COMPILED}",
		)

	title = f"Python packages of {checkouts.title}"
	return ensure(Step("env", title, (wanted, python), make), bench) / "bin" / "python"


def make_wheels(wanted: str, folder: Path) -> Path:
	"""Return a folder with the wheels that this interpreter has to build, since the newer one can't."""
	wheels = folder / "wheels"
	wheels.mkdir()
	built = re.findall(rf"^(?:{'|'.join(BUILT_BY_OLDER)})\b[^@\n]*$", wanted, re.MULTILINE | re.IGNORECASE)
	if built and sys.version_info < REMOVED:
		run([ensure_pip(), *PIP, "wheel", "--no-deps", "--wheel-dir", wheels, *built], ADVICE)
	return wheels


def list_requirements(checkouts: Checkouts) -> list[str]:
	projects = [checkouts.read_project(app)["project"] for app in (*APPS, OURS)]
	return [requirement for project in projects for requirement in project.get("dependencies", [])]


def list_test_requirements() -> list[str]:
	return [line for line in TEST.read_text().split() if line.split("==")[0] in TESTED_WITH]
