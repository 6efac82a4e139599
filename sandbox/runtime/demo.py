"""The demo: a site that is kept between starts, demo data, one user for each role, and the server."""

import importlib.util
import shutil
import time
from pathlib import Path

from . import boot, server, site

PASSWORD = "demo"
STAMP = "demo_data"
EVERYBODYS_ROLES = {"All", "Guest", "Desk User"}


class Failure(RuntimeError):
	"""What went wrong, and what to do about it."""


def run(folder: Path, port: int, language: str | None, reset: bool = False, history: bool = True) -> None:
	"""Bring the site up, say who can log in, and serve it until a signal ends it."""
	started = time.monotonic()
	try:
		server.listen(port).close()
	except server.PortTaken as error:
		raise Failure(error) from error
	prepare(folder, language, reset, history)
	serving = server.make(folder, port)
	announce(f"http://{server.HOST}:{serving.port}", time.monotonic() - started)
	server.run(serving)
	say("stopped")


def prepare(folder: Path, language: str | None, reset: bool, history: bool) -> None:
	if reset and folder.exists():
		say(f"delete the site in {folder}")
		shutil.rmtree(folder)
	if not site.is_finished(folder):
		say("make a site: database, Frappe, " + ", ".join(boot.available_apps()))
		site.create(folder, language or "en")
	elif not site.is_up_to_date(folder):
		say("the app has changed: migrate the site")
		site.migrate(folder)
		(folder / STAMP).unlink(missing_ok=True)
	if not (folder / STAMP).exists():
		add_demo_data(folder, history)
		(folder / STAMP).touch()
	if language:
		use_language(folder, language)


def add_demo_data(folder: Path, history: bool) -> None:
	frappe = boot.boot(folder)
	if not importlib.util.find_spec(f"{boot.APP}.demo"):
		return
	say("add demo data")
	site.connect(frappe)
	frappe.local.lang = frappe.get_system_settings("language")
	with site.quietly(folder):
		frappe.get_attr(f"{boot.APP}.demo.make_demo_data")()
		if history:
			frappe.get_attr(f"{boot.APP}.demo.make_demo_history")()
		give_passwords()
	frappe.db.commit()


def give_passwords() -> None:
	"""Let everybody in who has no password yet."""
	import frappe
	from frappe.utils.password import update_password

	for user in people():
		if not frappe.db.exists("__Auth", {"doctype": "User", "name": user, "fieldname": "password"}):
			update_password(user, PASSWORD)


def use_language(folder: Path, language: str) -> None:
	frappe = boot.boot(folder)
	site.connect(frappe)
	if not frappe.db.exists("Language", language):
		known = ", ".join(frappe.get_all("Language", filters={"enabled": 1}, pluck="name"))
		raise Failure(f"No language {language!r}. There are: {known}")
	if frappe.db.get_single_value("System Settings", "language") != language:
		say(f"speak {language}")
		frappe.db.set_single_value("System Settings", "language", language)
		frappe.db.set_default("lang", language)
		for user in ("Administrator", *people()):
			frappe.db.set_value("User", user, "language", language)
		frappe.db.commit()
		frappe.clear_cache()


def people() -> list[str]:
	"""Name the users that belong to somebody, in the order in which they were made."""
	import frappe

	return frappe.get_all(
		"User",
		filters={"enabled": 1, "name": ["not in", frappe.STANDARD_USERS]},
		order_by="creation",
		pluck="name",
	)


def announce(address: str, seconds: float) -> None:
	import frappe

	site.connect(frappe)
	say(f"Desk answers on {address} after {seconds:.1f} s. Ctrl+C stops it.")
	say(f"  {'Administrator':34} {site.ADMIN_PASSWORD:8} everything")
	for user in people():
		roles = sorted(set(frappe.get_roles(user)) - EVERYBODYS_ROLES)
		say(f"  {user:34} {PASSWORD:8} {', '.join(roles)}")
	frappe.destroy()


def say(line: str) -> None:
	print(line, flush=True)
