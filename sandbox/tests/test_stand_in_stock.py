"""The stand-in's stock: what comes in, goes out and is undone, in pieces, serial numbers and batches."""

import frappe
import pytest
from erpnext.stock.doctype.serial_and_batch_bundle.serial_and_batch_bundle import (
	BatchNegativeStockError,
	SerialNoDuplicateError,
	SerialNoWarehouseError,
)
from erpnext.stock.stock_ledger import NegativeStockError
from erpnext.stock.utils import InvalidWarehouseCompany, get_latest_stock_qty, get_stock_balance
from erpnext.utilities.transaction_base import UOMMustBeIntegerError

STORES, TRANSIT = "Stores - ORG", "Goods In Transit - ORG"


@pytest.fixture(autouse=True)
def company():
	"""An organ builder, forgotten after each test."""
	values = {"company_name": "Orgues Cavaillon", "abbr": "ORG", "country": "France"}
	yield make("Company", default_currency="EUR", **values)
	frappe.set_user("Administrator")
	frappe.db.rollback()


def make(doctype: str, **values):
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def make_item(item_code: str, **values) -> str:
	values = {"item_group": "All Item Groups", "stock_uom": "Nos", **values}
	return make("Item", item_code=item_code, **values).name


def new_entry(purpose: str, item_code: str, qty: float, **row):
	warehouses = {"from_warehouse": STORES, "to_warehouse": TRANSIT if "Transfer" in purpose else STORES}
	row = {"item_code": item_code, "qty": qty, **row}
	values = {"stock_entry_type": purpose, "company": "Orgues Cavaillon", "items": [row], **warehouses}
	return frappe.get_doc({"doctype": "Stock Entry", **values})


def receive(item_code: str, qty: float, **row):
	return new_entry("Material Receipt", item_code, qty, **row).submit()


def issue(item_code: str, qty: float, **row):
	return new_entry("Material Issue", item_code, qty, **row).submit()


def transfer(item_code: str, qty: float, **row):
	return new_entry("Material Transfer", item_code, qty, **row).submit()


def where_is(serial_no: str) -> tuple:
	return frappe.db.get_value("Serial No", serial_no, ["warehouse", "status"])


def test_what_is_received_can_be_issued_and_a_cancelled_issue_comes_back():
	pipe = make_item("PIPE")
	entry = receive(pipe, 5, basic_rate=20)
	used = issue(pipe, 2)

	assert entry.name.startswith("MAT-STE-2") and entry.purpose == "Material Receipt"
	assert (entry.items[0].t_warehouse, entry.items[0].s_warehouse) == (STORES, None)
	assert (used.items[0].basic_rate, used.total_outgoing_value) == (20, 40)
	assert get_stock_balance(pipe, STORES) == 3
	used.cancel()
	assert get_stock_balance(pipe, STORES, with_valuation_rate=True) == (5, 20)


def test_more_than_there_is_cannot_go_out():
	pipe = make_item("PIPE")
	entry = receive(pipe, 1)
	with pytest.raises(NegativeStockError, match=r"1\.0 units of item PIPE are missing in warehouse Stores"):
		issue(pipe, 2)
	frappe.db.set_value("Bin", {"item_code": pipe}, "actual_qty", 0)
	with pytest.raises(NegativeStockError):
		entry.cancel()


def test_a_transfer_moves_stock_and_a_group_has_all_that_is_below_it():
	pipe = make_item("PIPE")
	receive(pipe, 5, basic_rate=20)
	transfer(pipe, 2)

	assert (get_latest_stock_qty(pipe, STORES), get_latest_stock_qty(pipe, TRANSIT)) == (3, 2)
	assert get_latest_stock_qty(pipe, "All Warehouses - ORG") == 5
	assert get_latest_stock_qty(make_item("BELLOWS")) is None


def test_a_unit_counts_as_many_as_the_item_says():
	felt = make_item("FELT", uoms=[{"uom": "Unit", "conversion_factor": 12}])
	row = receive(felt, 2, uom="Unit").items[0]

	assert (row.conversion_factor, row.transfer_qty, row.stock_uom) == (12, 24, "Nos")
	assert get_stock_balance(felt, STORES) == 24
	with pytest.raises(UOMMustBeIntegerError, match=r"Row 1: Quantity \(0\.5\) cannot be a fraction"):
		issue(felt, 0.5)


def test_entries_that_make_no_sense_are_refused():
	with pytest.raises(frappe.ValidationError, match="Row #1: item TUNING is not kept in stock"):
		receive(make_item("TUNING", is_stock_item=0), 1)
	with pytest.raises(frappe.ValidationError, match="is a group"):
		receive(make_item("PIPE"), 1, t_warehouse="All Warehouses - ORG")
	make("Company", company_name="Autre", abbr="AUT", country="France", default_currency="EUR")
	with pytest.raises(InvalidWarehouseCompany, match="not of company Orgues Cavaillon"):
		receive("PIPE", 1, t_warehouse="Stores - AUT")
	with pytest.raises(frappe.ValidationError, match="purpose Repack is not in this stand-in"):
		new_entry("Repack", "PIPE", 1).insert()


