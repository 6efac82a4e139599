"""The chapters of the story: each begins where the one before it ended."""

import os
import sys
from pathlib import Path

import frappe
import looks
import stock_visits
from frappe import installer
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from teller import APP, Teller

VISIT, ROW = "Maintenance Visit", "Maintenance Visit Purpose"
CHECK = "Maintenance Visit Check"
SETTINGS = {"arrival_tolerance": 25, "days_ahead": 9, "hours_step": 0.5}
ADMINS_SERIES = "HOTEL-.YYYY.-.####\nMAT-MVS-.YYYY.-"
DRAFTS = 16
OTHER_APP = "hotel_visits"
OTHER_CLASS = """
from erpnext.maintenance.doctype.maintenance_visit.maintenance_visit import MaintenanceVisit


class HotelVisit(MaintenanceVisit):
	pass
"""
OTHER_HOOKS = f"""
app_name = "{OTHER_APP}"
app_title = app_publisher = app_description = "Hotel Visits"
app_email = "office@example.com"
app_license = "MIT"
override_doctype_class = {{"{VISIT}": "{OTHER_APP}.visit.HotelVisit"}}
"""


def tell_installations(teller: Teller) -> None:
	"""Install, migrate twice, uninstall and install again; meanwhile an admin has made a series of his own."""
	stock_visits.make()
	teller.reconnect()
	columns = teller.told["columns"] = looks.get_columns()

	def note(step: str) -> None:
		teller.note("installations", step, columns)

	note("ERPNext alone")
	teller.install()
	note("installed")
	teller.migrate()
	note("migrated")
	teller.migrate()
	note("migrated twice")
	frappe.db.set_value(ROW, {"parenttype": VISIT}, "complaint", "It drips.", update_modified=False)
	make_check()
	frappe.get_doc("Maintenance Visit Settings").update(SETTINGS).save()
	teller.uninstall()
	note("uninstalled")
	set_series(ADMINS_SERIES)
	teller.install()
	note("installed again")
	teller.told["complaints"] = frappe.db.count(ROW, {"complaint": "It drips."})
	settings = frappe.get_doc("Maintenance Visit Settings")
	teller.told["settings"] = {key: settings.get(key) for key in SETTINGS}
	teller.told["checks"] = frappe.get_all(CHECK, {"remark": "It drips."}, pluck="parenttype")
	teller.told["modules of our own"] = frappe.get_all(
		"DocType",
		{"name": ("in", (CHECK, "Maintenance Checklist", "Maintenance Visit Settings"))},
		["module", "custom"],
		as_list=True,
	)


def make_check() -> None:
	"""Answer a task of a visit, in a table that only this app has."""
	visit = frappe.db.get_value(VISIT, {}, "name")
	check = {"doctype": CHECK, "parent": visit, "parenttype": VISIT, "parentfield": "checks"}
	# The visit was submitted years ago: nobody writes rows of it any more
	frappe.get_doc({**check, "task": "Look", "remark": "It drips."}).db_insert()
	frappe.db.commit()


def set_series(options: str) -> None:
	"""What Document Naming Settings do."""
	make_property_setter(VISIT, "naming_series", "options", options, "Text")
	frappe.db.commit()


def tell_order_of_apps(teller: Teller) -> None:
	"""ERPNext comes last in Installed Applications, so Frappe lets it have the DocTypes."""
	frappe.db.set_global("installed_apps", '["frappe", "maintenance_visit_app", "erpnext"]')
	teller.reconnect()
	frappe.get_attr("frappe.model.sync.sync_all")()
	teller.note("order of apps", "synced", teller.told["columns"])
	teller.migrate()
	teller.note("order of apps", "migrated", teller.told["columns"])
	frappe.db.set_global("installed_apps", '["frappe", "erpnext", "maintenance_visit_app"]')
	teller.reconnect()


