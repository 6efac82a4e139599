"""What a transaction takes over from its customer."""

import frappe
from frappe.contacts.doctype.address.address import get_default_address, render_address
from frappe.contacts.doctype.contact.contact import get_default_contact
from frappe.model.document import Document


@frappe.whitelist()
def get_party_details(
	party: str,
	party_type: str = "Customer",
	company: str | None = None,
	doctype: str | None = None,
	currency: str | None = None,
) -> dict:
	"""Return the fields of a transaction that follow from a customer, for a form to set.

	The last three arguments are what ERPNext's forms send; nothing here depends on them. Raises
	frappe.PermissionError where the user may not read the customer.
	"""
	frappe.has_permission(party_type, "read", party, throw=True)
	details = get_customer_fields(party)
	if doctype != "Sales Order":
		details.pop("sales_team")
	return details


def get_customer_fields(customer: str) -> dict:
	"""Return name, group, territory, address, contact and sales team of a customer."""
	record = frappe.get_cached_doc("Customer", customer)
	return {
		"customer_name": record.customer_name,
		"customer_group": record.customer_group,
		"territory": record.territory,
		**get_address_fields(record),
		**get_contact_fields(record),
		"sales_team": [
			{field: row.get(field) for field in ("sales_person", "allocated_percentage", "commission_rate")}
			for row in record.sales_team
		],
	}


def get_address_fields(customer: Document) -> dict:
	address = customer.customer_primary_address or get_default_address("Customer", customer.name)
	if not address:
		return {}
	return {
		"customer_address": address,
		"address_display": render_address(address, check_permissions=False),
	}


def get_contact_fields(customer: Document) -> dict:
	contact = customer.customer_primary_contact or get_default_contact("Customer", customer.name)
	if not contact:
		return {}
	fieldnames = ["full_name as contact_display", "mobile_no as contact_mobile", "email_id as contact_email"]
	details = frappe.db.get_value("Contact", contact, fieldnames, as_dict=True)
	return {"contact_person": contact, **details}


def get_default_price_list(party: Document) -> str | None:
	"""Return the price list of a customer. ERPNext also looks into the customer's group."""
	return party.default_price_list
