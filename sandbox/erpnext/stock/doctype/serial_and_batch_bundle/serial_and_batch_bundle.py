from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Sum
from frappe.utils import add_days, cint, flt, today

# What becomes of a serial number that no warehouse has any more; Delivered where nothing is said
STATUS_OUT_OF_STOCK = {"Material Issue": "Consumed", "Material Receipt": "Inactive"}
ENOUGH_DECIMALS = 6


class SerialNoDuplicateError(frappe.ValidationError):
	pass


class SerialNoWarehouseError(frappe.ValidationError):
	pass


class BatchNegativeStockError(frappe.ValidationError):
	pass


class SerialandBatchBundle(Document):
	def validate(self) -> None:
		self.validate_item()
		self.validate_entries()
		self.validate_belonging("serial_no", "Serial No", "item_code")
		self.validate_belonging("batch_no", "Batch", "item")
		if self.type_of_transaction != "Maintenance":
			self.calculate_total_qty()

	def before_submit(self) -> None:
		if not self.voucher_no:
			frappe.throw(_("Enter the Voucher No of this Serial and Batch Bundle."))

	def on_submit(self) -> None:
		if self.type_of_transaction == "Outward":
			self.move_serial_nos(self.warehouse, None)
		elif self.type_of_transaction == "Inward":
			self.move_serial_nos(None, self.warehouse)
		self.update_batches()

	def before_cancel(self) -> None:
		self.is_cancelled = 1

	def on_cancel(self) -> None:
		if self.type_of_transaction == "Outward":
			self.move_serial_nos(None, self.warehouse)
		elif self.type_of_transaction == "Inward":
			self.move_serial_nos(self.warehouse, None)
		self.update_batches()

	def get_serial_nos(self) -> list[str]:
		"""Return the serial numbers of the entries, in their order."""
		return [entry.serial_no for entry in self.entries if entry.serial_no]

	def validate_item(self) -> None:
		if not self.has_serial_no and not self.has_batch_no:
			frappe.throw(
				_("Item {0} has neither serial numbers nor batches: it needs no bundle.").format(
					self.item_code
				)
			)

	def validate_entries(self) -> None:
		for entry in self.entries:
			for fieldname in ("serial_no", "batch_no"):
				if self.get(f"has_{fieldname}") and not entry.get(fieldname):
					frappe.throw(
						_("Row #{0}: enter the {1} of item {2}.").format(
							entry.idx, _(entry.meta.get_label(fieldname)), self.item_code
						)
					)
		counted = Counter(entry.serial_no or entry.batch_no for entry in self.entries)
		for number, times in counted.items():
			if times > 1:
				frappe.throw(_("{0} is entered {1} times. Leave it in one row.").format(number, times))

	def validate_belonging(self, fieldname: str, doctype: str, item_field: str) -> None:
		numbers = [entry.get(fieldname) for entry in self.entries if entry.get(fieldname)]
		filters = {"name": ("in", numbers), item_field: ("!=", self.item_code)}
		others = frappe.get_all(doctype, filters, pluck="name") if numbers else []
		if others:
			frappe.throw(
				_("{0} {1} does not belong to item {2}.").format(
					_(doctype), ", ".join(others), self.item_code
				)
			)

	def calculate_total_qty(self) -> None:
		"""As in ERPNext, what goes out counts below zero, and a serial number is one piece."""
		sign = -1 if self.type_of_transaction == "Outward" else 1
		for entry in self.entries:
			entry.qty = sign * (1 if self.has_serial_no else abs(flt(entry.qty)))
			entry.warehouse = self.warehouse
		self.total_qty = sum(entry.qty for entry in self.entries)

	def move_serial_nos(self, source: str | None, target: str | None) -> None:
		serial_nos = self.get_serial_nos()
		if serial_nos:
			validate_whereabouts(serial_nos, source)
			values = {"warehouse": target, "status": self.get_status(target), "customer": None}
			values.update({"company": self.company, **self.get_warranty(values["status"])})
			frappe.db.set_value("Serial No", {"name": ("in", serial_nos)}, values)

	def get_status(self, warehouse: str | None) -> str:
		if warehouse:
			return "Active"
		purpose = self.voucher_type == "Stock Entry" and frappe.db.get_value(
			self.voucher_type, self.voucher_no, "purpose"
		)
		return STATUS_OUT_OF_STOCK.get(purpose, "Delivered")

	def get_warranty(self, status: str) -> dict:
		"""As in ERPNext, the warranty starts with the delivery, and every other movement takes it away."""
		if status != "Delivered":
			return {"warranty_expiry_date": None, "warranty_period": 0}
		days = cint(frappe.get_cached_value("Item", self.item_code, "warranty_period"))
		return {"warranty_expiry_date": add_days(today(), days), "warranty_period": days} if days else {}

	def update_batches(self) -> None:
		balances = {batch_no: 0 for batch_no in (entry.batch_no for entry in self.entries) if batch_no}
		for batch_no, warehouse, qty in get_batch_balances(list(balances)) if balances else []:
			if flt(qty, ENOUGH_DECIMALS) < 0:
				frappe.throw(
					_("{0} of batch {1} are missing in warehouse {2}.").format(-qty, batch_no, warehouse),
					BatchNegativeStockError,
				)
			balances[batch_no] += qty
		for batch_no, qty in balances.items():
			frappe.db.set_value("Batch", batch_no, "batch_qty", qty)


def validate_whereabouts(serial_nos: list[str], warehouse: str | None) -> None:
	"""Throw where a serial number is not in the warehouse, or, without one, where it is in stock."""
	filters = {"name": ("in", serial_nos), "warehouse": ("is", "set")}
	found = dict(frappe.get_all("Serial No", filters, ["name", "warehouse"], as_list=True))
	for serial_no in serial_nos:
		if warehouse and found.get(serial_no) != warehouse:
			frappe.throw(
				_("Serial No {0} is not in warehouse {1}.").format(serial_no, warehouse),
				SerialNoWarehouseError,
			)
		if not warehouse and found.get(serial_no):
			frappe.throw(
				_("Serial No {0} is already in warehouse {1}.").format(serial_no, found[serial_no]),
				SerialNoDuplicateError,
			)


def get_batch_balances(batch_nos: list[str]) -> list[tuple[str, str, float]]:
	"""Return (batch, warehouse, quantity) of what came in and did not go out."""
	bundle = frappe.qb.DocType("Serial and Batch Bundle")
	entry = frappe.qb.DocType("Serial and Batch Entry")
	return (
		frappe.qb.from_(entry)
		.join(bundle)
		.on(entry.parent == bundle.name)
		.select(entry.batch_no, entry.warehouse, Sum(entry.qty))
		.where(entry.batch_no.isin(batch_nos) & (bundle.docstatus == 1))
		.where(bundle.type_of_transaction.isin(["Inward", "Outward"]))
		.groupby(entry.batch_no, entry.warehouse)
		.run()
	)
