"""What install and migrate put in place. Every verb may run any number of times."""

import frappe
from frappe.utils import create_batch

from maintenance_visit_app import changes
from maintenance_visit_app.derived.orders import update_maintenance_status
from maintenance_visit_app.setup import (
	custom_fields,
	desk_links,
	former_sources,
	notes,
	old_visits,
	ownership,
	permissions,
	print_formats,
)
from maintenance_visit_app.setup.class_overrides import validate_class_overrides
from maintenance_visit_app.setup.roles import make_api_role

ORDERS_AT_ONCE = 1000


def before_install() -> None:
	"""Raises ClassOverrideError where another app's class could not work; nothing is changed then."""
	validate_class_overrides()
	make_api_role()
	forget_interrupted_install()


def after_install() -> None:
	install()


def after_migrate() -> None:
	"""Mend what another order of apps did, or do the rest of an installation that was interrupted."""
	if not is_installed():
		install()
		return
	if put_in_place():
		old_visits.tell_what_follows()
	permissions.follow_doctypes()
	changes.note_unnoted()


def install() -> None:
	put_in_place()
	permissions.add_permissions()
	permissions.tell_of_shut_out_roles()
	print_formats.set_default_print_format()
	tell_orders_of_their_visits()
	old_visits.tell_what_follows()
	changes.note_all()
	notes.write(notes.INSTALLED, "1")


def is_installed() -> bool:
	"""Tell whether an installation came to its end."""
	return bool(notes.read(notes.INSTALLED))


def put_in_place() -> bool:
	"""Return whether ERPNext had the DocTypes until now, and so may have written visits."""
	taken = ownership.take_over()
	custom_fields.put_in_place()
	former_sources.follow()
	desk_links.follow()
	return taken


def forget_interrupted_install() -> None:
	"""Delete the module that an interrupted installation left: Frappe inserts it anew, and fails on a second one."""
	if ownership.APP not in frappe.get_installed_apps():
		frappe.db.delete("Module Def", {"app_name": ownership.APP})


def tell_orders_of_their_visits() -> None:
	"""Derive the Maintenance Status of the orders that were there before this app."""
	filters = {"order_type": "Maintenance", "docstatus": ("<", 2)}
	for sales_orders in create_batch(frappe.get_all("Sales Order", filters, pluck="name"), ORDERS_AT_ONCE):
		update_maintenance_status(sales_orders)
