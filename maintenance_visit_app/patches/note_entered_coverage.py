import frappe
from frappe.query_builder import DocType


def execute() -> None:
	"""Who decided on the coverage of rows from before isn't known: an amended visit keeps it, as it did."""
	for doctype in ("Maintenance Visit Purpose", "Maintenance Visit Part"):
		row = DocType(doctype)
		frappe.qb.update(row).set(row.coverage_entered, 1).where(row.coverage != "").run()
