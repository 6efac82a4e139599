"""What install and migrate put in place. Every verb may run any number of times."""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from maintenance_visit_app.overrides.sales_order import update_maintenance_status
from maintenance_visit_app.setup import ownership, permissions
from maintenance_visit_app.setup.custom_fields import CUSTOM_FIELDS


def after_install() -> None:
	put_in_place()
	permissions.add_permissions()
	tell_orders_of_their_visits()


def after_migrate() -> None:
	put_in_place()


def put_in_place() -> None:
	ownership.take_over()
	create_custom_fields(CUSTOM_FIELDS)


def tell_orders_of_their_visits() -> None:
	"""Derive the Maintenance Status of the orders that were there before this app."""
	update_maintenance_status(
		frappe.get_all("Sales Order", {"order_type": "Maintenance", "docstatus": ("<", 2)}, pluck="name")
	)
