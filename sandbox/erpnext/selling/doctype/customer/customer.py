import frappe
from frappe.contacts.doctype.address.address import render_address
from frappe.model.document import Document
from frappe.model.naming import append_number_if_name_exists


class Customer(Document):
	def autoname(self) -> None:
		"""Name it by its Customer Name, as ERPNext does unless its Selling Settings ask for a series."""
		self.name = append_number_if_name_exists("Customer", self.customer_name, separator=" - ")

	def validate(self) -> None:
		self.set_primary_address_and_contact()

	def set_primary_address_and_contact(self) -> None:
		"""Show what is chosen as primary; what nobody chose stays empty."""
		self.primary_address = self.customer_primary_address and render_address(
			self.customer_primary_address, check_permissions=False
		)
		contact = self.customer_primary_contact and frappe.db.get_value(
			"Contact", self.customer_primary_contact, ["mobile_no", "email_id"], as_dict=True
		)
		self.update(contact or {})
