"""Desk: npm modules, and the bundles built from the framework with them."""

import shutil
from pathlib import Path

from provision.node import ensure_node, environment
from provision.steps import REPOSITORY, SANDBOX, STAMP, Step, ensure, run

DESK = SANDBOX / "provision" / "desk"
LISTS = (DESK / "package.json", DESK / "package-lock.json")
SCRIPTS = tuple(sorted(DESK.glob("*.mjs")))
APP = REPOSITORY / "maintenance_visit_app"
PACKAGE = REPOSITORY / "package.json"
NPM_ADVICE = (
	"npm modules come from the registry that npm is configured for: see that this machine reaches it "
	"(`npm view vue version` must work), then try again."
)
BUILD_ADVICE = "The framework's own sources are built here: see sandbox/provision/desk/."


def ensure_modules() -> Path:
	"""Return the folder `node_modules`."""
	step = Step("desk", "npm modules", LISTS, lambda folder: install_modules(folder, LISTS))
	return ensure(step) / "node_modules"


def install_modules(folder: Path, lists: tuple[Path, ...]) -> None:
	"""Install the npm modules of a package.json and its lock; a folder `node_modules` results."""
	for file in lists:
		shutil.copy(file, folder)
	npm("ci", folder=folder)


def npm(*command: str, folder: Path) -> None:
	quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
	run(["npm", *command, *quiet], NPM_ADVICE, cwd=folder, env=environment(ensure_node()))


def ensure_desk_bundles(framework: Path, modules: Path) -> Path:
	"""Return the folder of Desk's own bundles."""

	def build(folder: Path) -> None:
		run_node("build.mjs", framework, modules, folder)

	inputs = (framework / STAMP, modules.parent / STAMP, *SCRIPTS)
	return ensure(Step("desk-bundles", "Desk's bundles", inputs, build))


def ensure_assets(framework: Path, modules: Path) -> Path:
	"""Return the folder that is served as /assets: Desk's bundles and the app's."""
	bundles = ensure_desk_bundles(framework, modules)
	app_modules = ensure_app_modules()

	def build(folder: Path) -> None:
		shutil.copytree(bundles, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(STAMP))
		run_node("app.mjs", APP.name, APP / "public", modules, app_modules, folder)

	inputs = (bundles / STAMP, app_modules.parent / STAMP, *get_sources())
	return ensure(Step("assets", "The app's bundles", inputs, build))


def ensure_app_modules() -> Path:
	"""Return the folder `node_modules` of what the app's package.json names, as a bench installs it."""
	step = Step("app-modules", "npm modules of the app", (PACKAGE,), install_app_modules)
	return ensure(step) / "node_modules"


def install_app_modules(folder: Path) -> None:
	"""Strict as a bench is, whose yarn refuses a module that asks for a newer Node."""
	shutil.copy(PACKAGE, folder)
	npm("install", "--no-package-lock", "--engine-strict", folder=folder)


def get_sources() -> list[str | Path]:
	"""Return the names and contents of all that the app's bundles may be made from."""
	files = [
		file
		for file in sorted((APP / "public").rglob("*"))
		if file.suffix in (".js", ".scss", ".css", ".vue")
	]
	return [" ".join(str(file.relative_to(APP)) for file in files), *files]


def run_node(script: str, *arguments: str | Path) -> None:
	run(["node", DESK / script, *arguments], BUILD_ADVICE, env=environment(ensure_node()))
