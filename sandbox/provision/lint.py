"""The linters that npm has; Ruff comes with the Python packages for the tests."""

from provision.desk import install_modules
from provision.steps import SANDBOX, Step, ensure

LINT = SANDBOX / "provision" / "lint"
LISTS = (LINT / "package.json", LINT / "package-lock.json")


def ensure_linters() -> None:
	"""Put them where the hooks of .pre-commit-config.yaml look for them."""
	ensure(Step("lint", "Linters", LISTS, lambda folder: install_modules(folder, LISTS)))
