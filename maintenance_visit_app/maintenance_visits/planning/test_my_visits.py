"""A technician's list: every visit in whose rows he is, today's first, and what he is to Desk when it starts."""

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.desk import add_to_bootinfo
from maintenance_visit_app.maintenance_visits.planning.my_visits import get_visits_from_today
from maintenance_visit_app.tests import (
	CLINIC,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	do_work,
	make_person,
	make_visit,
)
from maintenance_visit_app.tests.test_statements import count_statements

JULIES_USER, DISPATCHER, SELLER = (
	"julie.perrin@example.com",
	"paul.mercier@example.com",
	"luc.fontaine@example.com",
)
BY_DATE = "`tabMaintenance Visit`.`mntc_date` asc, `tabMaintenance Visit`.`name` asc"


class TestMyVisits(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.person = make_person("Nora Valette")

	def test_today_comes_first_in_order_of_time_then_what_is_to_come_then_who_is_late_then_what_is_done(self):
		done = self.make(-1, "08:00:00", done=True)
		late = self.make(-9, "08:00:00")
		tomorrow = self.make(1, "07:00:00")
		afternoon = self.make(0, "14:00:00")
		done_today = self.make(0, "07:30:00", done=True)
		morning = self.make(0, "09:00:00")

		everything = [done_today, morning, afternoon, tomorrow, late, done]

		self.assertEqual(get_page(self.person), everything)
		for length in (1, 2, 4):
			pages = [get_page(self.person, start, length) for start in range(0, 6, length)]
			with self.subTest(length):
				self.assertEqual([name for page in pages for name in page], everything)

	def test_visit_of_two_technicians_is_once_in_the_list_of_each_and_in_nobody_elses(self):
		other = make_person("Hugo Vidal")
		visit = make_visit(CLINIC, {SPLIT: None}, self.person, mntc_date=today())
		visit.append("purposes", {"item_code": SPLIT, "service_person": other})
		visit.append("purposes", {"item_code": SPLIT, "service_person": self.person})
		name = visit.insert().name

		self.assertEqual(get_page(self.person), [name])
		self.assertEqual(get_page(other), [name])
		self.assertNotIn(name, get_page(KARIM))

	def test_another_order_is_frappes_own(self):
		first, second = self.make(1, None), self.make(0, None)

		names = get_page(self.person, order_by="`tabMaintenance Visit`.`creation` asc")

		self.assertEqual(names, [first, second])

	def test_what_frappes_list_does_not_know_is_left_out(self):
		name = self.make(0, None)

		self.assertEqual(get_page(self.person, unheard_of="7"), [name])

	def test_page_costs_the_same_for_two_visits_and_for_twenty(self):
		few = [self.make(days, None) for days in (0, -1)]
		self.assertEqual(get_page(self.person), few)
		for_few = count_statements(lambda: get_page(self.person))
		for days in range(-9, 9):
			self.make(days, None)

		for_many = count_statements(lambda: get_page(self.person))

		self.assertEqual(len(get_page(self.person)), 20)
		self.assertEqual(len(for_many), len(for_few))

	def test_who_may_not_read_visits_is_refused(self):
		self.make(0, None)
		frappe.set_user("Guest")
		self.addCleanup(frappe.set_user, "Administrator")

		with self.assertRaises(frappe.PermissionError):
			get_page(self.person)

	def make(self, days: int, time: str | None, done: bool = False) -> str:
		visit = make_visit(
			CLINIC, {SPLIT: None}, self.person, mntc_date=add_days(today(), days), mntc_time=time
		)
		return do_work(visit).insert().submit().name if done else visit.insert().name


class TestWhoTheUserIs(VisitTestCase):
	def test_technician_begins_with_the_own_visits(self):
		boot = get_boot(JULIES_USER)

		self.assertTrue(boot["is_technician"])
		self.assertEqual(boot["service_persons"], [JULIE])
		self.assertEqual(boot["own_visits"], ["=", JULIE])

	def test_dispatcher_and_seller_begin_with_all(self):
		for user in (DISPATCHER, SELLER):
			with self.subTest(user):
				self.assertFalse(get_boot(user)["is_technician"])

	def test_who_is_no_sales_person_has_no_visits_of_his_own(self):
		operator, person = get_boot(DISPATCHER)["own_visits"]

		self.assertEqual(operator, "=")
		self.assertEqual(get_page(person), [])

	def test_who_is_two_sales_persons_has_the_visits_of_both(self):
		employee = frappe.db.get_value("Sales Person", JULIE, "employee")
		second = make_person("Julie P.")
		frappe.db.set_value("Sales Person", second, "employee", employee)

		self.assertEqual(get_boot(JULIES_USER)["own_visits"], ["in", sorted([JULIE, second])])


def get_page(
	person: str, start: int = 0, page_length: int = 20, order_by: str = BY_DATE, **others
) -> list[str]:
	"""Return the names that Desk's list would show of a technician."""
	filters = [["Maintenance Visit Purpose", "service_person", "=", person]]
	frappe.local.form_dict = frappe._dict(
		doctype="Maintenance Visit",
		fields=frappe.as_json(["`tabMaintenance Visit`.`name`"]),
		filters=frappe.as_json(filters),
		order_by=order_by,
		start=start,
		page_length=page_length,
		view="List",
		group_by="`tabMaintenance Visit`.`name`",
		**others,
	)
	page = get_visits_from_today()
	return [name for (name,) in page["values"]] if page else []


def get_boot(user: str) -> dict:
	frappe.set_user(user)
	try:
		bootinfo = frappe._dict()
		add_to_bootinfo(bootinfo)
		return bootinfo["maintenance_visits"]
	finally:
		frappe.set_user("Administrator")
