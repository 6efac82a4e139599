"""What the demo company sells, is told and does: orders, schedules, claims and visits."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, now, today

from maintenance_visit_app.demo import on_site, stock, tables
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import (
	make_maintenance_visit,
)
from maintenance_visit_app.records import has_doctype


def make_sales_orders() -> None:
	for reference, (customer, order_type, items, shares, days, submitted) in tables.SALES_ORDERS.items():
		if frappe.db.exists("Sales Order", {"po_no": reference}):
			continue
		sales_order = new_sales_order(customer, order_type, items, shares, add_days(today(), days))
		sales_order.po_no = reference
		sales_order.insert()
		if submitted:
			sales_order.submit()


def new_sales_order(
	customer: str,
	order_type: str,
	items: list[str],
	shares: dict[str, float] | None = None,
	date: str | None = None,
) -> Document:
	"""Return an order, not saved; `shares` is the sales team: {sales person: percentage}."""
	date = date or today()
	return frappe.get_doc(
		{
			"doctype": "Sales Order",
			"company": tables.COMPANY["company_name"],
			"customer": customer,
			"order_type": order_type,
			"transaction_date": date,
			"delivery_date": add_days(date, 60),
			"currency": tables.COMPANY["default_currency"],
			"items": [
				{"item_code": item, "qty": 1, "rate": 180, "warehouse": stock.get_warehouse()}
				for item in items
			],
			"sales_team": [
				{"sales_person": person, "allocated_percentage": share}
				for person, share in (shares or {}).items()
			],
		}
	)


def make_schedules() -> None:
	for customer, items in tables.SCHEDULES.items():
		if not frappe.db.exists("Maintenance Schedule", {"customer": customer}):
			make_schedule(customer, items)


def make_schedule(customer: str, items: dict[str, tuple[str, int, int, str | None]]) -> Document:
	"""Submit a schedule; `items` is {item: (periodicity, visits, days from today when it starts, technician)}."""
	schedule = new_schedule(customer, items).insert()
	for row in schedule.schedules:
		row.sales_person = items[row.item_code][3]
	return schedule.submit()


def new_schedule(customer: str, items: dict[str, tuple[str, int, int, str | None]]) -> Document:
	return frappe.get_doc(
		{
			"doctype": "Maintenance Schedule",
			"company": tables.COMPANY["company_name"],
			"customer": customer,
			"transaction_date": today(),
			"items": [
				{
					"item_code": item,
					"start_date": add_days(today(), start),
					"end_date": add_days(today(), start + 366),
					"periodicity": periodicity,
					"no_of_visits": visits,
				}
				for item, (periodicity, visits, start, _technician) in items.items()
			],
		}
	)


def make_claims() -> None:
	if not has_doctype("Warranty Claim"):
		return
	for customer, item, serial_no, complaint in tables.CLAIMS:
		if not frappe.db.exists("Warranty Claim", {"customer": customer, "serial_no": serial_no}):
			new_claim(customer, item, serial_no, complaint).insert()


def new_claim(customer: str, item: str | None, serial_no: str | None, complaint: str) -> Document:
	return frappe.get_doc(
		{
			"doctype": "Warranty Claim",
			"company": tables.COMPANY["company_name"],
			"customer": customer,
			"complaint": complaint,
			"complaint_date": today(),
			"item_code": item,
			"serial_no": serial_no,
			"status": "Open",
		}
	)


def make_visits() -> None:
	if frappe.db.exists("Maintenance Visit", {"company": tables.COMPANY["company_name"]}):
		return
	for (
		customer,
		reference,
		items,
		technician,
		days,
		maintenance_type,
		completion,
		work_done,
		end,
	) in tables.VISITS:
		visit = new_visit(customer, items, technician) if not reference else map_visit(reference, items)
		visit.update(
			{
				"mntc_date": add_days(today(), days),
				"mntc_time": "09:30:00",
				"maintenance_type": maintenance_type,
				"completion_status": completion,
			}
		)
		for row in visit.purposes:
			row.service_person, row.work_done = technician, work_done
		stock.add_parts(visit, reference)
		on_site.record_work(visit.insert(), reference)
		finish_visit(visit, end)
		on_site.date_signature(visit)
		stock.issue_parts(visit, reference)


def map_visit(reference: str, items: dict[str, str | None]) -> Document:
	sales_order = frappe.db.get_value("Sales Order", {"po_no": reference})
	visit = make_maintenance_visit(sales_order)
	visit.purposes = [row for row in visit.purposes if row.item_code in items]
	for row in visit.purposes:
		row.serial_no = items[row.item_code]
	return visit


def new_visit(customer: str, items: dict[str, str | None], technician: str | None = None) -> Document:
	"""Return a visit, not saved; `items` is {item: serial number or None}."""
	return frappe.get_doc(
		{
			"doctype": "Maintenance Visit",
			"company": tables.COMPANY["company_name"],
			"customer": customer,
			"purposes": [
				{"item_code": item, "serial_no": serial_no, "service_person": technician}
				for item, serial_no in items.items()
			],
		}
	)


def finish_visit(visit: Document, end: str) -> None:
	if end == "draft":
		return
	for check in visit.checks:
		check.update({"result": "OK", "reading": "120" if check.uom else None})
	if end == "begin":
		visit.append("time_logs", {"service_person": visit.purposes[0].service_person, "from_time": now()})
		visit.save()
		return
	visit.submit()
	if end == "submit":
		return
	visit.cancel()
	if end == "amend":
		amend_visit(visit).update({"mntc_date": visit.mntc_date, "mntc_time": "14:00:00"}).insert().submit()


def amend_visit(visit: Document) -> Document:
	"""Return the visit that takes a cancelled one's place, not saved, as Desk's Amend makes it."""
	amended = frappe.copy_doc(visit, ignore_no_copy=False)
	return amended.update({"amended_from": visit.name, "docstatus": 0})