def tell_power_cuts(teller: Teller) -> None:
	"""Each command dies once and is given again; an installation that dies late is ended by migrate."""

	def note(step: str) -> None:
		teller.note("power cuts", step, teller.told["columns"])

	with teller.power_cut_in(f"{APP}.setup.permissions.remove_permissions"):
		teller.uninstall()
	teller.uninstall()
	note("uninstalled after a cut in our hook")
	with teller.power_cut_in("frappe.installer.add_to_installed_apps"):
		teller.install()
	teller.install()
	note("installed after a cut before our hook")
	with teller.power_cut_in("frappe.installer._delete_doctypes"):
		teller.uninstall()
	teller.uninstall()
	note("uninstalled after a cut behind our hook")
	with teller.power_cut_in(f"{APP}.setup.permissions.add_permissions"):
		teller.install()
	teller.migrate()
	note("migrated after a cut in our hook")


def tell_lives(teller: Teller) -> None:
	"""Visits of each kind that were there before go on living. What they did is not taken back."""
	told = teller.told["lives"] = {"errors": []}
	drafts = frappe.get_all(VISIT, {"docstatus": 0}, pluck="name", order_by="name", limit=DRAFTS)
	told["sources"] = frappe.get_all(ROW, {"parent": ("in", drafts)}, pluck="prevdoc_doctype", distinct=True)
	for name in drafts:
		try:
			live(name)
		except Exception as error:
			told["errors"].append(f"{name}: {type(error).__name__}: {error}")
	told["amended"] = frappe.db.count(VISIT, {"amended_from": ("in", drafts), "docstatus": 0})
	told["last number"] = frappe.db.get_value("Series", stock_visits.get_series(), "current")
	new = frappe.copy_doc(frappe.get_doc(VISIT, drafts[0]))
	new.update({"docstatus": 0, "amended_from": None, "naming_series": "MAT-MVS-.YYYY.-"})
	told["next name"] = new.insert().name
	teller.reconnect()


def live(name: str) -> None:
	"""Edit, submit, cancel and amend a draft."""
	visit = frappe.get_doc(VISIT, name)
	visit.update({"customer_feedback": "Très bien.", "mntc_date": frappe.utils.today()})
	visit.save()
	visit.submit()
	visit.cancel()
	frappe.copy_doc(visit).update({"amended_from": name, "docstatus": 0}).insert()


def tell_return_of_statuses(teller: Teller) -> None:
	"""A visit that was planned with this app is a draft of ERPNext's afterwards, and can be saved."""
	visit = frappe.copy_doc(frappe.get_doc(VISIT, frappe.db.get_value(VISIT, {"docstatus": 0})))
	visit.update({"docstatus": 0, "mntc_date": frappe.utils.add_days(frappe.utils.today(), 9)}).insert()
	teller.told["our status"] = visit.status
	teller.uninstall()
	visit = frappe.get_doc(VISIT, visit.name)
	visit.customer_feedback = "Merci."
	try:
		teller.told["ERPNext's status"] = visit.save().status
	except frappe.ValidationError as error:
		teller.told["ERPNext's status"] = str(error)


def tell_refusal(teller: Teller) -> None:
	"""Another app has a class of its own for the visit, made for ERPNext's."""
	write_other_app(teller.folder.parent / f"{teller.folder.name}-apps")
	installer.install_app(OTHER_APP)
	teller.reconnect()
	teller.note("refusal", "before", teller.told["columns"])
	try:
		teller.install()
	except frappe.ValidationError as error:
		teller.told["refusal message"] = str(error)
	teller.reconnect()
	teller.note("refusal", "after", teller.told["columns"])


def write_other_app(folder: Path) -> None:
	(folder / OTHER_APP).mkdir(parents=True)
	for name, text in {
		"__init__.py": '__version__ = "1.0.0"\n',
		"hooks.py": OTHER_HOOKS,
		"visit.py": OTHER_CLASS,
		"modules.txt": "Hotel Visits\n",
		"patches.txt": "",
	}.items():
		(folder / OTHER_APP / name).write_text(text)
	sys.path.append(str(folder))
	os.environ["FRAPPE_APPS"] += f" {OTHER_APP}"


CHAPTERS = (
	tell_installations,
	tell_order_of_apps,
	tell_power_cuts,
	tell_lives,
	tell_return_of_statuses,
	tell_refusal,
)
