"""What install and migrate put in place. Every verb may run any number of times."""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields
from frappe.utils import create_batch

from maintenance_visit_app.derived.orders import update_maintenance_status
from maintenance_visit_app.setup import notes, ownership, permissions, print_formats
from maintenance_visit_app.setup.class_overrides import validate_class_overrides
from maintenance_visit_app.setup.custom_fields import CUSTOM_FIELDS

ORDERS_AT_ONCE = 1000


def before_install() -> None:
	"""Raises ClassOverrideError where another app's class could not work; nothing is changed then."""
	validate_class_overrides()
	forget_interrupted_install()


def after_install() -> None:
	install()


def after_migrate() -> None:
	"""Mend what another order of apps did, or do the rest of an installation that was interrupted."""
	if is_installed():
		put_in_place()
	else:
		install()


def install() -> None:
	put_in_place()
	permissions.add_permissions()
	print_formats.set_default_print_format()
	tell_orders_of_their_visits()
	notes.write(notes.INSTALLED, "1")


def is_installed() -> bool:
	"""Tell whether an installation came to its end."""
	return bool(notes.read(notes.INSTALLED))


def put_in_place() -> None:
	ownership.take_over()
	if fields := get_changed_fields():
		create_custom_fields(fields)


def get_changed_fields() -> dict[str, list[dict]]:
	"""Return those of our custom fields that the site lacks or has otherwise.

	Given one that is in place, Frappe 15 saves it, alters the table and commits all the same.
	"""
	existing = {
		(field.dt, field.fieldname): field
		for field in frappe.get_all("Custom Field", {"dt": ("in", list(CUSTOM_FIELDS))}, ["*"])
	}
	changed = {}
	for doctype, fields in CUSTOM_FIELDS.items():
		for field in fields:
			if not is_in_place(field, existing.get((doctype, field["fieldname"]))):
				changed.setdefault(doctype, []).append(field)
	return changed


def is_in_place(field: dict, existing: dict | None) -> bool:
	"""Tell whether the site has the field as it is, and its column too: somebody may have been interrupted."""
	return (
		bool(existing)
		and all(existing.get(key) == value for key, value in field.items())
		and frappe.db.has_column(existing.dt, existing.fieldname)
	)


def forget_interrupted_install() -> None:
	"""Delete the module that an interrupted installation left: Frappe inserts it anew, and fails on a second one."""
	if ownership.APP not in frappe.get_installed_apps():
		frappe.db.delete("Module Def", {"app_name": ownership.APP})


def tell_orders_of_their_visits() -> None:
	"""Derive the Maintenance Status of the orders that were there before this app."""
	filters = {"order_type": "Maintenance", "docstatus": ("<", 2)}
	for sales_orders in create_batch(frappe.get_all("Sales Order", filters, pluck="name"), ORDERS_AT_ONCE):
		update_maintenance_status(sales_orders)
