"""Desk of the checkouts, built by Frappe's own command."""

import json
import os
import re
import shutil
from pathlib import Path

from provision.checkouts.sources import APPS, OURS, Checkouts, describe
from provision.desk import NPM_ADVICE, npm
from provision.node import ensure_node, environment
from provision.steps import STAMP, Step, ensure, run

YARN = {"private": True, "dependencies": {"yarn": "1.22.22"}}
# What bundles are made from, and catalogues
SOURCES = (".js", ".mjs", ".ts", ".vue", ".css", ".scss", ".less", ".html", ".po")
ADVICE = "Frappe's own `build` was run on copies of the checkouts: does it work on a bench of them?"


def ensure_assets(checkouts: Checkouts, python: Path, bench: Path) -> None:
	"""Build what is served as /assets, into `sites/assets`."""
	environ = get_environment(checkouts, bench)
	modules = [ensure_modules(app, bench, environ) for app in (*APPS, OURS)]

	def build(folder: Path) -> None:
		command = [python, "-m", "frappe.utils.bench_helper", "frappe", "build", "--force"]
		run(command, ADVICE, cwd=bench / "sites", env=environ)

	inputs = (*(path for path in modules if path), describe(bench / "apps", (*APPS, OURS), SOURCES))
	ensure(Step("built", f"Desk of {checkouts.title}", inputs, build), bench)


def get_environment(checkouts: Checkouts, bench: Path) -> dict[str, str]:
	"""Return what Frappe builds in: its Node, yarn, and copies of all apps, this one's too."""
	node = ensure_node(get_oldest_node(checkouts))
	yarn = ensure(Step("yarn", "yarn", (json.dumps(YARN),), install_yarn), bench)
	path = f"{yarn / 'node_modules' / '.bin'}{os.pathsep}{environment(node)['PATH']}"
	apps = (str(bench / "apps" / app) for app in (*APPS, OURS))
	return {**os.environ, "PATH": path, "FRAPPE_BENCH_ROOT": str(bench), "PYTHONPATH": ":".join(apps)}


def install_yarn(folder: Path) -> None:
	# A list of its own: without one npm takes the next that it finds above.
	(folder / "package.json").write_text(json.dumps(YARN))
	npm("install", "--no-package-lock", folder=folder)


def get_oldest_node(checkouts: Checkouts) -> int:
	package = json.loads((checkouts.folder / "frappe" / "package.json").read_text())
	found = re.search(r"\d+", package.get("engines", {}).get("node", ""))
	return int(found[0]) if found else 0


def ensure_modules(app: str, bench: Path, environ: dict[str, str]) -> Path | None:
	"""Install an app's npm modules, as its yarn.lock has them; return the stamp of that, None where it wants none."""
	source = bench / "apps" / app
	lists = [source / name for name in ("package.json", "yarn.lock") if (source / name).is_file()]
	if not lists:
		return None

	def install(folder: Path) -> None:
		for path in lists:
			shutil.copy(path, folder)
		run(["yarn", "install", "--non-interactive"], NPM_ADVICE, cwd=folder, env=environ)

	folder = ensure(Step(f"modules-{app}", f"npm modules of {app}", tuple(lists), install), bench)
	link = source / "node_modules"
	if not link.is_symlink():
		link.symlink_to(folder / "node_modules")
	return folder / STAMP
