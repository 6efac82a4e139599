"""What is known of the equipment of visits: until when it is covered, and what was done to it last."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.query_builder import DocType, Order
from pypika.analytics import RowNumber

from maintenance_visit_app.technician.reading import drop_empty, get_readable

VISIT, PURPOSE = "Maintenance Visit", "Maintenance Visit Purpose"
SERIAL_NO_FIELDS = (
	"item_code",
	"item_name",
	"customer",
	"warranty_expiry_date",
	"amc_expiry_date",
	"maintenance_status",
)
VISIT_FIELDS = ["name", "mntc_date", "maintenance_type", "status", "technicians", "completion_status"]
LAST_VISITS = 3
# Of these some may be ones that the user may not read
LOOKED_AT = 8
MOST_CHARACTERS = 500
SUBMITTED = 1


def get_equipment_of(visits: Iterable[dict]) -> list[dict]:
	"""Return each piece of equipment of these visits once: by its serial number, or else by customer and item."""
	rows = {get_key(row, visit["customer"]): row for visit in visits for row in visit["purposes"]}
	keys = [key for key in rows if any(key)]
	serial_numbers = get_readable("Serial No", (key[0] for key in keys), SERIAL_NO_FIELDS)
	histories = get_histories(keys)
	return [describe(key, rows[key], serial_numbers.get(key[0]), histories.get(key, [])) for key in keys]


def get_scanned(serial_no: str) -> dict | None:
	"""Return the equipment of a serial number with the visits that are still to come; None where there is none to read."""
	known = get_readable("Serial No", [serial_no], SERIAL_NO_FIELDS).get(serial_no)
	if not known:
		return None
	key = (serial_no, None, None)
	equipment = describe(key, {}, known, get_histories([key]).get(key, []))
	filters = [
		["docstatus", "=", 0],
		["Maintenance Visit Purpose", "serial_no", "=", serial_no],
	]
	equipment["open"] = frappe.get_list(
		VISIT, filters, VISIT_FIELDS, order_by="mntc_date", limit=LOOKED_AT, distinct=True
	)
	return equipment


def get_key(row: dict, customer: str) -> tuple:
	if row.get("serial_no"):
		return row["serial_no"], None, None
	return (None, customer, row["item_code"]) if row.get("item_code") else (None, None, None)


def describe(key: tuple, row: dict, serial_no: dict | None, history: list[dict]) -> dict:
	"""The item of a serial number that the user may not read is the row's."""
	known = {fieldname: (serial_no or {}).get(fieldname) for fieldname in SERIAL_NO_FIELDS}
	known = {"item_code": row.get("item_code"), "item_name": row.get("item_name"), **drop_empty(known)}
	if key[1]:
		known["customer"] = key[1]
	return drop_empty({"serial_no": key[0], **known, "visits": history})


def get_histories(keys: Iterable[tuple]) -> dict[tuple, list[dict]]:
	"""Return {equipment: its last submitted visits that the user may read, the latest first}; three statements."""
	serial_numbers = {serial_no for serial_no, _customer, _item in keys if serial_no}
	others = {(customer, item) for serial_no, customer, item in keys if not serial_no}
	visit, row = DocType(VISIT), DocType(PURPOSE)
	found = []
	if serial_numbers:
		found += get_last_rows(row.serial_no.isin(sorted(serial_numbers)), [row.serial_no])
	if others:
		condition = visit.customer.isin(sorted({customer for customer, _item in others}))
		condition &= row.item_code.isin(sorted({item for _customer, item in others}))
		found += get_last_rows(
			condition & (row.serial_no.isnull() | (row.serial_no == "")), [visit.customer, row.item_code]
		)
	visits = get_readable(VISIT, {one.parent for one in found}, VISIT_FIELDS)
	return gather(found, visits)


def get_last_rows(condition: Any, keys: list) -> list[dict]:
	"""Return the rows of the last submitted visits of each of these, the latest first."""
	visit, row = DocType(VISIT), DocType(PURPOSE)
	number = RowNumber().over(*keys).orderby(visit.mntc_date, order=Order.desc)
	number = number.orderby(row.parent, order=Order.desc)
	ranked = (
		frappe.qb.from_(row)
		.join(visit)
		.on(visit.name == row.parent)
		.select(row.parent, row.serial_no, row.item_code, row.work_done, visit.customer, number.as_("place"))
		.where((row.parenttype == VISIT) & (row.docstatus == SUBMITTED) & condition)
	)
	ranked = ranked.as_("ranked") if hasattr(ranked, "as_") else ranked
	query = frappe.qb.from_(ranked).select(ranked.star).where(ranked.place <= LOOKED_AT).orderby(ranked.place)
	return query.run(as_dict=True)


def gather(rows: list[dict], visits: dict[str, dict]) -> dict[tuple, list[dict]]:
	histories: dict[tuple, list[dict]] = {}
	for row in rows:
		history = histories.setdefault(get_key(row, row.customer), [])
		is_told = any(visit["name"] == row.parent for visit in history)
		if row.parent in visits and not is_told and len(history) < LAST_VISITS:
			work_done = (row.work_done or "")[:MOST_CHARACTERS]
			history.append(drop_empty({**visits[row.parent], "work_done": work_done}))
	return histories
