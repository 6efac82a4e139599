"""Who assigns visits sees what each technician has to do on their day.

On the day Julie has a visit of an hour and a half to the hotel and one that nobody measured to the bakery; Karim is in
the second of three days at the clinic. Nadia has nothing to do, and the agent in the office is no technician.
"""

import frappe
from frappe.utils import add_days, getdate, today

from maintenance_visit_app.maintenance_visits.planning.workload import search_technicians
from maintenance_visit_app.tests import (
	BAKERY,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	make_person,
	make_visit,
)
from maintenance_visit_app.tests.test_statements import count_statements

DAY = getdate(add_days(today(), 40))
SALESMAN = "Luc Fontaine"
TECHNICIAN = "julie.perrin@example.com"


class TestWorkload(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		make_visit(HOTEL, mntc_date=DAY, mntc_time="09:00:00", planned_duration=5400).insert()
		make_visit(BAKERY, {SPLIT: None}, JULIE, mntc_date=DAY).insert()
		days = {"mntc_date": add_days(DAY, -1), "planned_duration": 3 * 24 * 3600}
		make_visit(CLINIC, {SPLIT: None}, KARIM, **days).insert()

	def test_each_technician_is_told_with_visits_and_hours_of_the_day(self):
		found = get_loads(DAY)

		self.assertEqual(found[JULIE].replace(",5", ".5"), "2 visits, 2.5 h")
		self.assertEqual(found[KARIM], "1 visit, 8 h")

	def test_who_has_least_to_do_comes_first_and_who_does_no_visits_last(self):
		make_person("Agent Commercial")

		names = [name for name, *_about in search(DAY)]

		self.assertLess(names.index(JULIE), names.index(KARIM))
		self.assertEqual(names[-2:], ["Agent Commercial", SALESMAN])

	def test_salesman_with_an_employee_and_nothing_to_do_comes_after_the_technicians_and_is_labelled(self):
		newcomer = make_person("Zoé Nouvelle")
		frappe.get_doc({"doctype": "Technician Profile", "service_person": newcomer}).insert()

		found = search(DAY)

		names = [name for name, *_about in found]
		self.assertTrue(frappe.db.get_value("Sales Person", SALESMAN, "employee"))
		self.assertEqual(names[-1], SALESMAN)
		self.assertLess(names.index(newcomer), names.index(JULIE))
		about = {name: texts for name, *texts in found}
		self.assertEqual(about[SALESMAN], ["no visit", "not a technician so far"])
		self.assertEqual(about[newcomer], ["no visit"])

	def test_visit_with_several_rows_of_one_technician_counts_once(self):
		visit = make_visit(HOTEL, {SPLIT: None}, KARIM, mntc_date=add_days(DAY, 5))
		visit.append("purposes", {"item_code": SPLIT, "service_person": KARIM})
		visit.insert()

		self.assertEqual(get_loads(add_days(DAY, 5))[KARIM], "1 visit, 1 h")

	def test_several_days_are_summed_up(self):
		self.assertEqual(get_loads(add_days(DAY, -1), DAY)[KARIM], "1 visit, 16 h")

	def test_name_is_searched_and_without_a_day_nothing_is_told(self):
		self.assertEqual(search_technicians("Sales Person", "Karim", "name", 0, 10, {}), [[KARIM]])

	def test_group_and_disabled_are_not_offered(self):
		frappe.db.set_value("Sales Person", KARIM, "enabled", 0)

		names = [name for name, *_about in search(DAY)]

		self.assertNotIn(KARIM, names)
		self.assertNotIn("Techniciens Isère", names)

	def test_what_a_user_may_not_read_is_not_counted_and_guests_are_refused(self):
		self.restrict(TECHNICIAN, "Customer", BAKERY)
		frappe.set_user(TECHNICIAN)
		self.assertEqual(get_loads(DAY)[JULIE], "1 visit, 1 h")

		frappe.set_user("Guest")
		with self.assertRaises(frappe.PermissionError):
			search(DAY)

	def test_many_persons_and_visits_cost_what_few_do(self):
		few = count_statements(lambda: search(DAY))
		for number in range(8):
			person = make_person(f"Technicien {number}")
			make_visit(CLINIC, {SPLIT: None}, person, mntc_date=DAY).insert()

		many = count_statements(lambda: search(DAY))

		self.assertEqual(len(few), len(many), "\n".join(many))
		self.assertLessEqual(len(many), 4)


def search(*days) -> list:
	filters = frappe.as_json({"days": [str(day) for day in days]})
	return search_technicians("Sales Person", "", "name", 0, 50, filters)


def get_loads(*days) -> dict[str, str]:
	return {name: load for name, load, *_label in search(*days)}
