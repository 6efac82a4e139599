import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc
from frappe.utils import flt

from erpnext.accounts.party import get_customer_fields
from erpnext.selling.doctype.sales_order.sales_order_status import get_status
from erpnext.utilities.transaction_base import TransactionBase


class WarehouseRequired(frappe.ValidationError):
	pass


class SalesOrder(TransactionBase):
	def before_validate(self) -> None:
		self.set_customer_details()
		self.set_item_details()
		self.currency = self.currency or frappe.get_cached_value("Company", self.company, "default_currency")
		self.conversion_rate = self.conversion_rate or 1

	def validate(self) -> None:
		self.set_delivery_dates()
		self.validate_warehouses()
		self.calculate_totals()
		self.validate_sales_team()
		self.status = get_status(self)

	def on_cancel(self) -> None:
		"""Frappe itself refuses to cancel what a submitted Maintenance Visit links to."""
		if self.status == "Closed":
			frappe.throw(_("Sales Order {0} is closed. Reopen it to cancel it.").format(self.name))
		self.db_set("status", "Cancelled")

	def set_customer_details(self) -> None:
		details = get_customer_fields(self.customer) if self.customer else {}
		for fieldname, value in details.items():
			if value and not self.get(fieldname):
				self.set(fieldname, value)

	def set_item_details(self) -> None:
		fieldnames = ["item_name", "description", "stock_uom"]
		for row in self.items:
			item = frappe.get_cached_value("Item", row.item_code, fieldnames, as_dict=True) or {}
			for fieldname, value in item.items():
				row.set(fieldname, row.get(fieldname) or value)
			row.uom = row.uom or row.stock_uom
			row.conversion_factor = row.conversion_factor or 1

	def set_delivery_dates(self) -> None:
		"""The order is delivered on the last of its lines' dates, and a line without one with the order."""
		for row in self.items:
			row.delivery_date = row.delivery_date or self.delivery_date
		dates = [str(row.delivery_date) for row in self.items if row.delivery_date]
		self.delivery_date = max(dates, default=None)
		if self.order_type == "Sales" and not self.delivery_date:
			frappe.throw(_("Enter the Delivery Date of this Sales Order."))

	def validate_warehouses(self) -> None:
		for row in self.items:
			if not row.warehouse and frappe.get_cached_value("Item", row.item_code, "is_stock_item"):
				frappe.throw(
					_("Row #{0}: choose the warehouse from which stock item {1} is delivered.").format(
						row.idx, row.item_code
					),
					WarehouseRequired,
				)

	def calculate_totals(self) -> None:
		for row in self.items:
			row.amount = flt(flt(row.qty) * flt(row.rate), row.precision("amount"))
			row.update({"net_rate": row.rate, "net_amount": row.amount})
		self.total_qty = sum(flt(row.qty) for row in self.items)
		self.total = self.grand_total = sum(row.amount for row in self.items)
		for member in self.sales_team:
			member.allocated_amount = flt(self.total) * flt(member.allocated_percentage) / 100

	def validate_sales_team(self) -> None:
		shares = sum(flt(member.allocated_percentage) for member in self.sales_team)
		if self.sales_team and flt(shares, 2) != 100:
			frappe.throw(
				_("The shares of the Sales Team sum up to {0} %. Make it 100 %.").format(flt(shares, 2))
			)


@frappe.whitelist()
def update_status(status: str, name: str) -> None:
	"""Close or hold the Sales Order `name`; the status Draft reopens it. Needs the right to submit it."""
	sales_order = frappe.get_doc("Sales Order", name)
	sales_order.check_permission("submit")
	sales_order.status = status if status in ("Closed", "On Hold") else "Draft"
	sales_order.db_set("status", get_status(sales_order))


@frappe.whitelist()
def make_maintenance_schedule(source_name: str, target_doc: str | Document | None = None) -> Document | None:
	"""Return a schedule, not saved, for the Sales Order `source_name`; None where one is submitted.

	frappe.model.mapper checks that the user may read the order and create schedules.
	"""
	if frappe.db.exists("Maintenance Schedule Item", {"sales_order": source_name, "docstatus": 1}):
		return None
	return map_sales_order(
		source_name,
		target_doc,
		"Maintenance Schedule",
		"Maintenance Schedule Item",
		{"parent": "sales_order"},
	)


@frappe.whitelist()
def make_maintenance_visit(source_name: str, target_doc: str | Document | None = None) -> Document | None:
	"""Return a visit, not saved, with all lines of the Sales Order `source_name`.

	None where a submitted visit fully completed anything of a document of that name, as in ERPNext.
	frappe.model.mapper checks that the user may read the order and create visits.
	"""
	if is_fully_completed(source_name):
		return None
	return map_sales_order(
		source_name,
		target_doc,
		"Maintenance Visit",
		"Maintenance Visit Purpose",
		{"parent": "prevdoc_docname", "parenttype": "prevdoc_doctype"},
	)


def map_sales_order(
	source_name: str, target_doc: str | Document | None, doctype: str, row_doctype: str, field_map: dict
) -> Document:
	return get_mapped_doc(
		"Sales Order",
		source_name,
		{
			"Sales Order": {"doctype": doctype, "validation": {"docstatus": ["=", 1]}},
			"Sales Order Item": {"doctype": row_doctype, "field_map": field_map},
		},
		target_doc,
	)


def is_fully_completed(source_name: str) -> bool:
	"""Say whether a submitted, fully completed visit has a row for a document of that name, of any type."""
	visit = frappe.qb.DocType("Maintenance Visit")
	purpose = frappe.qb.DocType("Maintenance Visit Purpose")
	return bool(
		frappe.qb.from_(visit)
		.join(purpose)
		.on(purpose.parent == visit.name)
		.select(visit.name)
		.where((purpose.prevdoc_docname == source_name) & (visit.docstatus == 1))
		.where(visit.completion_status == "Fully Completed")
		.limit(1)
		.run()
	)
