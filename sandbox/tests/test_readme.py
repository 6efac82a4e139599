"""What README.md shows holds: its commands run as written, its files and pictures are there."""

import re
import subprocess

from runtime import boot

README = (boot.REPOSITORY / "README.md").read_text()


def test_rest_examples_run_as_written(demo: str, tmp_path):
	examples = re.findall(r"```sh\n(.*?)```", README.split("## REST")[1].split("\n## ")[0], re.DOTALL)
	script = "\n".join(examples).replace("http://127.0.0.1:8000", demo)

	ran = subprocess.run(
		["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, text=True
	)

	assert ran.returncode == 0, ran.stdout + ran.stderr
	assert "Logged In" in ran.stdout
	assert '"status":"Submitted"' in ran.stdout.replace(": ", ":")
	assert '"prevdoc_doctype":"Sales Order"' in ran.stdout.replace(": ", ":")
	assert "exc" not in ran.stdout


def test_every_link_leads_to_a_file():
	links = re.findall(r"\]\((?!http)([^)]+)\)", README)

	assert len(links) >= 5
	for link in links:
		assert (boot.REPOSITORY / link).is_file(), link


def test_every_folder_named_is_there():
	for folder in re.findall(r"^\| `([\w/]+)/`", README, re.MULTILINE):
		assert (boot.REPOSITORY / folder).is_dir(), folder
