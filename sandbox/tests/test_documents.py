"""What README.md and the guides show holds: commands run as written, files and pictures are there."""

import re
import subprocess
from pathlib import Path

import pytest

from runtime import boot

DOCUMENTS = sorted(
	path
	for path in (*boot.REPOSITORY.glob("*.md"), *boot.REPOSITORY.glob("docs/**/*.md"))
	if path.name != "CHANGELOG.md"
)
SANDBOX = boot.REPOSITORY / "sandbox"


def read(name: str) -> str:
	return (boot.REPOSITORY / name).read_text()


def test_rest_examples_run_as_written(demo: str, tmp_path):
	examples = re.findall(r"```sh\n(.*?)```", read("docs/integrators.md"), re.DOTALL)
	script = "\n".join(examples).replace("http://127.0.0.1:8000", demo)

	ran = subprocess.run(
		["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, text=True
	)

	assert ran.returncode == 0, ran.stdout + ran.stderr
	assert "Logged In" in ran.stdout
	assert '"status":"Submitted"' in ran.stdout.replace(": ", ":")
	assert '"prevdoc_doctype":"Sales Order"' in ran.stdout.replace(": ", ":")
	assert "['applied', 'applied']" in ran.stdout
	assert "\n200\n412\n" in ran.stdout
	made = re.findall(r"MAT-MVS-\d{4}-\d+$", ran.stdout, re.MULTILINE)
	assert len(made) == 2 and len(set(made)) == 1
	assert "exc" not in ran.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document: Path):
	links = re.findall(r"\]\((?!http)([^)#]+)(?:#[^)]*)?\)", document.read_text())

	assert [link for link in links if not (document.parent / link).is_file()] == []


def test_every_page_is_reached_from_the_readme():
	reached, waiting = set(), [boot.REPOSITORY / "README.md"]
	while waiting:
		page = waiting.pop()
		if page in reached:
			continue
		reached.add(page)
		links = re.findall(r"\]\((?!http)([^)#]+\.md)\)", page.read_text())
		waiting += [(page.parent / link).resolve() for link in links]

	assert {path.name for path in DOCUMENTS if path not in reached} == set()


def test_every_command_of_the_sandbox_is_one_it_knows():
	told = {
		word for document in DOCUMENTS for word in re.findall(r"python3 sandbox (\w+)", document.read_text())
	}

	assert told >= {"demo", "test", "bench"}
	for command in sorted(told):
		ran = subprocess.run(["python3", str(SANDBOX), command, "--help"], capture_output=True, text=True)
		assert ran.returncode == 0, command + ran.stderr


def test_every_folder_named_is_there():
	folders = re.findall(r"^\| `([\w/]+)/`", read("CONTRIBUTING.md"), re.MULTILINE)

	assert len(folders) >= 5
	for folder in folders:
		assert (boot.REPOSITORY / folder).is_dir(), folder
