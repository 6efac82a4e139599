"""The serial numbers of a visit's rows: they exist, are of the row's item, and of the customer."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from maintenance_visit_app.records import get_by_name

FIELDS = ("item_code", "customer")


class SerialNoMismatchError(frappe.ValidationError):
	pass


def set_items(visit: Document) -> None:
	"""Fill in the item of a row that names its serial number alone: what follows from an item follows from this one."""
	rows = [row for row in visit.purposes if row.serial_no and not row.item_code]
	serial_numbers = get_by_name("Serial No", {row.serial_no for row in rows}, ["item_code"])
	for row in rows:
		if serial_no := serial_numbers.get(row.serial_no):
			row.item_code = serial_no.item_code


def validate_serial_numbers(visit: Document) -> None:
	"""Throw SerialNoMismatchError where a row's serial number is of another item."""
	rows = [row for row in visit.purposes if row.serial_no]
	# ERPNext 15 doesn't keep whose a serial number is
	known = [field for field in FIELDS if frappe.get_meta("Serial No").has_field(field)]
	serial_numbers = get_by_name("Serial No", {row.serial_no for row in rows}, known)
	for row in rows:
		serial_no = serial_numbers.get(row.serial_no)
		if not serial_no:
			throw_serial_no(
				_("Row #{0}: Serial No {1} does not exist.").format(row.idx, escape_html(row.serial_no))
			)
		if row.item_code != serial_no.item_code:
			throw_serial_no(
				_(
					"Row #{0}: Serial No {1} belongs to Item {2}, not to Item {3}. Choose a serial number of Item {3}, or change the item."
				).format(row.idx, *map(escape_html, (row.serial_no, serial_no.item_code, row.item_code)))
			)
	tell_of_other_customers(visit, serial_numbers)


def throw_serial_no(message: str) -> None:
	frappe.throw(message, SerialNoMismatchError, title=_("Wrong Serial No"))


def tell_of_other_customers(visit: Document, serial_numbers: dict[str, frappe._dict]) -> None:
	"""Equipment may have been sold on, and ERPNext lets nobody correct a Serial No's customer: it is told."""
	for row in visit.purposes if visit.docstatus.is_draft() else ():
		owner = row.serial_no and serial_numbers[row.serial_no].customer
		if owner and owner != visit.customer:
			frappe.msgprint(
				describe_owner(row, owner, visit.customer),
				title=_("Serial No of Another Customer"),
				indicator="orange",
			)


def describe_owner(row: Document, owner: str, customer: str) -> str:
	"""Whose a number is, is told to those only who may see that customer."""
	if frappe.has_permission("Customer", "read", owner):
		message = _("Row #{0}: Serial No {1} was delivered to Customer {2}, not to {3}. Check the number.")
	else:
		owner, message = "", _("Row #{0}: Serial No {1} was not delivered to Customer {3}. Check the number.")
	return message.format(
		row.idx, *(frappe.bold(escape_html(name)) for name in (row.serial_no, owner, customer))
	)
