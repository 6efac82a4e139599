"""Makes this process a Frappe process: what the framework wants prepared, and only then its import."""

import importlib
import importlib.util
import threading
from pathlib import Path

from . import frameworks

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
		frameworks.chosen().prepare(site, assets)
		_booted = site
	return importlib.import_module("frappe")


def available_apps() -> list[str]:
	"""Name the apps that are there, in the order of installation; the framework itself is not among them."""
	return [app for app in APPS if importlib.util.find_spec(app)]


def on_main_thread() -> bool:
	return threading.current_thread() is threading.main_thread()
