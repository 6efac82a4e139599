from concurrent.futures import ThreadPoolExecutor

import frappe

from maintenance_visit_app.demo.documents import amend_visit
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.follow_up import FollowUpError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import SourceMismatchError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.test_checklist import make_checklist
from maintenance_visit_app.maintenance_visits.mappers.follow_up import make_follow_up_visit
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import (
	make_maintenance_visit,
)
from maintenance_visit_app.maintenance_visits.mappers.mapping import NothingLeftToDoError
from maintenance_visit_app.tests import (
	BOILER,
	CLINIC,
	HOTEL,
	SPLIT,
	VisitTestCase,
	do_work,
	make_order,
	make_visit,
)
from maintenance_visit_app.tests.desk_requests import cancel, save
from maintenance_visit_app.tests.test_rest_api import CONFLICTS, APITestCase

USER = "julie.perrin@example.com"


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

	def test_what_was_gone_through_is_not_gone_through_again(self):
		make_checklist(item_code=SPLIT)
		visit = make_partial_visit()

		follow_up = save(make_follow_up_visit(visit.name))

		self.assertEqual([check.task for check in visit.checks], ["Burner cleaned", "Flue gas"])
		self.assertEqual(follow_up.checks, [])

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

	def test_visit_of_another_customer_or_company_is_not_followed_up(self):
		visit = make_partial_visit()

		with self.assert_throws(SourceMismatchError, visit.name, HOTEL, CLINIC):
			save(make_visit(CLINIC, {BOILER: None}, follow_up_of=visit.name))

	def test_user_of_one_customer_learns_nothing_of_the_visit_he_names(self):
		visit = make_partial_visit()
		self.restrict(USER, "Customer", CLINIC)
		frappe.set_user(USER)

		with self.assert_throws(SourceMismatchError, "or you may not read it") as caught:
			save(make_visit(CLINIC, {BOILER: None}, follow_up_of=visit.name))
		self.assertNotIn(HOTEL, str(caught.raises.exception))

	def test_visit_does_not_follow_up_itself_nor_a_draft_that_follows_it(self):
		first = save(make_visit())
		first.follow_up_of = first.name
		with self.assert_throws(FollowUpError, "itself"):
			save(first)
		with self.assert_throws(FollowUpError, first.name, "not submitted"):
			save(make_visit(follow_up_of=first.name))

	def test_follow_up_of_a_cancelled_visit_follows_what_it_became(self):
		"""Left behind by a cancel of before: a draft hangs on a visit that was amended."""
		visit = make_partial_visit()
		follow_up = save(make_follow_up_visit(visit.name))
		frappe.db.set_value("Maintenance Visit", follow_up.name, "follow_up_of", None)
		visit = cancel(visit)
		frappe.db.set_value("Maintenance Visit", follow_up.name, "follow_up_of", visit.name)
		with self.assert_throws(FollowUpError, visit.name, "is cancelled"):
			save(follow_up.reload())

		amended = save(save(amend_visit(visit)), "Submit")

		self.assertEqual(save(follow_up.reload()).follow_up_of, amended.name)

	def test_amended_follow_up_of_a_visit_that_is_gone_stands_alone(self):
		visit = make_partial_visit()
		follow_up = save(save(do_work(make_follow_up_visit(visit.name))), "Submit")
		follow_up = cancel(follow_up)
		cancel(visit)

		self.assertFalse(save(amend_visit(follow_up)).follow_up_of)


class TestFollowUpsAtOnce(APITestCase):
	resource = "/api/resource/Maintenance Visit"

	def test_two_who_plan_the_follow_up_at_once_plan_one(self):
		visit = make_partial_visit()
		values = frappe.parse_json(make_follow_up_visit(visit.name).as_json())
		frappe.db.commit()

		with ThreadPoolExecutor(2) as pool:
			answers = list(pool.map(lambda _: self.insert_until_through(values), "ab"))
		frappe.db.rollback()

		(won, _), (_lost, told) = sorted(answers, key=lambda answer: answer[0])
		self.assertEqual((won, told["exc_type"]), (200, "FollowUpError"), told)
		self.assertEqual(frappe.db.count("Maintenance Visit", {"follow_up_of": visit.name}), 1)

	def insert_until_through(self, values: dict) -> tuple[int, dict]:
		for _ in range(10):
			status, body = self.send("POST", self.resource, values)
			if body.get("exc_type") not in CONFLICTS:
				break
		return status, body


def make_partial_visit():
	"""Submit a visit for an order of which the boiler was done and the air conditioner wasn't."""
	visit = do_work(make_maintenance_visit(make_order(items=(BOILER, SPLIT)).name), "Partially Completed")
	visit.purposes[0].completion_status = "Fully Completed"
	for check in visit.insert().checks:
		check.update({"result": "OK", "reading": "12"})
	return visit.submit()
