"""A pytest plugin: the tests run in a site of their own, a copy of one that is kept up to date.

Each process takes its own copy and deletes it at the end, so workers, sessions and demos can run side by side.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import pytest
from xdist import is_xdist_controller

from provision.steps import Failure, Step, ensure, locked

from . import boot, databases, frameworks, site, without_support

SITES = frameworks.chosen().SITES
OWN_SITE = SITES / f"test-{os.getpid()}"
IN_USE = "in_use.lock"

_in_use: TextIO | None = None


@pytest.hookimpl
def pytest_sessionstart(session: pytest.Session) -> None:
	"""Before the tests are collected: they import Frappe."""
	try:
		with locked(SITES / "sites.lock", "Sites for the tests"):
			remove_left_sites()
			template = ensure_template()
			if is_xdist_controller(session):
				# It runs no test: each of its workers comes by here, and finds the template made.
				return
			take_site(template)
		frappe = boot.boot(OWN_SITE)
	except (Failure, databases.Failure) as failure:
		pytest.exit(str(failure), returncode=1)
	begin_tests(frappe)


def begin_tests(frappe) -> None:
	site.connect(frappe)
	frappe.set_user("Administrator")
	frappe.in_test = frappe.flags.in_test = True
	for hook in frappe.get_hooks("before_tests", app_name=boot.APP):
		frappe.get_attr(hook)()
	frappe.db.commit()


@pytest.hookimpl
def pytest_sessionfinish(session: pytest.Session) -> None:
	if sys.modules.get("frappe"):
		sys.modules["frappe"].destroy()
	databases.chosen().stop()
	shutil.rmtree(OWN_SITE, ignore_errors=True)


def take_site(template: Path) -> None:
	"""Copy the template, with a lock on it for as long as this process lives."""
	global _in_use
	site.copy(template, OWN_SITE)
	_in_use = (OWN_SITE / IN_USE).open("w")
	fcntl.flock(_in_use, fcntl.LOCK_EX)


def remove_left_sites() -> None:
	"""Remove the sites of sessions that were killed: nobody holds their lock any more."""
	for lock in SITES.glob(f"test-*/{IN_USE}"):
		with lock.open("w") as file, contextlib.suppress(BlockingIOError):
			fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
			shutil.rmtree(lock.parent, ignore_errors=True)


def ensure_template() -> Path:
	database = databases.chosen()
	inputs = (site.fingerprint(), *database.INPUTS)
	return ensure(
		Step(
			f"template-{database.NAME}{without_support.variant()}",
			f"A site on {database.NAME}",
			inputs,
			make_template,
		),
		SITES,
	)


def make_template(folder: Path) -> None:
	"""In a process of its own, since a process serves one site only."""
	say = f"from pathlib import Path; from runtime import site; site.create(Path({str(folder)!r}))"
	made = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True)
	if made.returncode:
		raise Failure(f"The site for the tests could not be made:\n{made.stdout}{made.stderr}")
