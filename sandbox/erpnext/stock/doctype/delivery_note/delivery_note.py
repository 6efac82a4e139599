import frappe
from frappe import _
from frappe.utils import flt

from erpnext.stock.doctype.uom_conversion_detail.uom_conversion_detail import get_conversion_factor
from erpnext.stock.stock_ledger import get_stock_rows, take_out
from erpnext.utilities.transaction_base import TransactionBase


class DeliveryNote(TransactionBase):
	def validate(self) -> None:
		self.validate_posting_time()
		self.set_item_details()
		self.validate_uom_is_integer("uom", "qty")
		self.validate_warehouses()

	def on_submit(self) -> None:
		take_out(self, get_stock_rows(self.items))

	def on_cancel(self) -> None:
		take_out(self, get_stock_rows(self.items))

	def set_item_details(self) -> None:
		for row in self.items:
			fieldnames = ["item_name", "description", "stock_uom"]
			item = frappe.get_cached_value("Item", row.item_code, fieldnames, as_dict=True)
			for fieldname, value in item.items():
				row.set(fieldname, row.get(fieldname) or value)
			row.uom = row.uom or row.stock_uom
			row.conversion_factor = row.conversion_factor or get_conversion_factor(row.item_code, row.uom)
			row.stock_qty = flt(row.qty) * flt(row.conversion_factor)

	def validate_warehouses(self) -> None:
		for row in get_stock_rows(self.items):
			if not row.warehouse:
				frappe.throw(_("Warehouse required for stock Item {0}").format(row.item_code))
