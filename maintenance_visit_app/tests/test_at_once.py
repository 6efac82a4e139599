"""Sixteen people press the same button at once: one is first, the others are told, and all facts stay true.

Real requests in real transactions, which are what the two databases differ in: run it on MariaDB, too.
"""

from collections import Counter

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.maintenance_visits.mappers.follow_up import make_follow_up_visit
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import make_maintenance_visit
from maintenance_visit_app.maintenance_visits.mappers.from_warranty_claim import (
	make_maintenance_visit as make_visit_for_claim,
)
from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import make_sales_invoice
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import make_stock_entry
from maintenance_visit_app.tests import (
	BOILER,
	JULIE,
	KARIM,
	change_settings,
	do_work,
	make_claim,
	make_order,
	make_person,
	make_visit,
)
from maintenance_visit_app.tests.at_once import (
	CUSTOMER,
	DAY,
	MAPPERS,
	PEOPLE,
	PLANNING,
	REST,
	TIME_LOGS,
	VISIT,
	AtOnceTestCase,
	as_sent,
	call,
	count_done,
	finish,
	get_told,
	new_visit,
	post,
	save,
)


class TestOneVisit(AtOnceTestCase):
	def test_insert(self):
		answers = self.press_one(post(REST, new_visit()))

		names = [answer.body["data"]["name"] for answer in answers if answer.status == 200]
		self.assertEqual(len(set(names)), PEOPLE, Counter(get_told(answer) for answer in answers))

	def test_edit(self):
		visit = make_visit(CUSTOMER, {BOILER: None}).insert()
		forms = [save(visit.update({"customer_feedback": f"Number {number}."})) for number in range(PEOPLE)]

		answers = self.press(forms)

		self.assert_first_wins(answers)
		(first,) = (number for number, answer in enumerate(answers) if answer.status == 200)
		self.assertEqual(frappe.db.get_value(VISIT, visit.name, "customer_feedback"), f"Number {first}.")

	def test_submit(self):
		visit = do_work(make_visit(CUSTOMER, {BOILER: None})).insert()

		self.assert_first_wins(self.press_one(save(visit, "Submit")))

		self.assertEqual(frappe.db.get_value(VISIT, visit.name, "docstatus"), 1)

	def test_cancel(self):
		visit = do_work(make_visit(CUSTOMER, {BOILER: None})).insert().submit()

		self.assert_first_wins(
			self.press_one(call("frappe.desk.form.save.cancel", doctype=VISIT, name=visit.name))
		)

		self.assertEqual(frappe.db.get_value(VISIT, visit.name, "status"), "Cancelled")

	def test_check_in(self):
		visit = make_visit(CUSTOMER, {BOILER: None}).insert()

		self.assert_first_wins(
			self.press_one(call(f"{TIME_LOGS}.check_in", visit=visit.name, service_person=JULIE))
		)

		self.assertEqual(frappe.db.count("Maintenance Visit Time Log", {"parent": visit.name}), 1)

	def test_check_in_of_sixteen_at_visits_of_their_own(self):
		visits = [make_visit(CUSTOMER, {BOILER: None}, None).insert().name for _ in range(PEOPLE)]
		persons = [make_person(f"Technician {number}") for number in range(PEOPLE)]

		answers = self.press(
			[
				call(f"{TIME_LOGS}.check_in", visit=visit, service_person=person)
				for visit, person in zip(visits, persons, strict=True)
			]
		)

		self.assertEqual(count_done(answers), PEOPLE, Counter(get_told(answer) for answer in answers))

	def test_double_booking(self):
		change_settings(refuse_double_booking=1)
		booked = {"mntc_date": DAY, "mntc_time": "10:00:00", "planned_duration": 3600}

		answers = self.press_one(post(REST, new_visit(technician=KARIM, **booked)))
		change_settings(refuse_double_booking=0)
		frappe.db.commit()

		self.assert_first_wins(answers)
		filters = {"customer": CUSTOMER, "mntc_date": DAY, "mntc_time": "10:00:00"}
		self.assertEqual(frappe.db.count(VISIT, filters), 1)


class TestFromSources(AtOnceTestCase):
	def test_order(self):
		sales_order = make_order(CUSTOMER, (BOILER,))
		visits = [do_work(make_maintenance_visit(sales_order.name)).insert() for _ in range(PEOPLE)]

		self.assert_first_wins(self.press([save(visit, "Submit") for visit in visits]))

		self.assertEqual(
			frappe.db.get_value("Sales Order", sales_order.name, "maintenance_status"), "Fully Serviced"
		)

	def test_schedule(self):
		schedule = make_schedule(CUSTOMER, {BOILER: ("Monthly", 4, 5, JULIE)})
		until = add_days(today(), 200)
		planning = call(
			f"{PLANNING}.planned_visits.generate_planned_visits",
			maintenance_schedule=schedule.name,
			until=until,
		)

		self.press_one(planning)

		planned = frappe.get_all(
			"Maintenance Visit Purpose",
			{"prevdoc_docname": schedule.name},
			pluck="maintenance_schedule_detail",
		)
		self.assertTrue(planned)
		self.assertEqual(len(planned), len(set(planned)), planned)

	def test_claim(self):
		claim = make_claim(CUSTOMER, BOILER)
		visits = [do_work(make_visit_for_claim(claim.name)).insert() for _ in range(PEOPLE)]

		answers = self.press([save(visit, "Submit") for visit in visits])

		self.assertEqual(count_done(answers), PEOPLE, Counter(get_told(answer) for answer in answers))
		self.assertEqual(frappe.db.get_value("Warranty Claim", claim.name, "status"), "Closed")


class TestFromVisit(AtOnceTestCase):
	def test_follow_up(self):
		visit = finish("Partially Completed")
		follow_up = make_follow_up_visit(visit.name)

		self.assert_first_wins(self.press_one(post(REST, as_sent(follow_up))))

		self.assertEqual(frappe.db.count(VISIT, {"follow_up_of": visit.name, "docstatus": ("<", 2)}), 1)

	def test_stock_entry(self):
		visit = finish()
		stock_entry = make_stock_entry(visit.name)

		self.assert_first_wins(self.press_one(call("frappe.client.insert", doc=as_sent(stock_entry))))

		filters = {"maintenance_visit": visit.name, "docstatus": ("<", 2)}
		self.assertEqual(frappe.db.count("Stock Entry", filters), 1)

	def test_timesheet(self):
		visit = finish()

		self.assert_first_wins(
			self.press_one(call(f"{MAPPERS}.to_timesheet.make_timesheets", source_name=visit.name))
		)

		timesheets = frappe.get_all("Timesheet", {"maintenance_visit": visit.name}, pluck="employee")
		self.assertEqual(len(timesheets), 1)

	def test_invoice(self):
		# The first ones of a year, at once, are in each other's way in Frappe's own number series
		make_sales_invoice(finish().name).insert()
		visit = finish()
		sales_invoice = as_sent(make_sales_invoice(visit.name))

		answers = self.press_one(call("frappe.client.insert", doc={**sales_invoice, "docstatus": 1}))

		self.assert_first_wins(answers)
		rows = frappe.get_all(
			"Sales Invoice Item",
			{"maintenance_visit": visit.name, "docstatus": 1},
			pluck="maintenance_visit_part",
		)
		self.assertEqual(len(rows), len(set(rows)), rows)
