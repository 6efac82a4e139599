"""The stand-in's prices, invoices and timesheets, and the schedules with bundles and holidays."""

import frappe
import pytest
from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return
from erpnext.maintenance.doctype.maintenance_schedule.maintenance_schedule import make_maintenance_visit
from erpnext.projects.doctype.timesheet.timesheet import OverlapError
from erpnext.stock.doctype.item_price.item_price import ItemPriceDuplicateItem
from erpnext.stock.get_item_details import get_price_list_rate_for

COMPANY = "Orgues Cavaillon"


@pytest.fixture(autouse=True)
def world():
	"""An organ builder who tunes a church's organ, forgotten after each test."""
	make("Company", company_name=COMPANY, abbr="ORG", country="France", default_currency="EUR")
	make("Customer", customer_name="Saint-Roch", customer_type="Company")
	make_item("TUNING", is_stock_item=0, standard_rate=90)
	yield
	frappe.db.rollback()


def make(doctype: str, **values):
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def make_item(item_code: str, **values) -> str:
	values = {"item_group": "All Item Groups", "stock_uom": "Unit", **values}
	return make("Item", item_code=item_code, **values).name


def new_invoice(*rows, **values):
	values = {"customer": "Saint-Roch", "company": COMPANY, "items": list(rows), **values}
	return frappe.get_doc({"doctype": "Sales Invoice", **values})


def make_order(rate: float):
	row = {"item_code": "TUNING", "qty": 2, "rate": rate}
	values = {"customer": "Saint-Roch", "company": COMPANY, "order_type": "Maintenance", "items": [row]}
	return make("Sales Order", delivery_date="2026-03-02", **values).submit()


def test_the_installer_leaves_types_and_price_lists():
	assert frappe.db.get_single_value("Selling Settings", "selling_price_list") == "Standard Selling"
	assert frappe.db.get_value("Stock Entry Type", "Material Issue", ["purpose", "is_standard"]) == (
		"Material Issue",
		1,
	)
	assert {"Planning", "Execution"} <= set(frappe.get_all("Activity Type", pluck="name"))


def test_the_customers_price_goes_before_that_for_all_and_a_unit_has_its_share():
	values = {"item_code": "TUNING", "price_list": "Standard Selling", "uom": "Unit"}
	make("Item Price", customer="Saint-Roch", price_list_rate=80, **values)
	context = {"price_list": "Standard Selling", "uom": "Unit", "stock_uom": "Unit"}

	assert get_price_list_rate_for(context, "TUNING") == 90
	assert get_price_list_rate_for({**context, "customer": "Saint-Roch"}, "TUNING") == 80
	assert get_price_list_rate_for({**context, "uom": "Hour", "conversion_factor": 3}, "TUNING") == 270
	assert get_price_list_rate_for({**context, "transaction_date": "2001-01-01"}, "TUNING") is None
	with pytest.raises(ItemPriceDuplicateItem, match="Item TUNING has this price in Price List Standard"):
		make("Item Price", price_list_rate=70, **values)
	with pytest.raises(frappe.ValidationError, match="Item TUNING has no unit Nos"):
		make("Item Price", price_list_rate=70, **{**values, "uom": "Nos"})


def test_an_invoice_takes_its_rates_from_the_price_list():
	invoice = new_invoice({"item_code": "TUNING", "qty": 2})
	invoice.run_method("set_missing_values")
	invoice.run_method("calculate_taxes_and_totals")

	row = invoice.items[0]
	assert (row.item_name, row.uom, row.price_list_rate, row.rate, row.amount) == (
		"TUNING",
		"Unit",
		90,
		90,
		180,
	)
	assert (invoice.currency, invoice.selling_price_list) == ("EUR", "Standard Selling")
	assert (invoice.net_total, invoice.grand_total, invoice.outstanding_amount) == (180, 180, 180)


