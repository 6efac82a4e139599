"""Frappe and ERPNext as they are checked out, on a small bench: nothing is mended, and sites are made by Frappe's commands.

MariaDB alone: ERPNext knows no other database, and no Frappe up to 16.9 makes a site on SQLite.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from provision.checkouts.sources import APPS, describe
from provision.steps import Step, ensure, run

from .. import boot, databases, redis_server, site
from ..databases import keeper
from . import VARIABLE

BENCH = Path(os.environ[VARIABLE])
SITES = BENCH / "sites"
COMMAND = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe"]
ADVICE = "These are the checkouts' own commands: does their version work on a bench?"
# Frappe's and ERPNext's own word on their tables and records: all that a site is made from, but for this app
INPUTS = (describe(BENCH / "apps", APPS, (".json", "hooks.py", "patches.txt", "modules.txt")),)

_workers: list[subprocess.Popen] = []


def prepare(folder: Path, assets: Path | None) -> None:
	"""Make this process one that can import Frappe for the site: it runs in `sites`, as a bench's do."""
	os.environ.update(get_environment(folder))
	os.chdir(SITES)


def initialise(frappe) -> None:
	frappe.init(os.environ["FRAPPE_SITE"], sites_path=".", force=True)


def create(folder: Path, language: str, apps: Iterable[str] | None) -> None:
	"""Install the app on a copy of a site that has ERPNext, and make the tests' world, as `bench run-tests` does."""
	site.copy(ensure_base(), folder)
	frappe = boot.boot(folder)
	with site.quietly(folder):
		# By a process of its own: one that was there before the app goes on with the hooks it knows.
		run_command("--site", folder.name, "install-app", boot.APP)
		site.connect(frappe)
		frappe.set_user("Administrator")
		for hook in frappe.get_hooks("before_tests", app_name=boot.APP):
			frappe.get_attr(hook)()
	frappe.db.commit()


def ensure_base() -> Path:
	"""Return a site with ERPNext alone, which takes minutes: it is made once for a version."""
	return ensure(Step("base", "A site with ERPNext", (*INPUTS, databases.chosen().NAME), make_base), SITES)


def make_base(folder: Path) -> None:
	"""In a process of its own, whose database server ends with it."""
	install = f"checkouts.install(Path({str(folder)!r}))"
	say = f"from pathlib import Path; from runtime.frameworks import checkouts; {install}"
	run([sys.executable, "-c", say], ADVICE)


def install(folder: Path) -> None:
	(folder / "db").mkdir()
	os.environ.update(get_environment(folder))
	credentials = ["--db-name", databases.DATABASE, "--db-password", databases.chosen().PASSWORD]
	made = ["--admin-password", site.ADMIN_PASSWORD, "--no-setup-db", "--force", *credentials]
	socket = ["--db-socket", os.environ["FRAPPE_DB_SOCKET"]]
	run_command("new-site", folder.name, *made, *socket)
	config = json.loads((folder / "site_config.json").read_text())
	config.pop("db_socket", None)
	(folder / "site_config.json").write_text(json.dumps({**config, **site.CONFIG}, indent=1))
	for app in APPS[1:]:
		run_command("--site", folder.name, "install-app", app)


def run_command(*command: str) -> str:
	return run([*COMMAND, *command], ADVICE, cwd=SITES)


def get_environment(folder: Path) -> dict[str, str]:
	"""Start the servers that the site needs, and return what Frappe has to know."""
	return {
		"FRAPPE_BENCH_ROOT": str(BENCH),
		"FRAPPE_SITE": folder.name,
		"FRAPPE_DB_TYPE": "mariadb",
		**databases.chosen().start(folder),
		**redis_server.start(folder),
	}


def compile_translations(frappe) -> None:
	"""Done where Desk is built."""


def get_application(folder: Path):
	"""Return Frappe's application, bound to the one site, and the folder of its assets."""
	import frappe.app

	frappe.app._site, frappe.app._sites_path = folder.name, "."
	return frappe.app.application, SITES / "assets"


def start_jobs() -> None:
	"""Start a worker, as a bench has one: it ends with this process, as Redis does with the jobs that wait."""
	queues = ["--queue", "short,default,long", "--quiet"]
	_workers.append(keeper.start([*COMMAND, "worker", *queues], cwd=SITES))


def stop_jobs() -> None:
	while _workers:
		worker = _workers.pop()
		worker.stdin.close()
		worker.wait()
