"""What a visit shows of its customer. Each function spends the same few statements for any customer."""

import re

import frappe
from frappe import _
from frappe.contacts.doctype.address.address import render_address
from frappe.core.doctype.user_permission.user_permission import get_user_permissions
from frappe.model.document import Document
from frappe.permissions import filter_allowed_docs_for_doctype
from frappe.query_builder import Case, DocType, Order
from frappe.utils import escape_html
from frappe.utils.caching import request_cache

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.asked_once import asked_once
from maintenance_visit_app.rich_text import sanitize

OF_THE_CUSTOMER = ("customer_group", "territory", "customer_address", "contact_person")
FIELDNAMES = {"Address": "customer_address", "Contact": "contact_person"}
# What is preferred, first: flags of the address or contact, or the one that the customer names
PREFERRED = {
	"Address": ("is_shipping_address", "customer_primary_address", "is_primary_address"),
	"Contact": ("customer_primary_contact", "is_primary_contact"),
}


class AddressOfAnotherCustomerError(frappe.ValidationError):
	pass


class ContactOfAnotherCustomerError(frappe.ValidationError):
	pass


@frappe.whitelist()
@complete
def get_customer_details(customer: str, customer_address: str | None = None) -> dict[str, str | None]:
	"""Return the fields of a visit that follow from the name of its Customer, and from an address of his.

	Raises frappe.PermissionError where the user may not read that Customer, and AddressOfAnotherCustomerError.
	"""
	frappe.has_permission("Customer", "read", customer, throw=True)
	visit = frappe.new_doc("Maintenance Visit", customer=customer)
	visit.update({**get_customer_fields(customer), "contact_person": None})
	visit.customer_address = customer_address
	set_address(visit)
	set_contact(visit)
	fieldnames = (*OF_THE_CUSTOMER, "customer_name", "address_display", *get_contact_fields(None))
	return {fieldname: visit.get(fieldname) for fieldname in fieldnames}


def set_customer_details(visit: Document) -> None:
	"""Fill what follows from the customer; what the caller gave himself stays."""
	if visit.is_new():
		forget_defaults(visit)
	elif visit.has_value_changed("customer"):
		forget_former_customer(visit)
	if has_changed(visit, "customer", "customer_address", "address_display"):
		set_address(visit)
	if has_changed(visit, "customer", *get_contact_fields(None)):
		set_contact(visit)
	# A customer without a name, as imports leave one: it is the title of the visit
	visit.customer_name = visit.customer_name or visit.customer
	visit.language = visit.language or frappe.get_system_settings("language")


def has_changed(visit: Document, *fieldnames: str) -> bool:
	"""Desk sends an empty text for what is empty."""
	before = visit.get_doc_before_save()
	return not before or any(
		(visit.get(fieldname) or None) != (before.get(fieldname) or None) for fieldname in fieldnames
	)


def forget_defaults(visit: Document) -> None:
	"""Frappe fills links of a new document from defaults before anybody asks what they should follow from."""
	defaults = [fieldname for fieldname in ("customer_group", "territory") if is_default(visit, fieldname)]
	if defaults:
		of_customer = get_customer_fields(visit.customer)
		visit.update(
			{fieldname: of_customer.get(fieldname) or visit.get(fieldname) for fieldname in defaults}
		)
	schedule = visit.maintenance_schedule
	if is_default(visit, "maintenance_schedule") and not visit.maintenance_schedule_detail:
		is_named = any(row.prevdoc_docname == schedule for row in visit.purposes)
		visit.maintenance_schedule = schedule if is_named else None


def is_default(visit: Document, fieldname: str) -> bool:
	"""Return whether a link says what defaults of the site or the user say, or the one record that he may use."""
	value = visit.get(fieldname)
	if not value:
		return False
	permissions = get_user_permissions().get(visit.meta.get_field(fieldname).options, [])
	_allowed, permitted = filter_allowed_docs_for_doctype(permissions, visit.doctype)
	return value in (permitted, frappe.defaults.get_defaults().get(fieldname))


def forget_former_customer(visit: Document) -> None:
	for fieldname in OF_THE_CUSTOMER:
		if not visit.has_value_changed(fieldname):
			visit.set(fieldname, None)
	for fieldname, value in get_customer_fields(visit.customer).items():
		visit.set(fieldname, visit.get(fieldname) or value)