def test_an_invoice_stays_unpaid_until_it_is_cancelled():
	invoice = new_invoice({"item_code": "TUNING", "qty": 2, "rate": 75}).insert()
	assert (invoice.name[:10], invoice.status) == ("ACC-SINV-2", "Draft")
	invoice.submit()
	assert (invoice.status, invoice.grand_total, invoice.items[0].price_list_rate) == ("Unpaid", 150, 90)
	invoice.cancel()
	assert frappe.db.get_value("Sales Invoice", invoice.name, "status") == "Cancelled"
	with pytest.raises(frappe.ValidationError, match="Row #1: item ORGAN is not for sale"):
		new_invoice({"item_code": make_item("ORGAN", is_sales_item=0), "qty": 1}).insert()
	new_invoice({"item_code": "TUNING", "qty": 1}, update_stock=1).insert()
	with pytest.raises(frappe.ValidationError, match="Warehouse required for stock Item STRING"):
		string = make_item("STRING", is_stock_item=1)
		new_invoice({"item_code": string, "qty": 1}, update_stock=1).insert()


def test_a_credit_note_gives_back_what_its_invoice_billed():
	invoice = new_invoice({"item_code": "TUNING", "qty": 2}).submit()

	credit_note = make_sales_return(invoice.name).submit()

	assert (credit_note.is_return, credit_note.return_against, credit_note.status) == (
		1,
		invoice.name,
		"Return",
	)
	assert (credit_note.items[0].sales_invoice_item, credit_note.items[0].qty) == (invoice.items[0].name, -2)
	assert credit_note.grand_total == -180


def test_an_order_knows_how_much_of_it_is_billed():
	order = make_order(90)
	row = {"item_code": "TUNING", "qty": 1, "sales_order": order.name, "so_detail": order.items[0].name}
	first = new_invoice(row).submit()
	assert frappe.db.get_value("Sales Order", order.name, ["per_billed", "status"]) == (
		50,
		"To Deliver and Bill",
	)
	new_invoice(row).submit()
	assert frappe.db.get_value("Sales Order", order.name, ["per_billed", "status"]) == (100, "To Deliver")
	first.cancel()
	assert frappe.db.get_value("Sales Order Item", row["so_detail"], "billed_amt") == 90


def new_timesheet(employee: str, from_time: str, **log):
	log = {"activity_type": "Execution", "from_time": from_time, **log}
	return frappe.get_doc({"doctype": "Timesheet", "employee": employee, "time_logs": [log]})


def make_employee() -> str:
	values = {"first_name": "Aristide", "gender": "Male", "company": COMPANY, "status": "Active"}
	return make("Employee", date_of_birth="1980-01-01", date_of_joining="2020-01-01", **values).name


def test_a_timesheet_sums_up_and_nobody_works_twice_at_once():
	frappe.db.set_value("Activity Type", "Execution", "billing_rate", 50)
	frappe.clear_document_cache("Activity Type", "Execution")
	employee = make_employee()
	timesheet = new_timesheet(employee, "2026-03-02 08:00:00", to_time="2026-03-02 10:30:00", is_billable=1)
	timesheet.submit()

	assert (timesheet.status, timesheet.total_hours, timesheet.total_billable_amount) == (
		"Submitted",
		2.5,
		125,
	)
	assert (timesheet.employee_name, str(timesheet.end_date)) == ("Aristide", "2026-03-02")
	with pytest.raises(OverlapError, match=f"Row #1: .* overlap with those in Timesheet {timesheet.name}"):
		new_timesheet(employee, "2026-03-02 10:00:00", hours=1).insert()
	later = new_timesheet(employee, "2026-03-02 10:30:00", hours=1).insert()
	assert str(later.time_logs[0].to_time) == "2026-03-02 11:30:00"
	new_timesheet(employee, "2026-03-02 07:00:00", hours=1).insert()


def test_a_timesheet_costs_its_hours_at_the_rate_of_the_activity_or_at_the_rows():
	frappe.db.set_value("Activity Type", "Execution", "costing_rate", 30)
	frappe.clear_document_cache("Activity Type", "Execution")
	timesheet = new_timesheet(make_employee(), "2026-03-02 08:00:00", hours=2.5)
	timesheet.append(
		"time_logs", {"activity_type": "Execution", "from_time": "2026-03-02 14:00:00", "hours": 1}
	)
	timesheet.update({"currency": "USD", "exchange_rate": 0.8})
	timesheet.time_logs[1].costing_rate = 40
	timesheet.submit()

	first, second = timesheet.time_logs
	assert (first.costing_rate, first.costing_amount) == (30, 75)
	assert (first.base_costing_rate, first.base_costing_amount) == (24, 60)
	assert (second.costing_amount, second.base_costing_amount) == (40, 32)
	assert (timesheet.total_costing_amount, timesheet.base_total_costing_amount) == (115, 92)


