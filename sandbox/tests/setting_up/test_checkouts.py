"""`--apps FOLDER`: what is refused, and that somebody's checkouts stay as they are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from makers import put_program

from provision import steps
from provision.checkouts import desk, interpreter, sources
from provision.programs import REDIS
from provision.steps import Failure


@pytest.fixture
def folder(tmp_path) -> Path:
	"""A folder of checkouts, both of 16."""
	folder = tmp_path / "apps"
	for app in sources.APPS:
		check_out(folder, app, "16.9.0")
	return folder


def check_out(folder: Path, app: str, version: str, wanted: str = ">=3.14,<3.15") -> None:
	package = folder / app / app
	package.mkdir(parents=True, exist_ok=True)
	(package / "__init__.py").write_text(f'import json\n__version__ = "{version}"\n')
	project = (
		f'[project]\nname = "{app}"\nrequires-python = "{wanted}"\ndependencies = ["{app}-needs~=1.0"]\n'
	)
	(folder / app / "pyproject.toml").write_text(project)


def run_sandbox(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
	command = [sys.executable, str(steps.SANDBOX), *arguments]
	return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})


@pytest.mark.parametrize("command", ["demo", "test"])
def test_a_folder_that_is_not_there_is_told_before_anything_is_set_up(tmp_path, command):
	refused = run_sandbox(command, "--apps", str(tmp_path / "nowhere"))

	assert refused.returncode == 1
	assert refused.stdout == ""
	assert refused.stderr == (
		f"--apps names {tmp_path / 'nowhere'}, and there is no such folder. "
		"Name the one that holds the checkouts frappe/ and erpnext/.\n"
	)


@pytest.mark.parametrize("app", sources.APPS)
def test_a_folder_without_one_of_both_tells_how_to_get_it(folder, app):
	(folder / app / app / "__init__.py").unlink()

	with pytest.raises(Failure) as failure:
		sources.read(folder)

	assert f"{folder} holds no checkout of {app}: there is no {app}/{app}/__init__.py in it." in str(
		failure.value
	)
	assert f"git clone --depth 1 --branch version-16 https://github.com/frappe/{app} {folder / app}" in str(
		failure.value
	)


@pytest.mark.parametrize("version", ["14.99.0", "18.0.0-dev", "develop"])
def test_a_version_that_the_app_does_not_run_on_is_refused(folder, version):
	check_out(folder, "frappe", version)

	with pytest.raises(
		Failure, match=rf"frappe is {version}, and this app runs on 15, 16 and develop \(17\)\."
	):
		sources.read(folder)


def test_a_frappe_and_an_erpnext_that_do_not_belong_together_are_refused(folder):
	check_out(folder, "erpnext", "15.104.3")

	with pytest.raises(
		Failure, match=r"holds frappe 16\.9\.0 and erpnext 15\.104\.3, which don't belong together"
	):
		sources.read(folder)


def test_a_checkout_without_its_pyproject_is_not_whole(folder):
	(folder / "frappe" / "pyproject.toml").unlink()

	with pytest.raises(
		Failure, match=r"frappe/pyproject\.toml can't be read.*Check frappe out anew, whole\."
	):
		interpreter.find_python(sources.read(folder))


def test_support_cannot_be_left_out_of_a_real_erpnext(folder):
	refused = run_sandbox("test", "--apps", str(folder), "--without-support")

	assert refused.returncode == 2
	assert "--without-support is for the stand-in of ERPNext: leave it out, or --apps" in refused.stderr


def test_without_the_wanted_python_what_is_there_and_what_to_do_is_told(folder, programs, monkeypatch):
	monkeypatch.delenv(interpreter.VARIABLE, raising=False)
	monkeypatch.setattr(sys, "executable", str(put_program(programs, "python3", "echo 3 11")))
	put_program(programs, "python3.13", "echo 3 13")

	with pytest.raises(Failure) as failure:
		interpreter.find_python(sources.read(folder))

	assert str(failure.value) == (
		"Frappe 16.9.0 wants Python >=3.14,<3.15, and this machine has 3.11, 3.13 on PATH. Install one "
		"(Debian: `apt-get install python3.14-dev`), or name its program in SANDBOX_PYTHON."
	)


@pytest.mark.parametrize(("script", "told"), [("echo 3 12", "is 3.12"), ("exit 1", "can't be run")])
def test_a_named_python_that_is_another_is_refused(folder, tmp_path, monkeypatch, script, told):
	mine = put_program(tmp_path, "mine", script)
	monkeypatch.setenv(interpreter.VARIABLE, str(mine))

	with pytest.raises(Failure, match=rf"SANDBOX_PYTHON names {mine}, which {told}\. Install one"):
		interpreter.find_python(sources.read(folder))


def test_the_wanted_python_is_found_beside_another(folder, programs, monkeypatch):
	monkeypatch.delenv(interpreter.VARIABLE, raising=False)
	monkeypatch.setattr(sys, "executable", str(put_program(programs, "python3", "echo 3 11")))
	right = put_program(programs, "python3.14", "echo 3 14")

	assert interpreter.find_python(sources.read(folder)) == str(right)


@pytest.mark.parametrize(
	("version", "wanted", "fits"),
	[
		((3, 11), ">=3.10,<3.15", True),
		# Frappe 15 would, the sandbox wouldn't
		((3, 10), ">=3.10,<3.15", False),
		((3, 15), ">=3.10,<3.15", False),
		((3, 14), ">=3.14", True),
		((3, 13), ">= 3.14, < 3.15", False),
	],
)
def test_bounds_of_pyproject_are_kept(version, wanted, fits):
	assert interpreter.is_wanted(version, wanted) is fits


def test_without_redis_and_the_right_to_install_it_the_advice_is_told(programs, monkeypatch):
	monkeypatch.setattr(os, "geteuid", lambda: 1000)

	with pytest.raises(Failure) as failure:
		REDIS.ensure()

	assert str(failure.value) == (
		"Sites of checkouts need Redis, and this machine has none. Install Redis (Debian: "
		"`apt-get install redis-server`), or name one in SANDBOX_REDIS."
	)


def test_what_all_apps_need_is_installed(folder):
	requirements = interpreter.list_requirements(sources.read(folder))

	assert requirements[:2] == ["frappe-needs~=1.0", "erpnext-needs~=1.0"]
	assert requirements[2].startswith("icalendar")


@pytest.mark.parametrize(("engines", "oldest"), [({"node": ">=24"}, 24), ({}, 0)])
def test_the_node_that_frappe_asks_for_is_read(folder, engines, oldest):
	(folder / "frappe" / "package.json").write_text(f'{{"engines": {engines}}}'.replace("'", '"'))

	assert desk.get_oldest_node(sources.read(folder)) == oldest


def test_copies_follow_the_checkouts_and_write_nothing_into_them(folder, tmp_path):
	source, bench = folder / "frappe", tmp_path / "bench"
	(source / "node_modules").mkdir()
	(source / "node_modules" / "theirs.js").touch()
	(source / "frappe" / "old.py").touch()
	sources.bring_up_to_date(sources.read(folder), bench)
	copy = bench / "apps" / "frappe"
	(copy / "node_modules").mkdir()
	(copy / "node_modules" / "ours.js").touch()

	(source / "frappe" / "old.py").unlink()
	(source / "frappe" / "new.py").write_text("NEW = 1\n")
	sources.bring_up_to_date(sources.read(folder), bench)

	assert sorted(path.name for path in (copy / "frappe").iterdir()) == ["__init__.py", "new.py"]
	assert (copy / "frappe" / "new.py").read_text() == "NEW = 1\n"
	assert [path.name for path in (copy / "node_modules").iterdir()] == ["ours.js"]
	assert [path.name for path in (source / "node_modules").iterdir()] == ["theirs.js"]
	assert (bench / "sites" / "apps.txt").read_text() == "frappe\nerpnext\nmaintenance_visit_app\n"


def test_a_changed_file_is_another_input(folder):
	before = sources.describe(folder, sources.APPS, (".py",))
	(folder / "erpnext" / "erpnext" / "__init__.py").write_text('__version__ = "16.10.0"\n')

	assert sources.describe(folder, sources.APPS, (".py",)) != before
	assert sources.describe(folder, ["frappe"], (".py",)) in before
