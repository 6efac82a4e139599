"""What the demo company did in the last four months, and plans to do: charts and cards need something to tell."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, add_to_date, getdate, today

from maintenance_visit_app.demo import history_tables, stock, tables
from maintenance_visit_app.demo.documents import finish_visit, new_visit
from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.demo.records import make, make_price
from maintenance_visit_app.maintenance_visits.mappers.follow_up import make_follow_up_visit
from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import (
	make_sales_invoice,
)
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import (
	make_stock_entry,
)
from maintenance_visit_app.maintenance_visits.mappers.to_timesheet import (
	get_activity_type,
	make_timesheets,
)

SATURDAY = 5
# Days until a visit's invoice is written
BILLED_AFTER = 21
# What a part is sold for, compared with what it is worth
MARGIN = 1.6


def make_demo_history() -> None:
	"""Add the history to the demo company, which make_demo_data made; once."""
	if is_made():
		return
	locate_addresses()
	make_equipment()
	make_prices()
	for row in history_tables.VISITS:
		make_visit(*row)
	for row in history_tables.PLANNED_VISITS:
		plan_visit(*row)


def is_made() -> bool:
	"""Tell by the equipment that only the history has."""
	return bool(frappe.db.exists("Serial No", {"name": ("in", get_new_equipment())}))


def get_new_equipment() -> list[str]:
	return [serial_no for serial_no in history_tables.EQUIPMENT if serial_no not in tables.SERIAL_NUMBERS]


def locate_addresses() -> None:
	for title, position in history_tables.POSITIONS.items():
		address = frappe.get_doc("Address", {"address_title": title})
		address.update({"service_position": position}).save()


def make_equipment() -> None:
	for serial_no in get_new_equipment():
		item_code, _customer = history_tables.EQUIPMENT[serial_no]
		company = tables.COMPANY["company_name"]
		make("Serial No", serial_no, serial_no=serial_no, item_code=item_code, company=company)


def make_prices() -> None:
	"""Sell labour and spare parts by the site's price list, and say what an hour costs."""
	item_code, item_name, rate = history_tables.LABOUR
	make("UOM", "Hour", uom_name="Hour")
	make(
		"Item",
		item_code,
		item_code=item_code,
		item_name=item_name,
		item_group=tables.SERVICES,
		stock_uom="Hour",
		is_stock_item=0,
	)
	price_list = frappe.db.get_single_value("Selling Settings", "selling_price_list")
	make_price(item_code, rate, price_list)
	for part, _qty, _batch in history_tables.PARTS.values():
		make_price(part, tables.SPARE_PARTS[part][1] * MARGIN, price_list)
	frappe.get_doc("Maintenance Visit Settings").update({"labour_item": item_code}).save()
	frappe.get_doc("Activity Type", get_activity_type()).update(
		{"costing_rate": history_tables.COST_OF_AN_HOUR}
	).save()


def make_visit(
	days: int,
	time: str,
	serial_no: str,
	technician: str,
	maintenance_type: str,
	hours: float,
	completion: str,
	work: str,
	opinion: str,
) -> None:
	visit = begin_visit(days, time, serial_no, technician, maintenance_type)
	stars, comment = history_tables.OPINIONS[opinion]
	visit.update({"completion_status": completion, "rating": stars / 5, "customer_feedback": comment})
	visit.purposes[0].work_done = history_tables.WORK[work]
	delay = history_tables.DELAYS.get(opinion, 0)
	arrival = add_to_date(f"{visit.mntc_date} {visit.mntc_time}", minutes=delay, as_datetime=True)
	visit.append("time_logs", new_time_log(technician, arrival, hours))
	add_part(visit, work)
	finish_visit(visit.insert(), "submit")
	account_for(visit, days)


def plan_visit(
	days: int, time: str, serial_no: str, technician: str | None, maintenance_type: str, hours: float
) -> None:
	visit = begin_visit(days, time, serial_no, technician, maintenance_type)
	visit.update({"planned_duration": hours * 3600}).insert()


def begin_visit(
	days: int, time: str, serial_no: str, technician: str | None, maintenance_type: str
) -> Document:
	"""Return a visit, not saved. What is scheduled is under contract."""
	day = get_working_day(days)
	if maintenance_type == history_tables.FOLLOW_UP:
		visit = make_follow_up_visit(get_last_visit(serial_no, day))
	else:
		item_code, customer = history_tables.EQUIPMENT[serial_no]
		visit = new_visit(customer, {item_code: serial_no}, technician)
		visit.maintenance_type = maintenance_type
	is_scheduled = visit.maintenance_type == history_tables.SCHEDULED
	visit.purposes[0].update(
		{"service_person": technician, "coverage": "Under Contract" if is_scheduled else None}
	)
	return visit.update({"mntc_date": day, "mntc_time": f"{time}:00"})


def get_last_visit(serial_no: str, day: str) -> str:
	"""Return the last submitted visit to the equipment before that day."""
	visits = frappe.get_all(
		"Maintenance Visit",
		[
			["Maintenance Visit Purpose", "serial_no", "=", serial_no],
			["Maintenance Visit", "mntc_date", "<", day],
			["Maintenance Visit", "docstatus", "=", 1],
		],
		pluck="name",
		order_by="mntc_date desc",
	)
	return visits[0]


def get_working_day(days: int) -> str:
	"""Return that many days from today; what would be at the weekend was before it, or will be after it."""
	step = -1 if days < 0 else 1
	while days and getdate(add_days(today(), days)).weekday() >= SATURDAY:
		days += step
	return add_days(today(), days)


def add_part(visit: Document, work: str) -> None:
	if work in history_tables.PARTS:
		item_code, qty, batch = history_tables.PARTS[work]
		coverage = visit.purposes[0].coverage or "Billable"
		part = {"item_code": item_code, "qty": qty, "batch_no": batch, "coverage": coverage}
		visit.append("parts", {**part, "warehouse": stock.get_warehouse()})


def account_for(visit: Document, days: int) -> None:
	for timesheet in make_timesheets(visit.name):
		frappe.get_doc("Timesheet", timesheet).submit()
	if visit.parts:
		make_stock_entry(visit.name).insert().submit()
	if visit.billing_status == "To Bill" and -days > BILLED_AFTER:
		make_sales_invoice(visit.name).insert().submit()
