"""Desk: npm modules, and the bundles built from the framework with them."""

import shutil
from pathlib import Path

from provision.node import ensure_node, environment
from provision.steps import SANDBOX, STAMP, Step, ensure, run

DESK = SANDBOX / "provision" / "desk"
LISTS = (DESK / "package.json", DESK / "package-lock.json")
SCRIPTS = tuple(sorted(DESK.glob("*.mjs")))
NPM_ADVICE = (
	"npm modules come from the registry that npm is configured for: see that this machine reaches it "
	"(`npm view vue version` must work), then try again."
)
BUILD_ADVICE = "The framework's own sources are built here: see sandbox/provision/desk/build.mjs."


def ensure_modules() -> Path:
	"""Return the folder `node_modules`."""
	step = Step("desk", "npm modules", LISTS, lambda folder: install_modules(folder, LISTS))
	return ensure(step) / "node_modules"


def install_modules(folder: Path, lists: tuple[Path, ...]) -> None:
	"""Install the npm modules of a package.json and its lock; a folder `node_modules` results."""
	for file in lists:
		shutil.copy(file, folder)
	command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
	run(command, NPM_ADVICE, cwd=folder, env=environment(ensure_node()))


def ensure_assets(framework: Path, modules: Path) -> Path:
	"""Return the folder that is served as /assets."""

	def build(folder: Path) -> None:
		run(
			["node", DESK / "build.mjs", framework, modules, folder],
			BUILD_ADVICE,
			env=environment(ensure_node()),
		)

	inputs = (framework / STAMP, modules.parent / STAMP, *SCRIPTS)
	return ensure(Step("assets", "Desk's bundles", inputs, build))