def test_a_timesheet_without_an_activity_is_not_submitted():
	with pytest.raises(frappe.ValidationError, match="Row #1: choose the Activity Type"):
		new_timesheet(make_employee(), "2026-03-02 08:00:00", hours=1, activity_type=None).submit()


def make_schedule(**row):
	row = {"item_code": "BLOWER", "no_of_visits": 1, "periodicity": "Yearly", **row}
	row = {"start_date": "2026-01-01", "end_date": "2027-01-01", **row}
	values = {"customer": "Saint-Roch", "company": COMPANY, "transaction_date": "2026-01-01"}
	return make("Maintenance Schedule", items=[row], **values)


def make_bundle(*serial_nos, voucher_type="Maintenance Schedule") -> str:
	make_item("BLOWER", has_serial_no=1)
	for serial_no in serial_nos:
		make("Serial No", serial_no=serial_no, item_code="BLOWER", company=COMPANY)
	values = {"voucher_type": voucher_type, "type_of_transaction": "Maintenance", "item_code": "BLOWER"}
	entries = [{"serial_no": serial_no} for serial_no in serial_nos]
	return make("Serial and Batch Bundle", company=COMPANY, entries=entries, **values).name


def map_visit(schedule: str):
	return make_maintenance_visit(schedule, frappe.new_doc("Maintenance Visit", company=COMPANY))


@pytest.mark.parametrize(("serial_nos", "expected"), [(["B-1"], "B-1"), (["B-1", "B-2"], "")])
def test_a_visit_gets_the_serial_number_of_a_bundle_that_has_one(serial_nos, expected):
	schedule = make_schedule(serial_and_batch_bundle=make_bundle(*serial_nos)).submit()

	assert map_visit(schedule.name).purposes[0].serial_no == expected


def test_a_visit_keeps_the_serial_numbers_of_a_row_without_a_bundle():
	make_bundle("B-1", "B-2")
	schedule = make_schedule(serial_no="B-1\nB-2").submit()

	assert schedule.schedules[0].serial_no == "B-1\nB-2"
	frappe.db.set_value("Maintenance Schedule Detail", schedule.schedules[0].name, "serial_no", "B-1")
	assert map_visit(schedule.name).purposes[0].serial_no == "B-1"


def test_a_bundle_of_a_schedule_is_made_for_schedules_and_holds_each_number_once():
	bundle = make_bundle("B-1", voucher_type="Warranty Claim")
	with pytest.raises(frappe.ValidationError, match=f"Bundle {bundle} must be Maintenance Schedule"):
		make_schedule(serial_and_batch_bundle=bundle)
	doubled = frappe.copy_doc(frappe.get_doc("Serial and Batch Bundle", bundle))
	doubled.append("entries", {"serial_no": "B-1"})
	with pytest.raises(frappe.ValidationError, match="B-1 is entered 2 times"):
		doubled.insert()


def test_what_is_in_a_bundle_is_under_contract_until_the_schedule_is_cancelled():
	schedule = make_schedule(serial_and_batch_bundle=make_bundle("B-1")).submit()
	fieldnames = ["amc_expiry_date", "maintenance_status"]
	assert str(frappe.db.get_value("Serial No", "B-1", fieldnames)[0]) == "2027-01-01"
	schedule.cancel()
	assert frappe.db.get_value("Serial No", "B-1", fieldnames) == (None, None)

	frappe.db.set_value("Serial No", "B-1", "warranty_expiry_date", "2026-06-30")
	again = frappe.copy_doc(schedule)
	with pytest.raises(frappe.ValidationError, match="Warranty Expiry Date of Serial No B-1 is"):
		again.submit()


def test_visits_are_moved_before_holidays():
	days = [{"holiday_date": day, "description": "New Year"} for day in ("2026-12-31", "2027-01-01")]
	dates = {"from_date": "2026-01-01", "to_date": "2027-12-31"}
	holiday_list = make("Holiday List", holiday_list_name="Hérault", holidays=days, **dates)
	frappe.db.set_value("Company", COMPANY, "default_holiday_list", holiday_list.name)
	make_item("BLOWER")

	assert holiday_list.total_holidays == 2
	assert str(make_schedule().schedules[0].scheduled_date) == "2026-12-30"
