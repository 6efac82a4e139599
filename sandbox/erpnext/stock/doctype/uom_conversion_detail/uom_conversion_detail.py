import frappe
from frappe.model.document import Document


class UOMConversionDetail(Document):
	pass


def get_conversion_factor(item_code: str, uom: str) -> float:
	"""Return how many of its stock unit one `uom` of an item is; 1 where its table has no such unit."""
	filters = {"parenttype": "Item", "parent": item_code, "uom": uom}
	return frappe.db.get_value("UOM Conversion Detail", filters, "conversion_factor") or 1
