import frappe
from frappe.utils import add_days, getdate, today

from maintenance_visit_app.maintenance_visits.planning.next_visit import get_next_visit
from maintenance_visit_app.tests import BAKERY, CLINIC, HOTEL, SPLIT, VisitTestCase, do_work, make_visit
from maintenance_visit_app.tests.parts import TECHNICIAN


class TestNextVisit(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		frappe.db.set_value("Maintenance Visit", {"customer": HOTEL, "docstatus": 0}, "customer", BAKERY)

	def test_earliest_draft_to_come_is_the_next_one(self):
		make_visit(HOTEL, mntc_date=add_days(today(), -3)).insert()
		make_visit(HOTEL, mntc_date=add_days(today(), 9)).insert()
		make_visit(HOTEL, mntc_date=add_days(today(), 4), mntc_time="14:00:00").insert()
		first = make_visit(HOTEL, mntc_date=add_days(today(), 4), mntc_time="08:00:00").insert()
		make_visit(CLINIC, {SPLIT: None}, mntc_date=add_days(today(), 1)).insert()

		visit = get_next_visit(HOTEL)

		self.assertEqual((visit.name, getdate(visit.mntc_date)), (first.name, getdate(add_days(today(), 4))))

	def test_without_one_to_come_the_last_overdue_one_is_told_and_done_work_never(self):
		do_work(make_visit(HOTEL)).insert().submit()
		self.assertIsNone(get_next_visit(HOTEL))

		make_visit(HOTEL, mntc_date=add_days(today(), -9)).insert()
		overdue = make_visit(HOTEL, mntc_date=add_days(today(), -2)).insert()
		self.assertEqual(get_next_visit(HOTEL).name, overdue.name)

	def test_who_may_not_see_the_customer_learns_of_no_visit(self):
		make_visit(HOTEL, mntc_date=add_days(today(), 4)).insert()
		self.restrict(TECHNICIAN, "Customer", CLINIC)
		frappe.set_user(TECHNICIAN)

		with self.assertRaises(frappe.PermissionError):
			get_next_visit(HOTEL)
