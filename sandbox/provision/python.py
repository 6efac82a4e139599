"""Python packages: what Frappe needs to run, and what the tests need besides."""

import importlib.util
import sys
import venv
from pathlib import Path

from provision.steps import SANDBOX, STATE, Failure, Step, ensure, run

RUN = SANDBOX / "provision" / "requirements.txt"
ROUTING = SANDBOX / "provision" / "requirements-routing.txt"
TEST = SANDBOX / "provision" / "requirements-test.txt"
API = SANDBOX / "provision" / "requirements-api.txt"
ADVICE = (
	"Python packages come from the index that pip is configured for: see that this machine reaches it "
	"(`python3 -m pip download requests` must work), then try again."
)
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")
# A virtual environment is of one interpreter.
INTERPRETER = f"{sys.base_prefix} {sys.version}"


def ensure_python() -> Path:
	"""Return the interpreter that has what Frappe needs."""
	return ensure(Step("venv", "Python packages", (RUN, INTERPRETER), make_environment)) / "bin" / "python"


def ensure_test_packages(python: Path) -> Path:
	"""Return a folder for PYTHONPATH with what the tests need."""

	return ensure_more_packages(python, "test-packages", "Python packages for the tests", TEST)


def ensure_routing_packages(python: Path) -> Path:
	"""Return a folder for PYTHONPATH with what the app plans routes with where it is installed."""
	return ensure_more_packages(python, "routing-packages", "Python packages for routes", ROUTING)


def ensure_more_packages(python: Path, name: str, title: str, requirements: Path) -> Path:
	def install(folder: Path) -> None:
		chosen = ["--requirement", requirements, "--constraint", RUN, "--target", folder]
		run([python, *PIP, "install", *chosen], ADVICE)

	return ensure(Step(name, title, (requirements, RUN, INTERPRETER), install))


def ensure_api_tools(python: Path) -> Path:
	"""Return a folder for PYTHONPATH with what reads the API's description, and what a client made from it needs.

	Apart from the others: they want another typer than Frappe.
	"""

	def install(folder: Path) -> None:
		run([python, *PIP, "install", "--requirement", API, "--target", folder], ADVICE)

	return ensure(Step("api-tools", "Readers of the API's description", (API, INTERPRETER), install))


def make_environment(folder: Path) -> None:
	make_empty_environment(folder)
	run([folder / "bin" / "python", *PIP, "install", "--no-deps", "--requirement", RUN], ADVICE)


def make_empty_environment(folder: Path) -> None:
	if not importlib.util.find_spec("ensurepip"):
		raise Failure(
			f"{sys.executable} can't make a virtual environment: it has no module ensurepip. "
			"Install it (Debian: `apt-get install python3-venv`), or use a Python that has it."
		)
	venv.EnvBuilder(with_pip=True, symlinks=True).create(folder)


def ensure_pip() -> Path:
	"""Return an interpreter that has pip: this one, or one of an empty environment."""
	if importlib.util.find_spec("pip"):
		return Path(sys.executable)
	return ensure(Step("pip", "pip", (INTERPRETER,), make_empty_environment)) / "bin" / "python"


def download(requirement: str, sha256: str, folder: Path) -> Path:
	"""Download one wheel, checked by its hash, and return its path."""
	pinned = folder / "requirement.txt"
	pinned.write_text(f"{requirement} --hash=sha256:{sha256}\n")
	command = [ensure_pip(), *PIP, "download", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
	run([*command, "--dest", folder, "--requirement", pinned], ADVICE)
	pinned.unlink()
	return next(folder.glob("*.whl"))


def python_path(*folders: Path) -> str:
	return ":".join(str(folder) for folder in (SANDBOX, SANDBOX.parent, STATE / "framework", *folders))
