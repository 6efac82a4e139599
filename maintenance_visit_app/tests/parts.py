"""The spare parts of the demo company, and visits that use them."""

import frappe

from maintenance_visit_app.demo.stock import get_warehouse, new_stock_entry
from maintenance_visit_app.tests import do_work, make_visit

GASKET, PUMP, FILTER = "JOINT-CH35", "CIRC-25", "FILTRE-F7"
FILTER_BATCH = "F7-2026-03"
SERVICE = "ENT-CHAUD"
TECHNICIAN = "julie.perrin@example.com"


def make_visit_with(*parts: dict, **values):
	"""Return a visit, not saved, whose work is done with these parts from the demo company's stores."""
	visit = do_work(make_visit(**values))
	for part in parts:
		visit.append("parts", {"warehouse": get_warehouse(), **part})
	return visit


def get_pumps() -> list[str]:
	"""Return the serial numbers of two pumps that are in the stores."""
	filters = {"item_code": PUMP, "warehouse": get_warehouse()}
	return frappe.get_all("Serial No", filters, pluck="name", order_by="name", limit=2)


def get_qty(item_code: str) -> float:
	"""Return what the stores have of an item."""
	filters = {"item_code": item_code, "warehouse": get_warehouse()}
	return frappe.db.get_value("Bin", filters, "actual_qty")


def receive(qty: float) -> None:
	"""Let so many gaskets come into the stores."""
	row = {"item_code": GASKET, "qty": qty, "basic_rate": 18, "t_warehouse": get_warehouse()}
	new_stock_entry("Material Receipt", [row]).insert().submit()
