"""Makes a site: its folder, database, apps and settings; and brings it up to date with the apps' sources."""

import contextlib
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import boot, databases

ADMIN_PASSWORD = "admin"
FOLDERS = ("db", "locks", "logs", "config", "public/files", "private/files", "private/backups")
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
SETTINGS = {
	"setup_complete": 1,
	"country": "France",
	"time_zone": "Europe/Paris",
	"currency": "EUR",
	"date_format": "dd/mm/yyyy",
	"time_format": "HH:mm",
	"number_format": "# ###,##",
	"first_day_of_the_week": "Monday",
	"enable_onboarding": 1,
	"enable_telemetry": 0,
	"disable_system_update_notification": 1,
	"disable_change_log_notification": 1,
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
	for folder in FOLDERS:
		(site / folder).mkdir(parents=True)
	(site / "site_config.json").write_text(
		json.dumps({**CONFIG, "db_type": databases.chosen().NAME}, indent=1)
	)
	frappe = boot.boot(site)
	with quietly(site):
		_install_framework(frappe)
		for app in boot.available_apps() if apps is None else apps:
			frappe.installer.install_app(app)
		_complete_setup(frappe, language)
		compile_translations(frappe)
	frappe.db.commit()
	write_stamp(site)


def migrate(site: Path) -> None:
	"""Bring the site up to date with its apps, as `bench migrate` does, and install apps that are new."""
	frappe = boot.boot(site)
	from frappe.migrate import SiteMigration

	with quietly(site):
		frappe.init(force=True)
		frappe.connect()
		for app in boot.available_apps():
			if app not in frappe.get_installed_apps():
				frappe.installer.install_app(app)
		frappe.db.commit()
		SiteMigration(skip_search_index=True).run(site=frappe.get_site_name())
		connect(frappe)
		compile_translations(frappe)
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
	digest = hashlib.sha256()
	for path in sorted(_inputs()):
		digest.update(path.relative_to(boot.REPOSITORY).as_posix().encode())
		digest.update(path.read_bytes())
	return digest.hexdigest()


def is_up_to_date(site: Path) -> bool:
	return is_finished(site) and json.loads((site / STAMP).read_text())["fingerprint"] == fingerprint()


def write_stamp(site: Path) -> None:
	(site / STAMP).write_text(json.dumps({"fingerprint": fingerprint()}))


def connect(frappe) -> None:
	frappe.init(force=True)
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


def compile_translations(frappe) -> None:
	"""Compile each app's locale/*.po, where Frappe looks for the result: in the site's `sites` folder."""
	from frappe.gettext.translate import _compile_translation, get_locales

	for app in frappe.get_installed_apps():
		for locale in get_locales(app):
			_compile_translation(app, locale, force=True)


def _install_framework(frappe) -> None:
	from frappe.installer import _init_database

	database = databases.chosen()
	_init_database(
		db_name=databases.DATABASE,
		db_type=database.NAME,
		admin_password=ADMIN_PASSWORD,
		setup_db=database.SET_UP_BY_FRAPPE,
	)


def _complete_setup(frappe, language: str) -> None:
	"""Do what the setup wizard does: records that every site has, and the site's settings."""
	frappe.get_attr("frappe.desk.page.setup_wizard.install_fixtures.install")()
	settings = frappe.get_doc("System Settings")
	known = {field: value for field, value in SETTINGS.items() if settings.meta.has_field(field)}
	settings.update({**known, "language": language, "enable_scheduler": 0})
	settings.flags.ignore_mandatory = True
	settings.save()
	for key, value in {"currency": "EUR", "country": "France", "lang": language}.items():
		frappe.db.set_default(key, value)
	frappe.db.set_default("desktop:home_page", "workspace")
	# Administrator was there before the site had a time zone
	frappe.get_doc("User", "Administrator").update(
		{"language": language, "time_zone": SETTINGS["time_zone"]}
	).save()
	frappe.db.set_value("Currency", "EUR", "enabled", 1)


def _inputs() -> set[Path]:
	roots = [boot.REPOSITORY / boot.APP, boot.SANDBOX / "erpnext"]
	return {path for root in roots for pattern in INPUTS for path in root.rglob(pattern) if path.is_file()}
