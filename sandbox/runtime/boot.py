"""Makes this process a Frappe process: environment, repairs, and only then the import of Frappe."""

import atexit
import importlib
import importlib.util
import os
import shutil
import sys
import threading
from pathlib import Path

import repairs

from . import databases, without_support

SANDBOX = Path(__file__).resolve().parent.parent
REPOSITORY = SANDBOX.parent
STATE = REPOSITORY / ".sandbox"
APP = "maintenance_visit_app"
APPS = ("erpnext", APP)

_booted: Path | None = None


def boot(site: Path, assets: Path | None = None):
	"""Import Frappe for the site's folder and return the package. One process serves one site.

	`assets` is the folder of the built Desk, by default that of the sandbox's state.
	"""
	global _booted
	site = site.resolve()
	if _booted and _booted != site:
		raise RuntimeError(f"This process runs the site in {_booted}: it can't run the one in {site} too.")
	if not _booted:
		_set_environment(site, assets or STATE / "assets")
		_check_framework()
		repairs.apply_all(databases.chosen().NAME)
		_booted = site
	return importlib.import_module("frappe")


def available_apps() -> list[str]:
	"""Name the apps that are there, in the order of installation; the framework itself is not among them."""
	return [app for app in APPS if importlib.util.find_spec(app)]


def _set_environment(site: Path, assets: Path) -> None:
	if without_support.is_chosen():
		stand_in = without_support.make(SANDBOX / "erpnext", STATE)
		atexit.register(shutil.rmtree, stand_in, ignore_errors=True)
		sys.path.insert(0, str(stand_in))
	for folder in (str(REPOSITORY), str(SANDBOX), str(STATE / "framework")):
		if folder not in sys.path:
			sys.path.append(folder)
	os.environ.update(
		FRAPPE_SITE_PATH=str(site),
		FRAPPE_SITES_PATH=str(assets.parent),
		FRAPPE_APPS=" ".join(available_apps()),
		FRAPPE_DB_TYPE=databases.chosen().NAME,
		# A pure Python driver: the other one has to be compiled.
		FRAPPE_USE_MYSQLCLIENT="0",
		**databases.chosen().start(site),
	)


def _check_framework() -> None:
	if not importlib.util.find_spec("frappe"):
		raise RuntimeError(
			f"No framework to run: neither {STATE / 'framework'} nor PYTHONPATH holds a package frappe. "
			"Run `python3 sandbox demo` or `python3 sandbox test`: they set up what is missing."
		)


def on_main_thread() -> bool:
	return threading.current_thread() is threading.main_thread()
