import frappe
from frappe.model.document import Document


class Bin(Document):
	def before_insert(self) -> None:
		self.stock_uom = frappe.get_cached_value("Item", self.item_code, "stock_uom")


def on_doctype_update() -> None:
	frappe.db.add_unique("Bin", ["item_code", "warehouse"], constraint_name="unique_item_warehouse")
