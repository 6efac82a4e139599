import frappe

from maintenance_visit_app.demo.documents import amend_visit
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.follow_up import FollowUpError
from maintenance_visit_app.maintenance_visits.mappers.follow_up import make_follow_up_visit
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import (
	make_maintenance_visit,
)
from maintenance_visit_app.maintenance_visits.mappers.mapping import NothingLeftToDoError
from maintenance_visit_app.tests import (
	BOILER,
	HOTEL,
	SPLIT,
	VisitTestCase,
	do_work,
	make_order,
	make_visit,
)


class TestFollowUp(VisitTestCase):
	def test_only_what_was_left_unfinished_is_carried_forward(self):
		visit = make_partial_visit()

		follow_up = make_follow_up_visit(visit.name).insert()

		self.assertEqual(follow_up.follow_up_of, visit.name)
		self.assertEqual((follow_up.customer, follow_up.status), (HOTEL, "Planned"))
		self.assertEqual(follow_up.parts, [])
		(row,) = follow_up.purposes
		self.assertEqual(row.item_code, SPLIT)
		self.assertFalse(row.work_done or row.completion_status or follow_up.completion_status)
		self.assertEqual(row.prevdoc_docname, visit.purposes[1].prevdoc_docname)
		self.assertEqual(row.prevdoc_detail_docname, visit.purposes[1].prevdoc_detail_docname)

	def test_visit_shows_its_follow_up_among_its_connections(self):
		visit = make_partial_visit()
		follow_up = make_follow_up_visit(visit.name).insert()

		(link,) = frappe.get_meta("Maintenance Visit").get("links", {"group": "Follow-up"})
		found = frappe.get_list(link.link_doctype, {link.link_fieldname: visit.name}, pluck="name")

		self.assertEqual(found, [follow_up.name])

	def test_second_follow_up_is_refused_and_the_first_is_named(self):
		visit = make_partial_visit()
		late = make_follow_up_visit(visit.name)
		follow_up = make_follow_up_visit(visit.name).insert()

		with self.assert_throws(FollowUpError, visit.name, follow_up.name):
			make_follow_up_visit(visit.name)
		with self.assert_throws(FollowUpError, visit.name, follow_up.name):
			late.insert()

	def test_amended_follow_up_still_follows_up(self):
		visit = make_partial_visit()
		follow_up = do_work(make_follow_up_visit(visit.name)).insert().submit()
		follow_up.cancel()

		self.assertEqual(amend_visit(follow_up).insert().follow_up_of, visit.name)

	def test_finished_visit_leaves_nothing_to_follow_up(self):
		visit = do_work(make_visit()).insert().submit()

		with self.assert_throws(NothingLeftToDoError, visit.name):
			make_follow_up_visit(visit.name)

	def test_draft_is_finished_itself(self):
		visit = make_visit().insert()

		with self.assert_throws(FollowUpError, visit.name, "not submitted"):
			make_follow_up_visit(visit.name)

	def test_visit_with_a_submitted_follow_up_is_cancelled_after_it(self):
		visit = make_partial_visit()
		follow_up = do_work(make_follow_up_visit(visit.name)).insert().submit()

		with self.assert_throws(frappe.ValidationError, follow_up.name):
			frappe.get_doc("Maintenance Visit", visit.name).cancel()
		follow_up.cancel()
		frappe.get_doc("Maintenance Visit", visit.name).cancel()


def make_partial_visit():
	"""Submit a visit for an order of which the boiler was done and the air conditioner wasn't."""
	visit = do_work(make_maintenance_visit(make_order(items=(BOILER, SPLIT)).name), "Partially Completed")
	visit.purposes[0].completion_status = "Fully Completed"
	return visit.insert().submit()