def test_a_serial_number_is_made_when_it_comes_in_and_consumed_when_it_is_issued():
	blower = make_item("BLOWER", has_serial_no=1)
	receive(blower, 2, serial_no="B-1\nB-2")
	assert where_is("B-2") == (STORES, "Active")

	used = issue(blower, 1, serial_no="B-2")
	assert where_is("B-2") == (None, "Consumed")
	bundle = frappe.get_doc("Serial and Batch Bundle", used.items[0].serial_and_batch_bundle)
	assert (bundle.docstatus, bundle.total_qty, bundle.get_serial_nos()) == (1, -1, ["B-2"])

	used.cancel()
	assert where_is("B-2") == (STORES, "Active")
	assert frappe.db.get_value("Serial and Batch Bundle", bundle.name, ["docstatus", "is_cancelled"]) == (
		2,
		1,
	)


def test_every_movement_but_a_delivery_takes_the_warranty_away():
	blower = make_item("BLOWER", has_serial_no=1)
	receive(blower, 1, serial_no="B-1")
	frappe.db.set_value("Serial No", "B-1", "warranty_expiry_date", "2031-01-01")
	issue(blower, 1, serial_no="B-1")

	assert frappe.db.get_value("Serial No", "B-1", "warranty_expiry_date") is None


def test_who_keeps_the_stock_needs_no_other_role():
	blower = make_item("BLOWER", has_serial_no=1)
	values = {"email": "keeper@example.com", "first_name": "Keeper", "send_welcome_email": 0}
	keeper = make("User", roles=[{"role": "Stock User"}], **values)
	frappe.set_user(keeper.name)
	receive(blower, 1, serial_no="B-1")
	issue(blower, 1, serial_no="B-1").cancel()

	assert where_is("B-1") == (STORES, "Active")


def test_a_cancelled_receipt_leaves_the_serial_number_inactive():
	blower = make_item("BLOWER", has_serial_no=1)
	receive(blower, 1, serial_no="B-1").cancel()

	assert where_is("B-1") == (None, "Inactive")


def test_a_serial_number_follows_its_transfer_and_comes_back():
	blower = make_item("BLOWER", has_serial_no=1)
	receive(blower, 1, serial_no="B-1")
	entry = transfer(blower, 1, serial_no="B-1")

	assert where_is("B-1") == (TRANSIT, "Active")
	entry.cancel()
	assert where_is("B-1") == (STORES, "Active")


def test_the_oldest_serial_numbers_go_out_where_none_are_named():
	blower = make_item("BLOWER", has_serial_no=1)
	receive(blower, 3, serial_no="B-1,B-2,B-3")
	issue(blower, 2)

	assert [where_is(serial_no)[1] for serial_no in ("B-1", "B-2", "B-3")] == [
		"Consumed",
		"Consumed",
		"Active",
	]


@pytest.mark.parametrize(
	("serial_no", "qty", "error", "message"),
	[
		("B-9", 1, frappe.LinkValidationError, "B-9"),
		("B-1\nB-2", 1, frappe.ValidationError, r"Row #1: 2\.0 of item BLOWER are named"),
		("O-1", 1, frappe.ValidationError, "Serial No O-1 does not belong to item BLOWER"),
		("B-3", 1, SerialNoWarehouseError, "Serial No B-3 is not in warehouse Stores - ORG"),
	],
)
def test_serial_numbers_that_are_not_there_cannot_go_out(serial_no, qty, error, message):
	blower = make_item("BLOWER", has_serial_no=1)
	receive(blower, 3, serial_no="B-1\nB-2\nB-3")
	receive(make_item("OTHER", has_serial_no=1), 1, serial_no="O-1")
	transfer(blower, 1, serial_no="B-3")

	with pytest.raises(error, match=message):
		issue(blower, qty, serial_no=serial_no)


def test_serial_numbers_that_come_in_are_named_and_come_in_once():
	blower = make_item("BLOWER", has_serial_no=1)
	with pytest.raises(frappe.ValidationError, match="Row #1: enter the serial numbers of item BLOWER"):
		receive(blower, 1)
	receive(blower, 1, serial_no="B-1")
	with pytest.raises(SerialNoDuplicateError, match="B-1 is already in warehouse Stores"):
		receive(blower, 1, serial_no="B-1")


def test_a_batch_goes_out_as_far_as_it_is_there():
	glue = make_item("GLUE", has_batch_no=1)
	make("Batch", batch_id="G-1", item=glue)
	make("Batch", batch_id="G-2", item=glue)
	receive(glue, 4, batch_no="G-1")
	receive(glue, 4, batch_no="G-2")
	issue(glue, 3, batch_no="G-1")

	assert frappe.db.get_value("Batch", "G-1", "batch_qty") == 1
	with pytest.raises(BatchNegativeStockError, match=r"2\.0 of batch G-1 are missing in warehouse Stores"):
		issue(glue, 3, batch_no="G-1")


def test_an_entry_needs_the_same_number_of_statements_for_every_row(monkeypatch):
	counts = {number: count_statements(number, monkeypatch) for number in (1, 2, 3)}

	assert counts[3] - counts[2] == counts[2] - counts[1] <= 12


def count_statements(number: int, monkeypatch) -> int:
	items = [make_item(f"PART-{number}-{part}") for part in range(number)]
	for item in items:
		receive(item, 5)
	entry = new_entry("Material Issue", items[0], 1)
	for item in items[1:]:
		entry.append("items", {"item_code": item, "qty": 1})
	entry.insert()
	statements, sql = [], frappe.db.sql
	with monkeypatch.context() as patch:
		patch.setattr(
			frappe.db, "sql", lambda *args, **values: statements.append(args) or sql(*args, **values)
		)
		entry.submit()
	return len(statements)
