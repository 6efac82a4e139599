"""The demo, as `python3 sandbox demo` runs it, in a process beside this one."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@contextmanager
def running_demo(folder: Path) -> Iterator[str]:
	"""Run a demo on the site in the folder, made where there is none, and on a free port; its address."""
	options = ["--site-dir", str(folder), "--port", "0", "--no-history"]
	command = [sys.executable, "-m", "runtime", "demo", *options]
	process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
	try:
		yield get_address(process)
	finally:
		process.send_signal(signal.SIGTERM)
		process.wait(timeout=300)


def get_address(process: subprocess.Popen) -> str:
	said = []
	for line in process.stdout:
		said.append(line)
		if found := ADDRESS.search(line):
			return found[0]
	raise RuntimeError("The demo ended before it answered:\n" + "".join(said))
