"""A Chromium for the browser tests and for PDFs: the machine's, or Debian's package."""

import os
import shutil

from provision.steps import Failure, run, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "Install Chromium (Debian: `apt-get install chromium`), or name one in SANDBOX_CHROMIUM."


def ensure_chromium() -> str:
	"""Return the path of a Chromium; install Debian's where there is none and this user may."""
	found = find_chromium()
	if found:
		return found
	if not shutil.which("apt-get") or os.geteuid():
		raise Failure(f"The browser tests need a Chromium, and this machine has none. {ADVICE}")
	say("Chromium, from Debian …")
	run(["apt-get", "-qq", "update"], ADVICE)
	quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
	run(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", "chromium"], ADVICE, env=quiet)
	return find_chromium() or fail()


def find_chromium() -> str | None:
	named = os.environ.get("SANDBOX_CHROMIUM")
	if named and not shutil.which(named):
		raise Failure(f"SANDBOX_CHROMIUM names {named}, which can't be run. {ADVICE}")
	return named or next(filter(None, map(shutil.which, NAMES)), None)


def fail() -> str:
	raise Failure(f"Chromium was installed, yet none is to be found. {ADVICE}")
