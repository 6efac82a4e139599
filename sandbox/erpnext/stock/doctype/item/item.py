import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html


class Item(Document):
	def autoname(self) -> None:
		self.item_code = (self.item_code or "").strip()
		self.name = self.item_code

	def validate(self) -> None:
		self.item_name = self.item_name or self.item_code
		if not strip_html(self.description or "").strip():
			self.description = self.item_name
		self.validate_serial_numbers()

	def validate_serial_numbers(self) -> None:
		if self.has_serial_no and not self.is_stock_item:
			frappe.throw(
				_("Item {0} has serial numbers, so it must be kept in stock. Check Maintain Stock.").format(
					self.item_code
				)
			)
