import subprocess
import sys

from provision.node import ensure_node, environment
from runtime import boot


def test_every_file_passes_the_linters():
	"""The hooks of .pre-commit-config.yaml, as a developer's commit runs them."""
	settings = {"PRE_COMMIT_HOME": str(boot.STATE / "pre-commit"), "PRE_COMMIT_COLOR": "never"}
	env = {**environment(ensure_node()), **settings}
	command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]

	checked = subprocess.run(command, cwd=boot.REPOSITORY, env=env, capture_output=True, text=True)

	assert checked.returncode == 0, checked.stdout + checked.stderr
	for tool in ("ruff check", "ruff format", "prettier", "eslint"):
		assert any(line.startswith(tool) and "Passed" in line for line in checked.stdout.splitlines())
