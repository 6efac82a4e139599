import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, now_datetime, strip_html


class Item(Document):
	def autoname(self) -> None:
		self.item_code = (self.item_code or "").strip()
		self.name = self.item_code

	def validate(self) -> None:
		self.item_name = self.item_name or self.item_code
		if not strip_html(self.description or "").strip():
			self.description = self.item_name
		self.validate_serial_numbers()
		self.set_stock_unit()

	def after_insert(self) -> None:
		self.make_price()

	def validate_serial_numbers(self) -> None:
		if self.has_serial_no and not self.is_stock_item:
			frappe.throw(
				_("Item {0} has serial numbers, so it must be kept in stock. Check Maintain Stock.").format(
					self.item_code
				)
			)

	def set_stock_unit(self) -> None:
		"""The stock unit is one of the item's units."""
		if self.stock_uom not in [row.uom for row in self.uoms]:
			self.append("uoms", {"uom": self.stock_uom, "conversion_factor": 1})

	def make_price(self) -> None:
		"""Put the standard rate into the price list that is sold by."""
		price_list = frappe.db.get_single_value("Selling Settings", "selling_price_list")
		if self.standard_rate and price_list:
			values = {"item_code": self.name, "price_list": price_list, "uom": self.stock_uom}
			frappe.get_doc(
				{"doctype": "Item Price", "price_list_rate": self.standard_rate, **values}
			).insert()


def validate_end_of_life(item_code: str, end_of_life=None, disabled: int | None = None) -> None:
	"""Throw where an item is disabled or no longer in use. Without both values it reads them."""
	if not end_of_life or disabled is None:
		end_of_life, disabled = frappe.db.get_value("Item", item_code, ["end_of_life", "disabled"])
	if end_of_life and end_of_life != "0000-00-00" and getdate(end_of_life) <= now_datetime().date():
		frappe.throw(
			_("Item {0} has reached its end of life on {1}").format(item_code, formatdate(end_of_life))
		)
	if disabled:
		frappe.throw(_("Item {0} is disabled").format(item_code))
