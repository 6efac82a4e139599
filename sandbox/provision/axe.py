"""axe, which npm has: it says how accessible a page is."""

from provision.desk import install_modules
from provision.steps import SANDBOX, Step, ensure

AXE = SANDBOX / "provision" / "axe"
LISTS = (AXE / "package.json", AXE / "package-lock.json")


def ensure_axe() -> None:
	ensure(Step("axe", "What examines pages", LISTS, lambda folder: install_modules(folder, LISTS)))