def set_address(visit: Document) -> None:
	"""Set the address and its display: the one chosen, or the customer's default where none is."""
	address = get_chosen_or_default(visit, "Address")
	visit.customer_address = address and address.name
	visit.address_display = address and get_display(tuple(address.items()), frappe.local.lang)


def set_contact(visit: Document) -> None:
	"""Set the contact and how to reach him, as for the address."""
	visit.update(get_contact_fields(get_chosen_or_default(visit, "Contact")))


def get_chosen_or_default(visit: Document, doctype: str) -> dict | None:
	"""Return the Address or Contact that a visit names, which must be its customer's.

	Where it names none, return the customer's default one if the customer is new to the visit.
	"""
	chosen = visit.get(FIELDNAMES[doctype])
	if linked := chosen and get_linked(doctype, visit.customer, chosen):
		return linked
	if chosen and not (visit.is_new() and is_default(visit, FIELDNAMES[doctype])):
		throw_of_another_customer(doctype, chosen, visit.customer)
	if chosen or visit.has_value_changed("customer"):
		return (doctype == "Address" and get_site_of_order(visit)) or get_linked(doctype, visit.customer)
	return None


def get_site_of_order(visit: Document) -> dict | None:
	"""Return the shipping address of the first order that a row names: that is where the equipment is."""
	orders = (row.prevdoc_docname for row in visit.purposes if row.prevdoc_doctype == "Sales Order")
	order = next(orders, None)
	address = order and frappe.db.get_value("Sales Order", order, "shipping_address_name")
	return get_linked("Address", visit.customer, address) if address else None


def prefer_site(visit: Document, shipping_address: str | None) -> None:
	"""Set an order's shipping address, or else the customer's; without either its own address stays, as mapped."""
	address = shipping_address and get_linked("Address", visit.customer, shipping_address)
	if not address:
		default = get_linked("Address", visit.customer)
		address = default if default and default.is_shipping_address else None
	if address:
		visit.customer_address = address.name
		visit.address_display = tidy_display(render_address(address, check_permissions=False))


def throw_of_another_customer(doctype: str, name: str, customer: str) -> None:
	if doctype == "Address":
		error, title = AddressOfAnotherCustomerError, _("Address of Another Customer")
		message = _(
			"Address {0} does not belong to Customer {1}. Choose one of the customer's addresses, or leave the field empty for the default one."
		)
	else:
		error, title = ContactOfAnotherCustomerError, _("Contact of Another Customer")
		message = _(
			"Contact {0} does not belong to Customer {1}. Choose one of the customer's contacts, or leave the field empty for the default one."
		)
	names = (frappe.bold(escape_html(name)), frappe.bold(escape_html(customer)))
	frappe.throw(message.format(*names), error, title=title)


@request_cache
def get_display(address: tuple[tuple[str, object], ...], language: str) -> str:
	"""Return an address as it is shown, by the template of its country: once, where many visits are planned for it."""
	return tidy_display(render_address(dict(address), check_permissions=False))


def tidy_display(display: str) -> str:
	"""Return an address that is safe to show, without line breaks of its template that Desk shows as blank lines."""
	return re.sub(r"\s*(<br>\s*)+", "<br>", sanitize(display.strip())).removesuffix("<br>")


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


@asked_once
def get_linked(doctype: str, customer: str, name: str | None = None) -> dict | None:
	"""Return the Address or Contact `name` of a customer, or without a name the default one.

	The default is an address to ship to, as technicians go to the site, then the customer's primary one, then one
	flagged as primary, then the first by name: what ERPNext chooses for an order, made certain where ERPNext leaves
	it to the database.
	"""
	linked, link, party = DocType(doctype), DocType("Dynamic Link"), DocType("Customer")
	query = (
		frappe.qb.from_(linked)
		.join(link)
		.on((link.parent == linked.name) & (link.parenttype == doctype))
		.join(party)
		.on(party.name == link.link_name)
		.select(linked.star)
		.where((link.link_doctype == "Customer") & (link.link_name == customer))
	)
	for fieldname in PREFERRED[doctype]:
		if fieldname.startswith("is_"):
			query = query.orderby(linked[fieldname], order=Order.desc)
		else:
			query = query.orderby(Case().when(linked.name == party[fieldname], 0).else_(1))
	query = query.orderby(linked.name).limit(1)
	if name:
		query = query.where(linked.name == name)
	elif doctype == "Address":
		query = query.where(linked.disabled == 0)
	return next(iter(query.run(as_dict=True)), None)
