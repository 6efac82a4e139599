import os
import subprocess
import sys

from runtime import boot


def test_every_file_passes_the_linters():
	"""The hooks of .pre-commit-config.yaml, as a developer's commit runs them."""
	environment = {
		**os.environ,
		"PRE_COMMIT_HOME": str(boot.STATE / "pre-commit"),
		"PRE_COMMIT_COLOR": "never",
	}
	command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]

	checked = subprocess.run(command, cwd=boot.REPOSITORY, env=environment, capture_output=True, text=True)

	assert checked.returncode == 0, checked.stdout + checked.stderr
	for tool in ("ruff check", "ruff format", "prettier", "eslint"):
		assert any(line.startswith(tool) and "Passed" in line for line in checked.stdout.splitlines())
