import frappe
from frappe import _
from frappe.model.document import Document

# What tells two prices of an item in a price list apart
DISTINCT = ("item_code", "price_list", "uom", "customer", "valid_from", "valid_upto")


class ItemPriceDuplicateItem(frappe.ValidationError):
	pass


class ItemPrice(Document):
	def validate(self) -> None:
		self.validate_unit()
		self.validate_from_to_dates("valid_from", "valid_upto")
		self.set_price_list_details()
		self.set_item_details()
		self.validate_duplicates()

	def before_save(self) -> None:
		if not self.selling:
			self.customer = None
		self.reference = self.customer

	def validate_unit(self) -> None:
		filters = {"parenttype": "Item", "parent": self.item_code, "uom": self.uom}
		is_stock_unit = self.uom == frappe.get_cached_value("Item", self.item_code, "stock_uom")
		if not is_stock_unit and not frappe.db.exists("UOM Conversion Detail", filters):
			frappe.throw(
				_("Item {0} has no unit {1}. Add it to the item's units of measure.").format(
					self.item_code, self.uom
				)
			)

	def set_price_list_details(self) -> None:
		filters = {"name": self.price_list, "enabled": 1}
		price_list = frappe.db.get_value(
			"Price List", filters, ["buying", "selling", "currency"], as_dict=True
		)
		if not price_list:
			frappe.throw(_("Price List {0} is not enabled. Enable it first.").format(self.price_list))
		self.update(price_list)

	def set_item_details(self) -> None:
		item = frappe.db.get_value("Item", self.item_code, ["item_name", "description"], as_dict=True)
		self.update({"item_name": item.item_name, "item_description": item.description})

	def validate_duplicates(self) -> None:
		filters = {field: self.get(field) or ("is", "not set") for field in DISTINCT}
		if frappe.db.exists("Item Price", {**filters, "name": ("!=", self.name)}):
			frappe.throw(
				_("Item {0} has this price in Price List {1} already. Change that one.").format(
					self.item_code, self.price_list
				),
				ItemPriceDuplicateItem,
			)
