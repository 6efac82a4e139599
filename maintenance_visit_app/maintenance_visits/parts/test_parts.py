"""Parts used: what a row is filled in with, what is refused, and what is told."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from erpnext.stock.doctype.item.item import validate_end_of_life
from frappe.utils import add_days, today

from maintenance_visit_app.demo.stock import get_warehouse, new_stock_entry
from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import OddValueError
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import (
	make_stock_entry,
)
from maintenance_visit_app.maintenance_visits.parts.errors import (
	PartError,
	PartsIssuedError,
	ShortageError,
)
from maintenance_visit_app.maintenance_visits.parts.shortages import (
	get_available_qty,
)
from maintenance_visit_app.tests import BOILER_SERIAL_NO, VisitTestCase, change_settings
from maintenance_visit_app.tests.desk_requests import save
from maintenance_visit_app.tests.parts import (
	FILTER,
	FILTER_BATCH,
	GASKET,
	PUMP,
	SERVICE,
	TECHNICIAN,
	get_pumps,
	make_visit_with,
)

# A day that MariaDB kept where there was none, before it was strict
NO_DAY = "0000-00-00"


class TestFillingIn(VisitTestCase):
	def test_item_and_warehouse_are_enough(self):
		visit = make_visit_with({"item_code": GASKET, "qty": 2}).insert()

		(row,) = visit.parts
		self.assertEqual(row.item_name, "Joint de brûleur pour chaudière 35 kW")
		self.assertEqual((row.uom, row.stock_uom, row.conversion_factor, row.stock_qty), ("Nos", "Nos", 1, 2))
		self.assertFalse(row.coverage)
		self.assertEqual(row.available_qty, get_available_qty(GASKET, get_warehouse()))
		self.assertGreater(row.available_qty, 2)

	def test_boxes_count_in_pieces(self):
		add_unit(GASKET, "Box", 10)
		visit = make_visit_with({"item_code": GASKET, "qty": 1.5, "uom": "Box"}).insert()

		self.assertEqual((visit.parts[0].conversion_factor, visit.parts[0].stock_qty), (10, 15))

	def test_factors_of_all_items_count_either_way_and_by_a_third_unit(self):
		for unit in ("Pallet of Tests", "Crate of Tests", "Rack of Tests"):
			make_unit(unit)
		add_factor("Pallet of Tests", "Nos", 4)
		add_factor("Nos", "Crate of Tests", 0.5)
		add_factor("Pallet of Tests", "Rack of Tests", 2)
		units = ("Pallet of Tests", "Crate of Tests", "Rack of Tests")
		visit = make_visit_with(*({"item_code": GASKET, "qty": 1, "uom": unit} for unit in units)).insert()

		self.assertEqual([row.conversion_factor for row in visit.parts], [4, 2, 2])

	def test_warehouse_defaults_to_that_of_the_settings(self):
		change_settings(default_warehouse=get_warehouse())
		visit = make_visit_with(
			{"item_code": GASKET, "warehouse": None}, {"item_code": SERVICE, "warehouse": None}
		).insert()

		self.assertEqual([row.warehouse for row in visit.parts], [get_warehouse(), None])

	def test_warehouse_of_another_company_is_no_default_and_is_refused(self):
		warehouse = make_foreign_warehouse()
		change_settings(default_warehouse=warehouse)
		visit = make_visit_with({"item_code": GASKET, "warehouse": None}).insert()
		self.assertFalse(visit.parts[0].warehouse)

		visit.parts[0].warehouse = warehouse
		with self.assert_throws(PartError, "Row #1", warehouse, "Choose a warehouse of"):
			visit.save()

	def test_service_needs_no_warehouse_and_is_not_issued(self):
		visit = make_visit_with({"item_code": SERVICE}).insert().submit()

		self.assertFalse(visit.parts[0].warehouse)
		self.assertEqual(visit.docstatus, 1)


class TestBadParts(VisitTestCase):
	def test_each_is_refused_with_its_row_and_nothing_is_saved(self):
		pump = get_pumps()[0]
		group = frappe.db.get_value("Warehouse", {"is_group": 1, "company": COMPANY["company_name"]})
		make_unit("Sack of Tests")
		make_unit("Old Unit of Tests", enabled=0)
		frappe.db.set_value("Batch", FILTER_BATCH, "disabled", 1)
		for values, fragments in (
			({"qty": 0}, ("above zero",)),
			({"qty": -3}, ("is -3", "above zero")),
			({"qty": 0.0000001}, ("above zero",)),
			({"qty": 1.5}, ("only whole Nos", "Round")),
			({"qty": float("nan")}, ("above zero",)),
			({"qty": float("inf")}, ("above zero",)),
			({"qty": 1e12}, ("above zero",)),
			({"qty": "<img src=x>"}, ("above zero",)),
			({"item_code": None}, ("Choose the item",)),
			({"uom": "Sack of Tests"}, ("Sack of Tests", "Units of Measure")),
			({"uom": "Old Unit of Tests"}, ("disabled",)),
			({"serial_no": "NO-SUCH-1"}, ("NO-SUCH-1 does not exist",)),
			({"serial_no": BOILER_SERIAL_NO}, (BOILER_SERIAL_NO, "belongs to Item CHAUD-35", GASKET)),
			({"item_code": PUMP, "serial_no": f"{pump}, {pump}"}, ("2 times",)),
			({"item_code": PUMP, "serial_no": "\n".join(get_pumps())}, ("2 serial numbers", "only 1")),
			({"item_code": GASKET, "batch_no": FILTER_BATCH}, ("belongs to Item FILTRE-F7",)),
			({"item_code": FILTER, "batch_no": FILTER_BATCH}, ("Batch F7-2026-03 is disabled",)),
			({"warehouse": group}, ("is a group",)),
		):
			with self.subTest(values):
				self.assert_refused(PartError, {"item_code": GASKET, **values}, *fragments)

	def test_a_list_is_no_quantity(self):
		self.assert_refused(OddValueError, {"item_code": GASKET, "qty": ["many"]}, "Qty", "one value")

	def test_what_does_not_exist_is_refused_with_its_row(self):
		for values in ({"uom": "No Such Unit"}, {"warehouse": "No Such Warehouse"}, {"batch_no": "No Such"}):
			with self.subTest(values):
				fragments = ("Row #1", *values.values())
				self.assert_refused(frappe.LinkValidationError, {"item_code": GASKET, **values}, *fragments)

	def test_disabled_item_a_template_and_one_past_its_life_are_refused(self):
		for values, fragment in (
			({"disabled": 1}, "Choose another item"),
			({"end_of_life": "2020-01-01"}, "Choose another item"),
			({"has_variants": 1}, "Choose one of its variants"),
		):
			before = frappe.db.get_value("Item", GASKET, list(values))
			frappe.db.set_value("Item", GASKET, dict(values))
			with self.subTest(values):
				self.assert_refused(PartError, {"item_code": GASKET}, fragment)
			frappe.db.set_value("Item", GASKET, next(iter(values)), before)

	def test_fractions_are_refused_where_erpnext_refuses_them(self):
		for qty in (1, 1.5, 0.99999999, 2.0000001, 3.001):
			visit = make_visit_with({"item_code": GASKET, "uom": "Nos", "qty": qty})
			with self.subTest(qty):
				judged = is_refused(
					lambda visit=visit: visit.validate_uom_is_integer("uom", "qty", "Maintenance Visit Part")
				)
				self.assertEqual(is_refused(visit.insert), judged)

	def test_items_are_out_of_use_where_erpnext_says_so(self):
		past, now, to_come = (add_days(today(), days) for days in (-1, 0, 1))
		days = {past: True, now: True, to_come: False, None: False, NO_DAY: False}
		for end_of_life, is_over in days.items():
			for disabled in (0, 1):
				values = {"end_of_life": end_of_life, "disabled": disabled}
				with self.subTest(values), gasket_that_is(**values):
					judged = is_refused(lambda values=values: validate_end_of_life(GASKET, **values))
					visit = make_visit_with({"item_code": GASKET, "qty": 1})
					self.assertEqual(is_refused(lambda visit=visit: save(visit)), judged)
					self.assertEqual(judged, is_over or bool(disabled))

	def assert_refused(self, error: type[Exception], values: dict, *fragments: str) -> None:
		before = frappe.db.count("Maintenance Visit"), frappe.db.count("Maintenance Visit Part")
		with self.assert_throws(error, "Row #1", *fragments):
			make_visit_with(values).insert()
		after = frappe.db.count("Maintenance Visit"), frappe.db.count("Maintenance Visit Part")
		self.assertEqual(after, before)


class TestShortages(VisitTestCase):
	def test_shortage_is_told_on_save_and_the_visit_is_saved(self):
		there = get_available_qty(GASKET, get_warehouse())
		frappe.clear_messages()

		visit = make_visit_with({"item_code": GASKET, "qty": there + 1}).insert()

		self.assert_told("Row #1", GASKET, get_warehouse(), f"{there + 1:g} Nos", f"{there:g} are available")
		self.assertEqual(visit.parts[0].available_qty, there)

	def test_rows_of_one_item_share_what_is_there(self):
		there = get_available_qty(GASKET, get_warehouse())
		frappe.clear_messages()

		make_visit_with({"item_code": GASKET, "qty": there - 1}, {"item_code": GASKET, "qty": 3}).insert()

		self.assert_told("Row #2", "but 1 are available")

	def test_nothing_is_told_where_all_is_there(self):
		frappe.clear_messages()

		make_visit_with({"item_code": GASKET, "qty": 1}, {"item_code": SERVICE, "qty": 40}).insert()

		self.assertEqual(frappe.get_message_log(), [])

	def test_serial_number_that_is_elsewhere_is_told(self):
		pump = get_pumps()[0]
		frappe.db.set_value("Serial No", pump, "warehouse", None)
		frappe.clear_messages()

		make_visit_with({"item_code": PUMP, "serial_no": pump}).insert()

		self.assert_told("Row #1", pump, "is not in Warehouse")

	def test_submit_that_issues_refuses_all_that_is_missing_at_once(self):
		change_settings(issue_parts_on_submit=1)
		visit = make_visit_with(
			{"item_code": GASKET, "qty": 500},
			{"item_code": PUMP, "qty": 1},
			{"item_code": FILTER, "qty": 1},
			{"item_code": GASKET, "qty": 1, "warehouse": None},
		).insert()

		with self.assert_throws(
			ShortageError,
			"Row #1: 500 Nos",
			"Row #2: Enter the serial numbers",
			"Row #3: Choose the batch",
			"Row #4: Choose the warehouse",
		):
			visit.submit()

		self.assertEqual(frappe.db.get_value("Maintenance Visit", visit.name, "docstatus"), 0)
		self.assertFalse(frappe.db.exists("Stock Entry", {"maintenance_visit": visit.name}))

	def test_submit_that_issues_nothing_goes_through(self):
		visit = make_visit_with({"item_code": GASKET, "qty": 500}).insert().submit()

		self.assertEqual(visit.docstatus, 1)

	def assert_told(self, *fragments: str) -> None:
		told = frappe.utils.strip_html(str(frappe.get_message_log()))
		for fragment in fragments:
			self.assertIn(fragment, told)


class TestIssuedParts(VisitTestCase):
	def test_parts_that_are_issued_stay_as_they_are(self):
		visit = make_visit_with({"item_code": GASKET, "qty": 2}).insert()
		stock_entry = make_stock_entry(visit.name).insert().submit()
		visit.reload()

		visit.parts[0].coverage = "Under Warranty"
		visit.save()
		visit.parts[0].qty = 3
		with self.assert_throws(PartsIssuedError, stock_entry.name, "cancel or delete it"):
			visit.save()
		visit.reload()
		visit.parts = []
		with self.assertRaises(PartsIssuedError):
			visit.save()

		stock_entry.cancel()
		visit.reload()
		visit.parts[0].qty = 3
		self.assertEqual(visit.save().parts[0].qty, 3)


class TestAvailability(VisitTestCase):
	def test_technician_sees_what_is_there(self):
		stock_entry = new_stock_entry(
			"Material Receipt",
			[{"item_code": GASKET, "qty": 4, "basic_rate": 18, "t_warehouse": get_warehouse()}],
		)
		before = get_available_qty(GASKET, get_warehouse())
		stock_entry.insert().submit()
		frappe.set_user(TECHNICIAN)

		self.assertEqual(get_available_qty(GASKET, get_warehouse()), before + 4)

	def test_guest_sees_nothing(self):
		warehouse = get_warehouse()
		frappe.set_user("Guest")

		with self.assertRaises(frappe.PermissionError):
			get_available_qty(GASKET, warehouse)


def make_unit(name: str, **values) -> str:
	return frappe.get_doc({"doctype": "UOM", "uom_name": name, "enabled": 1, **values}).insert().name


def add_unit(item_code: str, uom: str, conversion_factor: float) -> None:
	if not frappe.db.exists("UOM", uom):
		make_unit(uom)
	frappe.db.set_value("UOM", uom, "must_be_whole_number", 0)
	item = frappe.get_doc("Item", item_code)
	item.append("uoms", {"uom": uom, "conversion_factor": conversion_factor})
	item.save()


def add_factor(from_uom: str, to_uom: str, value: float) -> None:
	"""ERPNext also wants a category, which says nothing here."""
	values = {"from_uom": from_uom, "to_uom": to_uom, "value": value}
	frappe.get_doc({"doctype": "UOM Conversion Factor", **values}).insert(ignore_mandatory=True)


def make_foreign_warehouse() -> str:
	values = {"company_name": "Savoie Froid", "abbr": "SFR", "country": "France", "default_currency": "EUR"}
	company = frappe.get_doc({"doctype": "Company", **values}).insert().name
	return frappe.db.get_value("Warehouse", {"company": company, "is_group": 0})


def is_refused(call) -> bool:
	frappe.db.savepoint("tried")
	try:
		call()
	except frappe.ValidationError:
		return True
	finally:
		frappe.db.rollback(save_point="tried")
	return False


@contextmanager
def gasket_that_is(**values) -> Iterator[None]:
	"""Let the item be so for a while. What MariaDB is too strict to take, it takes as it did once."""
	before = frappe.db.get_value("Item", GASKET, list(values), as_dict=True)
	is_mariadb = frappe.db.db_type == "mariadb"
	strict = frappe.db.sql("select @@session.sql_mode")[0][0] if is_mariadb else None
	try:
		if is_mariadb:
			frappe.db.sql("set session sql_mode = ''")
		frappe.db.set_value("Item", GASKET, values)
		yield
	finally:
		frappe.db.set_value("Item", GASKET, before)
		if is_mariadb:
			frappe.db.sql("set session sql_mode = %s", strict)
