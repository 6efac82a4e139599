"""The app's pure functions, by Node's own test runner: one test here for each file of tests there."""

import subprocess
from pathlib import Path

import pytest

from provision.node import ensure_node, environment
from runtime import boot

FOLDER = Path(__file__).parent
BUNDLER = boot.STATE / "desk" / "node_modules" / ".bin" / "esbuild"


@pytest.mark.parametrize("tests", sorted(FOLDER.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_units(tests: Path, tmp_path: Path):
	env = {**environment(ensure_node()), "NODE_PATH": str(boot.STATE / "desk" / "node_modules"), "TZ": "UTC"}
	bundle = tmp_path / "tests.mjs"
	options = ["--bundle", "--format=esm", "--platform=node", "--log-level=error", f"--outfile={bundle}"]
	subprocess.run([BUNDLER, tests, *options], env=env, check=True)

	run = subprocess.run(["node", "--test", bundle], env=env, capture_output=True, text=True)

	assert run.returncode == 0, run.stdout + run.stderr
	assert "# pass 0" not in run.stdout
