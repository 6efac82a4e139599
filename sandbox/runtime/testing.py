"""A pytest plugin: the tests run in a site of their own, a copy of one that is kept up to date.

Each session takes its own copy and deletes it at the end, so sessions and demos can run side by side.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from . import boot, site

SITES = boot.STATE / "sites"
TEMPLATE = SITES / "template"
OWN_SITE = SITES / f"test-{os.getpid()}"


@pytest.hookimpl
def pytest_sessionstart(session: pytest.Session) -> None:
	"""Before the tests are collected: they import Frappe."""
	with locked(SITES / "template.lock"):
		if not site.is_up_to_date(TEMPLATE):
			make_template()
		site.copy(TEMPLATE, OWN_SITE)
	frappe = boot.boot(OWN_SITE)
	site.connect(frappe)
	frappe.set_user("Administrator")
	frappe.in_test = frappe.flags.in_test = True
	for app in boot.available_apps():
		for hook in frappe.get_hooks("before_tests", app_name=app):
			frappe.get_attr(hook)()
	frappe.db.commit()


@pytest.hookimpl
def pytest_sessionfinish(session: pytest.Session) -> None:
	if sys.modules.get("frappe"):
		sys.modules["frappe"].destroy()
	shutil.rmtree(OWN_SITE, ignore_errors=True)


def make_template() -> None:
	"""In a process of its own, since a process serves one site only."""
	say = f"from pathlib import Path; from runtime import site; site.create(Path({str(TEMPLATE)!r}))"
	made = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True)
	if made.returncode:
		pytest.exit(f"The site for the tests could not be made:\n{made.stdout}{made.stderr}", returncode=1)


@contextmanager
def locked(path: Path) -> Iterator[None]:
	path.parent.mkdir(parents=True, exist_ok=True)
	with path.open("w") as file:
		fcntl.flock(file, fcntl.LOCK_EX)
		yield
