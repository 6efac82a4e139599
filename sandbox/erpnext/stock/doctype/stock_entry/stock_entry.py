import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from erpnext.stock.doctype.uom_conversion_detail.uom_conversion_detail import get_conversion_factor
from erpnext.stock.serial_batch_bundle import cancel_bundles, make_bundles
from erpnext.stock.stock_ledger import change_stock
from erpnext.stock.utils import is_group_warehouse, validate_warehouse_company
from erpnext.utilities.transaction_base import TransactionBase

# Which warehouses the rows of a purpose have; ERPNext knows ten purposes more
WAREHOUSES = {
	"Material Issue": ("s_warehouse",),
	"Material Receipt": ("t_warehouse",),
	"Material Transfer": ("s_warehouse", "t_warehouse"),
}
DEFAULTS = {"s_warehouse": "from_warehouse", "t_warehouse": "to_warehouse"}


class StockEntry(TransactionBase):
	def before_validate(self) -> None:
		self.set_purpose_for_stock_entry()
		self.validate_purpose()
		self.set_default_warehouses()

	def validate(self) -> None:
		self.validate_posting_time()
		self.validate_warehouses()
		self.set_item_details()
		self.set_transfer_qty()
		self.validate_uom_is_integer("uom", "qty")
		self.validate_uom_is_integer("stock_uom", "transfer_qty")
		self.calculate_rate_and_amount()

	def on_submit(self) -> None:
		make_bundles(self)
		self.update_stock()

	def on_cancel(self) -> None:
		self.ignore_linked_doctypes = ("Serial and Batch Bundle",)
		self.update_stock()
		cancel_bundles(self)

	def set_stock_entry_type(self) -> None:
		"""Choose the standard type of the purpose."""
		if self.purpose:
			filters = {"purpose": self.purpose, "is_standard": 1}
			self.stock_entry_type = frappe.db.get_value("Stock Entry Type", filters)

	def set_purpose_for_stock_entry(self) -> None:
		if self.stock_entry_type and not self.purpose:
			self.purpose = frappe.get_cached_value("Stock Entry Type", self.stock_entry_type, "purpose")

	def set_missing_values(self) -> None:
		"""Fill in what follows from the items. For those that map other documents to a Stock Entry."""
		self.set_item_details()
		self.set_transfer_qty()
		self.calculate_rate_and_amount()

	def validate_purpose(self) -> None:
		if self.purpose not in WAREHOUSES:
			frappe.throw(
				_("The purpose {0} is not in this stand-in for ERPNext. Choose one of {1}.").format(
					self.purpose, ", ".join(WAREHOUSES)
				)
			)

	def set_default_warehouses(self) -> None:
		for row in self.items:
			for fieldname, default in DEFAULTS.items():
				is_used = fieldname in WAREHOUSES[self.purpose]
				row.set(fieldname, (row.get(fieldname) or self.get(default)) if is_used else None)

	def validate_warehouses(self) -> None:
		for row in self.items:
			for fieldname in WAREHOUSES[self.purpose]:
				if not row.get(fieldname):
					frappe.throw(
						_("Row #{0}: choose the {1} of item {2}.").format(
							row.idx, _(row.meta.get_label(fieldname)), row.item_code
						)
					)
				is_group_warehouse(row.get(fieldname))
				validate_warehouse_company(row.get(fieldname), self.company)

	def set_item_details(self) -> None:
		fieldnames = ["item_name", "description", "stock_uom", "is_stock_item"]
		for row in self.items:
			item = frappe.get_cached_value("Item", row.item_code, fieldnames, as_dict=True)
			if not item.is_stock_item:
				frappe.throw(
					_("Row #{0}: item {1} is not kept in stock. Remove it.").format(row.idx, row.item_code)
				)
			row.update({"item_name": item.item_name, "stock_uom": item.stock_uom})
			row.description = row.description or item.description
			row.uom = row.uom or item.stock_uom
			row.conversion_factor = row.conversion_factor or get_conversion_factor(row.item_code, row.uom)

	def set_transfer_qty(self) -> None:
		for row in self.items:
			if flt(row.qty) <= 0:
				frappe.throw(_("Row #{0}: enter a quantity above zero.").format(row.idx))
			row.conversion_factor = 1 if row.uom == row.stock_uom else row.conversion_factor
			row.transfer_qty = flt(row.qty * flt(row.conversion_factor), row.precision("transfer_qty"))

	def calculate_rate_and_amount(self) -> None:
		"""What goes out is worth what it is worth in its warehouse; what comes in has its own rate."""
		rates = self.get_valuation_rates()
		for row in self.items:
			if row.s_warehouse:
				row.basic_rate = rates.get((row.item_code, row.s_warehouse), 0)
			row.amount = flt(row.transfer_qty * flt(row.basic_rate), row.precision("amount"))
		self.total_outgoing_value = sum(row.amount for row in self.items if row.s_warehouse)
		self.total_incoming_value = sum(row.amount for row in self.items if row.t_warehouse)

	def get_valuation_rates(self) -> dict[tuple[str, str], float]:
		items = {row.item_code for row in self.items if row.s_warehouse}
		if not items:
			return {}
		fieldnames = ["item_code", "warehouse", "valuation_rate"]
		bins = frappe.get_all("Bin", {"item_code": ("in", items)}, fieldnames)
		return {(row.item_code, row.warehouse): row.valuation_rate for row in bins}

	def update_stock(self) -> None:
		"""Move what the rows say; a cancelled entry moves it back."""
		rows = self.items
		sign = 1
		if self.docstatus.is_cancelled():
			rows, sign = reversed(rows), -1
		for row in rows:
			for warehouse, qty in get_movements(row, sign):
				change_stock(row.item_code, warehouse, qty, row.basic_rate)


def get_movements(row: Document, sign: int) -> list[tuple[str, float]]:
	"""Return (warehouse, quantity) of what a row takes out and brings in; the other way round where cancelled."""
	movements = [(row.s_warehouse, -sign * row.transfer_qty), (row.t_warehouse, sign * row.transfer_qty)]
	return [movement for movement in movements if movement[0]]
