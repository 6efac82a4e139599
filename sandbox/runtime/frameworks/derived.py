"""The framework that `provision/` derives from a wheel: one site in a folder, mended by `repairs`."""

import atexit
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import repairs
from repairs import background_jobs

from .. import boot, databases, site, without_support

SITES = boot.STATE / "sites"
FOLDERS = ("db", "locks", "logs", "config", "public/files", "private/files", "private/backups")
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
# What else than the database and the apps a site is made from
INPUTS = ()


def prepare(folder: Path, assets: Path | None) -> None:
	"""Make this process one that can import Frappe for the site."""
	_set_environment(folder, assets or boot.STATE / "assets")
	_check_framework()
	repairs.apply_all(databases.chosen().NAME)


def initialise(frappe) -> None:
	frappe.init(force=True)


def create(folder: Path, language: str, apps: Iterable[str] | None) -> None:
	for part in FOLDERS:
		(folder / part).mkdir(parents=True)
	config = {**site.CONFIG, "db_type": databases.chosen().NAME}
	(folder / "site_config.json").write_text(json.dumps(config, indent=1))
	frappe = boot.boot(folder)
	with site.quietly(folder):
		_install_framework()
		for app in boot.available_apps() if apps is None else apps:
			frappe.installer.install_app(app)
		_complete_setup(frappe, language)
		compile_translations(frappe)
	frappe.db.commit()


def compile_translations(frappe) -> None:
	"""Compile each app's locale/*.po, where Frappe looks for the result: in the site's `sites` folder."""
	from frappe.gettext.translate import _compile_translation, get_locales

	for app in frappe.get_installed_apps():
		for locale in get_locales(app):
			_compile_translation(app, locale, force=True)


def get_application(folder: Path):
	"""Return Frappe's application, which answers for the one site, and the folder of its assets."""
	import frappe.app

	return frappe.app.application, Path(os.environ["FRAPPE_SITES_PATH"], "assets")


def start_jobs() -> None:
	"""A thread of this process does them, once there is one."""


def stop_jobs() -> None:
	"""End running jobs, drop waiting ones."""
	background_jobs.stop()


def _set_environment(folder: Path, assets: Path) -> None:
	if without_support.is_chosen():
		stand_in = without_support.make(boot.SANDBOX / "erpnext", boot.STATE)
		atexit.register(shutil.rmtree, stand_in, ignore_errors=True)
		sys.path.insert(0, str(stand_in))
	for path in (str(boot.REPOSITORY), str(boot.SANDBOX), str(boot.STATE / "framework")):
		if path not in sys.path:
			sys.path.append(path)
	os.environ.update(
		FRAPPE_SITE_PATH=str(folder),
		FRAPPE_SITES_PATH=str(assets.parent),
		FRAPPE_APPS=" ".join(boot.available_apps()),
		FRAPPE_DB_TYPE=databases.chosen().NAME,
		# A pure Python driver: the other one has to be compiled.
		FRAPPE_USE_MYSQLCLIENT="0",
		**databases.chosen().start(folder),
	)


def _check_framework() -> None:
	if not importlib.util.find_spec("frappe"):
		raise RuntimeError(
			f"No framework to run: neither {boot.STATE / 'framework'} nor PYTHONPATH holds a package frappe. "
			"Run `python3 sandbox demo` or `python3 sandbox test`: they set up what is missing."
		)


def _install_framework() -> None:
	from frappe.installer import _init_database

	database = databases.chosen()
	_init_database(
		db_name=databases.DATABASE,
		db_type=database.NAME,
		admin_password=site.ADMIN_PASSWORD,
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
