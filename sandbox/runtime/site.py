"""Makes a site: its folder, database, apps and settings; and brings it up to date with the apps' sources."""

import contextlib
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import boot, databases, frameworks

ADMIN_PASSWORD = "admin"
# Written last: a site without it was never finished.
STAMP = "finished.json"
CONFIG = {
	"admin_password": ADMIN_PASSWORD,
	"allow_tests": 1,
	"disable_async": 1,
	# Nothing is sent; but mails are written into the queue, from this address.
	"mute_emails": 1,
	"mail_server": "localhost",
	"auto_email_id": "desk@example.com",
	"server_script_enabled": 1,
	"skip_setup_wizard": 1,
}
# What a change of needs a migrate; Python, JavaScript and CSS are read anew at each start.
INPUTS = (
	"*.json",
	"hooks.py",
	"patches.txt",
	"modules.txt",
	"*.po",
	"*.csv",
	"setup/*.py",
	"patches/**/*.py",
)


def is_finished(site: Path) -> bool:
	return (site / STAMP).exists()


def create(site: Path, language: str = "en", apps: Iterable[str] | None = None) -> None:
	"""Make the site with these apps, by default all that are available.

	What an interrupted attempt left behind is deleted first.
	"""
	shutil.rmtree(site, ignore_errors=True)
	frameworks.chosen().create(site, language, apps)
	write_stamp(site)


def migrate(site: Path) -> None:
	"""Bring the site up to date with its apps, as `bench migrate` does, and install apps that are new."""
	frappe = boot.boot(site)
	from frappe.migrate import SiteMigration

	with quietly(site):
		connect(frappe)
		for app in boot.available_apps():
			if app not in frappe.get_installed_apps():
				frappe.installer.install_app(app)
		frappe.db.commit()
		SiteMigration(skip_search_index=True).run(site=frappe.local.site)
		connect(frappe)
		frameworks.chosen().compile_translations(frappe)
	frappe.db.commit()
	write_stamp(site)


def copy(source: Path, target: Path) -> None:
	"""Copy a finished site that no process writes to."""
	shutil.rmtree(target, ignore_errors=True)
	shutil.copytree(source, target, ignore=shutil.ignore_patterns("db", "*.log*", "*.lock"))
	(target / "db").mkdir()
	databases.chosen().copy(source, target)


def fingerprint() -> str:
	"""Return a digest of all that a migrate would look at."""
	digest = hashlib.sha256("".join(frameworks.chosen().INPUTS).encode())
	for path in sorted(_inputs()):
		digest.update(path.relative_to(boot.REPOSITORY).as_posix().encode())
		digest.update(path.read_bytes())
	return digest.hexdigest()


def is_up_to_date(site: Path) -> bool:
	return is_finished(site) and json.loads((site / STAMP).read_text())["fingerprint"] == fingerprint()


def write_stamp(site: Path) -> None:
	(site / STAMP).write_text(json.dumps({"fingerprint": fingerprint()}))


def connect(frappe) -> None:
	frameworks.chosen().initialise(frappe)
	frappe.connect()


@contextlib.contextmanager
def quietly(site: Path) -> Iterator[None]:
	"""Keep Frappe's own progress talk in `logs/install.log`; where it fails, the end of it is told."""
	talk = io.StringIO()
	try:
		with contextlib.redirect_stdout(talk):
			yield
	except BaseException as error:
		error.add_note(
			f"The last that was said ({site / 'logs' / 'install.log'}):\n{talk.getvalue()[-2000:]}"
		)
		raise
	finally:
		with (site / "logs" / "install.log").open("a") as log:
			log.write(talk.getvalue())


def _inputs() -> set[Path]:
	roots = [boot.REPOSITORY / boot.APP, boot.SANDBOX / "erpnext"]
	return {path for root in roots for pattern in INPUTS for path in root.rglob(pattern) if path.is_file()}
