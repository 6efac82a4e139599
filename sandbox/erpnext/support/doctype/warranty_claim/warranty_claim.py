import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc, map_child_doc
from frappe.utils import now_datetime

from erpnext.selling.doctype.sales_order.sales_order import is_fully_completed
from erpnext.utilities.transaction_base import TransactionBase


class WarrantyClaim(TransactionBase):
	def validate(self) -> None:
		if frappe.session.user != "Guest" and not self.customer:
			frappe.throw(_("Choose the customer of this claim."))
		self.set_resolution_date()

	def set_resolution_date(self) -> None:
		if self.status == "Closed" and not self.resolution_date and self.has_value_changed("status"):
			self.resolution_date = now_datetime()


@frappe.whitelist()
def make_maintenance_visit(source_name: str, target_doc: str | Document | None = None) -> Document | None:
	"""Return a visit, not saved, for the Warranty Claim `source_name`, with one row where it has an item.

	None where a submitted visit fully completed anything of a document of that name, as in ERPNext.
	frappe.model.mapper checks that the user may read the claim and create visits.
	"""
	if is_fully_completed(source_name):
		return None
	header = {"Warranty Claim": {"doctype": "Maintenance Visit", "field_map": {}}}
	visit = get_mapped_doc("Warranty Claim", source_name, header, target_doc)
	claim = frappe.get_doc("Warranty Claim", source_name)
	if claim.item_code:
		row = {"doctype": "Maintenance Visit Purpose", "postprocess": set_source}
		map_child_doc(claim, visit, row, claim)
	return visit


def set_source(claim: Document, row: Document, source_parent: Document) -> None:
	row.update({"prevdoc_doctype": source_parent.doctype, "prevdoc_docname": source_parent.name})
