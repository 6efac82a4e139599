"""A demo of its own for the tests that need a running Desk."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from runtime import boot, site, testing
from runtime.background import running_demo


@pytest.fixture(scope="session")
def demo() -> Iterator[str]:
	"""Run a demo that the tests of this process share; its address."""
	with running_copy("browser") as address:
		yield address


@pytest.fixture(scope="module")
def own_demo() -> Iterator[str]:
	"""Run a demo for tests that leave nothing as it was; its address."""
	with running_copy("own") as address:
		yield address


@contextmanager
def running_copy(name: str) -> Iterator[str]:
	"""Run a demo on a copy of the site that the tests have, which is made already."""
	folder = boot.STATE / "sites" / f"{name}-{os.getpid()}"
	site.copy(testing.ensure_template(), folder)
	try:
		with running_demo(folder) as address:
			yield address
	finally:
		shutil.rmtree(folder, ignore_errors=True)
