"""The serial numbers and batches of a stock transaction's rows, as Serial and Batch Bundles.

As in ERPNext the user needs the right to submit and cancel bundles.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from erpnext.stock.doctype.serial_no.serial_no import get_serial_nos


def make_bundles(voucher: Document) -> None:
	"""Submit one bundle for each row whose item has serial numbers or batches, and two for a transfer.

	The numbers are those of the row's bundle, or of its texts. Where it has neither, what goes out is chosen,
	oldest first, as ERPNext's Stock Settings have it from the start, and what comes in is refused.
	"""
	for row in voucher.items:
		if any(frappe.get_cached_value("Item", row.item_code, ["has_serial_no", "has_batch_no"])):
			bundle = get_bundle(voucher, row)
			submit_bundle(bundle, voucher, row)
			values = {"serial_and_batch_bundle": bundle.name}
			row.db_set({**values, "use_serial_batch_fields": int(bool(row.serial_no or row.batch_no))})
			if row.s_warehouse and row.t_warehouse:
				bundle = frappe.copy_doc(bundle)
				bundle.update({"type_of_transaction": "Inward", "warehouse": row.t_warehouse})
				submit_bundle(bundle, voucher, row)


def cancel_bundles(voucher: Document) -> None:
	"""Bring the numbers back to where they were: what came in goes out first."""
	filters = {"voucher_type": voucher.doctype, "voucher_no": voucher.name, "docstatus": 1}
	order_by = "type_of_transaction, creation desc"
	for name in frappe.get_all("Serial and Batch Bundle", filters, pluck="name", order_by=order_by):
		bundle = frappe.get_doc("Serial and Batch Bundle", name)
		bundle.cancel()
	for row in voucher.items:
		row.db_set("serial_and_batch_bundle", None)


def get_bundle(voucher: Document, row: Document) -> Document:
	if row.serial_and_batch_bundle:
		return frappe.get_doc("Serial and Batch Bundle", row.serial_and_batch_bundle)
	return frappe.get_doc(
		{
			"doctype": "Serial and Batch Bundle",
			"company": voucher.company,
			"item_code": row.item_code,
			"warehouse": row.s_warehouse or row.t_warehouse,
			"type_of_transaction": "Outward" if row.s_warehouse else "Inward",
			"voucher_type": voucher.doctype,
			"entries": get_entries(voucher, row),
		}
	)


def submit_bundle(bundle: Document, voucher: Document, row: Document) -> None:
	bundle.update({"voucher_no": voucher.name, "voucher_detail_no": row.name})
	bundle.submit()
	if abs(bundle.total_qty) != flt(row.transfer_qty):
		frappe.throw(
			_(
				"Row #{0}: {1} of item {2} are named by serial number or batch, but the quantity is {3}."
			).format(row.idx, abs(flt(bundle.total_qty)), row.item_code, flt(row.transfer_qty))
		)


def get_entries(voucher: Document, row: Document) -> list[dict]:
	if not frappe.get_cached_value("Item", row.item_code, "has_serial_no"):
		return [{"batch_no": row.batch_no, "qty": row.transfer_qty}]
	serial_nos = get_serial_nos(row.serial_no) or choose_serial_nos(row)
	if not row.s_warehouse:
		make_missing_serial_nos(serial_nos, row.item_code, voucher.company)
	return [{"serial_no": serial_no, "batch_no": row.batch_no, "qty": 1} for serial_no in serial_nos]


def choose_serial_nos(row: Document) -> list[str]:
	filters = {"item_code": row.item_code, "warehouse": row.s_warehouse}
	qty = int(row.transfer_qty)
	found = row.s_warehouse and frappe.get_all(
		"Serial No", filters, pluck="name", order_by="creation", limit=qty
	)
	if not found:
		frappe.throw(_("Row #{0}: enter the serial numbers of item {1}.").format(row.idx, row.item_code))
	return found


def make_missing_serial_nos(serial_nos: list[str], item_code: str, company: str) -> None:
	"""What comes in for the first time gets its record."""
	known = frappe.get_all("Serial No", {"name": ("in", serial_nos)}, pluck="name")
	for serial_no in serial_nos:
		if serial_no not in known:
			values = {"serial_no": serial_no, "item_code": item_code, "company": company}
			frappe.get_doc({"doctype": "Serial No", **values}).insert(ignore_permissions=True)
