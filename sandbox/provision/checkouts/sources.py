"""The checkouts: what they are, and copies of them, so that nothing is built or installed in somebody's own."""

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tomllib

from provision.steps import REPOSITORY, Failure

APPS = ("frappe", "erpnext")
OURS = "maintenance_visit_app"
SUPPORTED = (15, 16, 17)
REPOSITORIES = "https://github.com/frappe"
# Of all sites of the bench. What is free to differ is given to a process by its environment.
CONFIG = {"disable_async": 1, "server_script_enabled": 1}
NOT_COPIED = {".git", ".sandbox", "node_modules", "__pycache__"}
BUILT = os.path.join("public", "dist")


@dataclass(frozen=True)
class Checkouts:
	folder: Path
	versions: dict[str, str]

	@property
	def title(self) -> str:
		return f"Frappe {self.versions['frappe']}"

	def read_project(self, app: str) -> dict:
		"""Return an app's pyproject.toml."""
		path = (REPOSITORY if app == OURS else self.folder / app) / "pyproject.toml"
		try:
			return tomllib.loads(path.read_text())
		except (OSError, tomllib.TOMLDecodeError) as error:
			raise Failure(f"{path} can't be read: {error}. Check {app} out anew, whole.") from error


def read(folder: Path) -> Checkouts:
	"""Return what the folder holds; raise where it isn't what the app runs on."""
	if not folder.is_dir():
		raise Failure(
			f"--apps names {folder}, and there is no such folder. "
			"Name the one that holds the checkouts frappe/ and erpnext/."
		)
	versions = {app: read_version(folder, app) for app in APPS}
	majors = {app: int(re.match(r"\d*", version)[0] or 0) for app, version in versions.items()}
	for app, major in majors.items():
		if major not in SUPPORTED:
			raise Failure(
				f"{folder / app} is {versions[app]}, and this app runs on 15, 16 and develop (17). "
				f"Check another branch out: git -C {folder / app} checkout version-16"
			)
	if len(set(majors.values())) > 1:
		told = " and ".join(f"{app} {version}" for app, version in versions.items())
		raise Failure(
			f"{folder} holds {told}, which don't belong together. Check the same branch of both out."
		)
	return Checkouts(folder.resolve(), versions)


def read_version(folder: Path, app: str) -> str:
	path = folder / app / app / "__init__.py"
	if not path.is_file():
		raise Failure(
			f"{folder} holds no checkout of {app}: there is no {path.relative_to(folder)} in it. Get it: "
			f"git clone --depth 1 --branch version-16 {REPOSITORIES}/{app} {folder / app}"
		)
	found = re.search(r"^__version__ = [\"'](.+)[\"']", path.read_text(), re.MULTILINE)
	if not found:
		raise Failure(f"{path} tells no __version__: is it the checkout of {app}?")
	return found[1]


def bring_up_to_date(checkouts: Checkouts, bench: Path) -> None:
	"""Copy what has changed, this app's bundles' sources included, and name the apps as a bench does."""
	for app in APPS:
		mirror(checkouts.folder / app, bench / "apps" / app)
	for part in (OURS, "package.json"):
		mirror(REPOSITORY / part, bench / "apps" / OURS / part)
	(bench / "sites").mkdir(exist_ok=True)
	(bench / "logs").mkdir(exist_ok=True)
	(bench / "sites" / "apps.txt").write_text("".join(f"{app}\n" for app in (*APPS, OURS)))
	(bench / "sites" / "common_site_config.json").write_text(json.dumps(CONFIG))


def mirror(source: Path, target: Path) -> None:
	"""Make the target the same as the source, but for what isn't copied, which is left as it is there."""
	if source.is_file():
		copy_changed(source, target)
		return
	wanted = set(list_files(source))
	for gone in set(list_files(target)) - wanted:
		(target / gone).unlink()
	for path in wanted:
		copy_changed(source / path, target / path)


def copy_changed(source: Path, target: Path) -> None:
	about = source.stat()
	if target.is_file() and is_same(about, target.stat()):
		return
	target.parent.mkdir(parents=True, exist_ok=True)
	shutil.copy2(source, target)


def is_same(one: os.stat_result, other: os.stat_result) -> bool:
	return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def list_files(folder: Path) -> Iterator[str]:
	"""Yield the paths of files, relative to the folder."""
	for here, folders, files in os.walk(folder):
		folders[:] = [
			name
			for name in folders
			if name not in NOT_COPIED and not os.path.join(here, name).endswith(BUILT)
		]
		for name in files:
			path = os.path.join(here, name)
			if os.path.isfile(path):
				yield os.path.relpath(path, folder)


def describe(folder: Path, apps: Iterable[str], endings: tuple[str, ...]) -> str:
	"""Return a line for each file of the apps with such a name: a changed one makes another text."""
	files = (f"{app}/{path}" for app in apps for path in list_files(folder / app) if path.endswith(endings))
	about = ((name, (folder / name).stat()) for name in sorted(files))
	return "\n".join(f"{name} {found.st_size} {found.st_mtime_ns}" for name, found in about)
