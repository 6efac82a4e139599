import frappe
from frappe import _
from frappe.model.document import Document


class PriceList(Document):
	def validate(self) -> None:
		if not self.buying and not self.selling:
			frappe.throw(_("Price List {0} is for nothing. Check Buying or Selling.").format(self.name))

	def on_update(self) -> None:
		"""The first price list to sell by becomes the one that is taken where nothing else is chosen."""
		if self.selling and not frappe.db.get_single_value("Selling Settings", "selling_price_list"):
			frappe.db.set_single_value("Selling Settings", "selling_price_list", self.name)
