"""A small bench of Frappe and ERPNext as somebody has checked them out, in the sandbox's state.

What is in the checkouts' folder is read and never written to.
"""

import hashlib
from pathlib import Path

from provision.checkouts import desk, interpreter, sources
from provision.steps import REPOSITORY, SANDBOX, STATE


def ensure_bench(checkouts: sources.Checkouts) -> tuple[Path, Path]:
	"""Return the bench's folder, and the interpreter that has what its apps need."""
	found = interpreter.find_python(checkouts)
	bench = get_folder(checkouts)
	sources.bring_up_to_date(checkouts, bench)
	python = interpreter.ensure_packages(checkouts, found, bench)
	desk.ensure_assets(checkouts, python, bench)
	return bench, python


def get_folder(checkouts: sources.Checkouts) -> Path:
	"""Return a folder of its own for each folder of checkouts."""
	return STATE / f"apps-{hashlib.sha256(bytes(checkouts.folder)).hexdigest()[:10]}"


def python_path(bench: Path) -> str:
	"""Return what is imported first: the checkouts come before the stand-in, which lies beside the sandbox's own packages."""
	apps = (str(bench / "apps" / name) for name in sources.APPS)
	return ":".join((*apps, str(REPOSITORY), str(SANDBOX)))
