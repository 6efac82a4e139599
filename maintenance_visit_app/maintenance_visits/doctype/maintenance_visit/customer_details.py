"""What a visit shows of its customer. Each function spends the same few statements for any customer."""

import re

import frappe
from frappe import _
from frappe.contacts.doctype.address.address import render_address
from frappe.model.document import Document
from frappe.query_builder import Case, DocType, Order

OF_THE_CUSTOMER = ("customer_group", "territory", "customer_address", "contact_person")
DEFAULTS = {
	"Address": ("customer_primary_address", "is_primary_address"),
	"Contact": ("customer_primary_contact", "is_primary_contact"),
}


class AddressOfAnotherCustomerError(frappe.ValidationError):
	pass


@frappe.whitelist()
def get_customer_details(customer: str) -> dict[str, str | None]:
	"""Return the fields of a visit that follow from the name of its Customer.

	Raises frappe.PermissionError where the user may not read that Customer.
	"""
	frappe.has_permission("Customer", "read", customer, throw=True)
	visit = frappe.new_doc("Maintenance Visit", customer=customer)
	visit.update(get_customer_fields(customer))
	set_address(visit)
	set_contact(visit)
	fieldnames = (*OF_THE_CUSTOMER, "customer_name", "address_display", *get_contact_fields(None))
	return {fieldname: visit.get(fieldname) for fieldname in fieldnames}


def set_customer_details(visit: Document) -> None:
	"""Fill what follows from the customer; what the caller gave himself stays."""
	customer_changed = visit.has_value_changed("customer")
	if customer_changed and not visit.is_new():
		forget_former_customer(visit)
	if customer_changed or visit.has_value_changed("customer_address"):
		set_address(visit)
	if customer_changed and not visit.contact_person:
		set_contact(visit)
	visit.language = visit.language or frappe.get_system_settings("language")


def forget_former_customer(visit: Document) -> None:
	for fieldname in OF_THE_CUSTOMER:
		if not visit.has_value_changed(fieldname):
			visit.set(fieldname, None)
	for fieldname, value in get_customer_fields(visit.customer).items():
		visit.set(fieldname, visit.get(fieldname) or value)


def set_address(visit: Document) -> None:
	"""Set the address and its display: the one chosen, or the customer's default where none is."""
	address = None
	if visit.customer_address or visit.has_value_changed("customer"):
		address = get_linked("Address", visit.customer, visit.customer_address)
	if visit.customer_address and not address:
		frappe.throw(
			_(
				"Address {0} does not belong to Customer {1}. Choose one of the customer's addresses, or leave the field empty for the default one."
			).format(frappe.bold(visit.customer_address), frappe.bold(visit.customer)),
			AddressOfAnotherCustomerError,
			title=_("Address of Another Customer"),
		)
	visit.customer_address = address and address.name
	visit.address_display = address and drop_blank_lines(render_address(address, check_permissions=False))


def drop_blank_lines(display: str) -> str:
	"""Return an address without the line breaks of its template, which Desk shows as blank lines."""
	return re.sub(r"\s*(<br>\s*)+", "<br>", display.strip()).removesuffix("<br>")


def set_contact(visit: Document) -> None:
	visit.update(get_contact_fields(get_linked("Contact", visit.customer)))


def get_contact_fields(contact: dict | None) -> dict[str, str | None]:
	contact = frappe._dict(contact or {})
	return {
		"contact_person": contact.name,
		"contact_display": contact.full_name,
		"contact_mobile": contact.mobile_no,
		"contact_email": contact.email_id,
	}


def get_customer_fields(customer: str) -> dict[str, str | None]:
	fieldnames = ["customer_name", "customer_group", "territory"]
	return frappe.db.get_value("Customer", customer, fieldnames, as_dict=True) or {}


def get_linked(doctype: str, customer: str, name: str | None = None) -> dict | None:
	"""Return the Address or Contact `name` of a customer, or without a name the default one.

	The default is the customer's primary one, then one flagged as primary, then the first by name:
	what ERPNext chooses for an order, made certain where ERPNext leaves it to the database.
	"""
	primary_field, primary_flag = DEFAULTS[doctype]
	linked, link, party = DocType(doctype), DocType("Dynamic Link"), DocType("Customer")
	query = (
		frappe.qb.from_(linked)
		.join(link)
		.on((link.parent == linked.name) & (link.parenttype == doctype))
		.join(party)
		.on(party.name == link.link_name)
		.select(linked.star)
		.where((link.link_doctype == "Customer") & (link.link_name == customer))
		.orderby(Case().when(linked.name == party[primary_field], 0).else_(1))
		.orderby(linked[primary_flag], order=Order.desc)
		.orderby(linked.name)
		.limit(1)
	)
	if name:
		query = query.where(linked.name == name)
	elif doctype == "Address":
		query = query.where(linked.disabled == 0)
	return next(iter(query.run(as_dict=True)), None)
