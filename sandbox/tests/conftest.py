"""A demo of its own for the tests that need a running Desk."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from runtime import boot, site, testing


@pytest.fixture(scope="session")
def demo() -> Iterator[str]:
	"""Run a demo that the tests of this process share; its address."""
	with running_demo("browser") as address:
		yield address


@pytest.fixture(scope="module")
def own_demo() -> Iterator[str]:
	"""Run a demo for tests that leave nothing as it was; its address."""
	with running_demo("own") as address:
		yield address


@contextmanager
def running_demo(name: str) -> Iterator[str]:
	"""Run `python3 sandbox demo`'s own command on a site that is made already, as the tests' own is."""
	folder = boot.STATE / "sites" / f"{name}-{os.getpid()}"
	site.copy(testing.ensure_template(), folder)
	command = [
		sys.executable,
		"-m",
		"runtime",
		"demo",
		"--site-dir",
		str(folder),
		"--port",
		"0",
		"--no-history",
	]
	process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
	try:
		yield address_from(process)
	finally:
		process.send_signal(signal.SIGTERM)
		process.wait(timeout=300)
		shutil.rmtree(folder, ignore_errors=True)


def address_from(process: subprocess.Popen) -> str:
	said = []
	for line in process.stdout:
		said.append(line)
		if found := re.search(r"http://127\.0\.0\.1:\d+", line):
			return found[0]
	raise RuntimeError("The demo ended before it answered:\n" + "".join(said))
