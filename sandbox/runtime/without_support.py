"""The stand-in as ERPNext announces itself: the module Support has left, and with it Warranty Claim."""

import os
import shutil
from pathlib import Path

VARIABLE = "SANDBOX_WITHOUT_SUPPORT"
MODULE = "Support"
LEFT_OUT = shutil.ignore_patterns("support", "support.json", "__pycache__")


def is_chosen() -> bool:
	return bool(os.environ.get(VARIABLE))


def variant() -> str:
	return "-without-support" if is_chosen() else ""


def make(erpnext: Path, state: Path) -> Path:
	"""Copy the stand-in without the module, as this process's own, and return the folder that holds the package."""
	folder = state / "without-support" / str(os.getpid())
	shutil.rmtree(folder, ignore_errors=True)
	shutil.copytree(erpnext, folder / "erpnext", ignore=LEFT_OUT)
	modules = folder / "erpnext" / "modules.txt"
	modules.write_text(modules.read_text().replace(f"{MODULE}\n", ""))
	return folder
