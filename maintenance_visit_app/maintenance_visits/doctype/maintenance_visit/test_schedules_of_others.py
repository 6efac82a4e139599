import frappe

from maintenance_visit_app.demo.documents import make_schedule, new_schedule
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import (
	SourceMismatchError,
	validate_sources,
)
from maintenance_visit_app.tests import (
	BOILER,
	CLINIC,
	HOTEL,
	JULIE,
	SPLIT,
	VisitTestCase,
	do_work,
	make_order,
	make_other_company,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import save
from maintenance_visit_app.tests.test_statements import count_statements

USER = "julie.perrin@example.com"


class TestSchedulesOfOthers(VisitTestCase):
	def test_date_of_another_customers_schedule_is_refused_in_a_row_and_on_the_visit(self):
		schedule = make_schedule_of(CLINIC)
		for place in ("row", "visit"):
			with self.subTest(place), self.assert_throws(SourceMismatchError, schedule.name, CLINIC, HOTEL):
				save(name_date(make_visit(HOTEL), place, schedule.schedules[0].name))

	def test_schedule_alone_is_checked_too(self):
		schedule = make_schedule_of(CLINIC)

		with self.assert_throws(SourceMismatchError, schedule.name, CLINIC):
			save(make_visit(HOTEL, maintenance_schedule=schedule.name))

	def test_user_of_one_customer_learns_nothing_of_another(self):
		schedule, sales_order = make_schedule_of(CLINIC), make_order(CLINIC)
		self.restrict(USER, "Customer", HOTEL)
		frappe.set_user(USER)
		row = {"prevdoc_doctype": "Sales Order", "prevdoc_docname": sales_order.name}
		for visit in (
			name_date(make_visit(HOTEL), "row", schedule.schedules[0].name),
			name_date(make_visit(HOTEL), "visit", schedule.schedules[0].name),
			make_visit_of_row(**row),
		):
			with self.assert_throws(SourceMismatchError, "or you may not read it") as caught:
				save(visit)
			for secret in (CLINIC, schedule.name):
				self.assertNotIn(secret, str(caught.raises.exception) + str(frappe.get_message_log()))

	def test_schedule_of_another_company_is_refused(self):
		schedule = make_yearly_schedule()
		frappe.db.set_value("Maintenance Schedule", schedule.name, "company", make_other_company())

		with self.assert_throws(SourceMismatchError, "Row #1", schedule.name, "Léman Froid"):
			save(name_date(make_visit(HOTEL), "row", schedule.schedules[0].name))

	def test_date_has_to_belong_to_the_schedule_that_is_named(self):
		schedule, other = make_yearly_schedule(), make_yearly_schedule()
		date = other.schedules[0].name
		for place in ("row", "visit"):
			visit = name_date(make_visit(HOTEL, maintenance_schedule=schedule.name), place, date)
			with self.subTest(place), self.assert_throws(SourceMismatchError, "not one of", schedule.name):
				save(visit)
		named = {"prevdoc_doctype": "Maintenance Schedule", "prevdoc_docname": schedule.name}
		with self.assert_throws(SourceMismatchError, "Row #1", "not one of", schedule.name):
			save(make_visit_of_row(maintenance_schedule_detail=date, **named))

	def test_date_that_does_not_exist_is_refused(self):
		with self.assert_throws(SourceMismatchError, "Row #1", "in no Maintenance Schedule"):
			save(make_visit_of_row(maintenance_schedule_detail="gone-for-ever"))

	def test_schedule_that_is_draft_or_cancelled_is_refused(self):
		draft = new_schedule(HOTEL, {BOILER: ("Yearly", 1, 0, JULIE)}).insert()
		cancelled = make_yearly_schedule()
		cancelled.cancel()
		for schedule, reason in ((draft, "not submitted"), (cancelled, "is cancelled")):
			with self.assert_throws(SourceMismatchError, "Row #1", schedule.name, reason):
				save(name_date(make_visit(HOTEL), "row", schedule.schedules[0].name))

	def test_schedule_that_changed_hands_since_is_found_on_submit(self):
		schedule = make_yearly_schedule()
		visit = save(do_work(name_date(make_visit(HOTEL), "row", schedule.schedules[0].name)))
		frappe.db.set_value("Maintenance Schedule", schedule.name, "customer", CLINIC)

		with self.assert_throws(SourceMismatchError, schedule.name, CLINIC):
			save(visit, "Submit")
		row = frappe.get_doc("Maintenance Schedule Detail", schedule.schedules[0].name)
		self.assertEqual(row.completion_status, "Pending")

	def test_dates_of_any_number_are_checked_with_one_statement(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 50, 0, JULIE)})
		for number in (2, 50):
			visit = get_visit_of_dates(schedule, number)

			statements = count_statements(lambda visit=visit: validate_sources(visit))

			self.assertEqual((len(visit.purposes), len(statements)), (number, 1))


def make_schedule_of(customer: str):
	return make_schedule(customer, {SPLIT: ("Yearly", 1, 0, JULIE)})


def name_date(visit, place: str, detail: str):
	named = visit if place == "visit" else visit.purposes[0]
	named.maintenance_schedule_detail = detail
	return visit


def make_visit_of_row(**values):
	visit = make_visit(HOTEL)
	visit.purposes[0].update(values)
	return visit


def get_visit_of_dates(schedule, number: int):
	visit = make_visit(HOTEL)
	visit.purposes = []
	for date in schedule.schedules[:number]:
		visit.append("purposes", {"item_code": BOILER, "maintenance_schedule_detail": date.name})
	return visit
