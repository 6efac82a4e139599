"""What a program may send to the mappers into a visit: each answer is a sentence, none is a crash."""

import json

from maintenance_visit_app.maintenance_visits.mappers.test_follow_up import make_partial_visit
from maintenance_visit_app.tests import (
	BOILER,
	make_claim,
	make_order,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.test_rest_api import APITestCase, minimal_row, minimal_visit

MAPPERS = "maintenance_visit_app.maintenance_visits.mappers"
DRAFTS = "maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.drafts"
SERIAL_NUMBERS = (
	"erpnext.maintenance.doctype.maintenance_schedule.maintenance_schedule.get_serial_nos_from_schedule"
)
ODD = (
	"",
	"no such name",
	5,
	1.5,
	True,
	None,
	[],
	["a"],
	{},
	{"a": 1},
	"{",
	"[1",
	"null",
	"é" * 200,
	"<b>x</b>",
)
ODD_TARGETS = (
	"{",
	"[1, 2]",
	'"text"',
	"5",
	"{}",
	'{"doctype": "User"}',
	'{"doctype": "No Such DocType"}',
	'{"doctype": ["Maintenance Visit"]}',
	'{"doctype": "Maintenance Visit", "purposes": "rows"}',
	'{"doctype": "Maintenance Visit", "purposes": [5]}',
	'{"doctype": "Maintenance Visit", "purposes": [{"maintenance_schedule_detail": ["a"]}]}',
	'{"doctype": "Maintenance Visit", "purposes": [{"prevdoc_detail_docname": {"a": 1}}]}',
)
ODD_CHOICES = (
	{"filtered_children": 5},
	{"filtered_children": [["a"]]},
	{"filtered_children": {"a": 1}},
	[],
	5,
)
NAMES_IN_ROWS = (
	"item_code",
	"serial_no",
	"prevdoc_doctype",
	"prevdoc_docname",
	"prevdoc_detail_docname",
	"maintenance_schedule_detail",
)


class TestHostileCalls(APITestCase):
	resource = "/api/resource/Maintenance Visit"

	def test_odd_names_of_a_source(self):
		for mapper in self.get_mappers():
			for odd in ODD:
				self.assert_no_crash(mapper, source_name=odd)
			self.assert_no_crash(mapper)

	def test_odd_targets(self):
		for mapper, source in self.get_mappers().items():
			for target in (*ODD_TARGETS, 5, ["a"], {"doctype": "User"}):
				self.assert_no_crash(mapper, source_name=source.name, target_doc=target)

	def test_target_that_is_no_visit_is_told_in_a_sentence(self):
		for mapper, source in self.get_mappers().items():
			answer = self.call(mapper, source_name=source.name, target_doc='{"doctype": "User"}')
			self.assert_refused(answer, "is no Maintenance Visit")

	def test_odd_choices_of_dates(self):
		mapper = f"{MAPPERS}.from_maintenance_schedule.make_maintenance_visit"
		schedule = make_yearly_schedule().name
		for odd in (*ODD, *ODD_CHOICES):
			self.assert_no_crash(mapper, source_name=schedule, item_name=odd)
			self.assert_no_crash(mapper, source_name=schedule, s_id=odd)

	def test_odd_questions_for_serial_numbers(self):
		schedule = make_yearly_schedule().name
		for odd in ODD:
			self.assert_no_crash(SERIAL_NUMBERS, item_code=odd, schedule=schedule)
			self.assert_no_crash(SERIAL_NUMBERS, item_code=BOILER, schedule=odd)
		status, body = self.call(SERIAL_NUMBERS, item_code=BOILER, schedule=schedule)
		self.assertEqual((status, body["message"]), (200, []))

	def test_odd_questions_for_drafts(self):
		for verb in ("get_drafts", "delete_drafts", "detach_drafts"):
			for odd in ODD:
				self.assert_no_crash(f"{DRAFTS}.{verb}", doctype="Maintenance Schedule", name=odd)
				self.assert_no_crash(f"{DRAFTS}.{verb}", doctype=odd, name="x")
			self.assert_no_crash(f"{DRAFTS}.{verb}")

	def test_lists_in_the_place_of_names(self):
		for odd in (["a"], {"a": 1}, [["a"]]):
			for fieldname in NAMES_IN_ROWS:
				visit = minimal_visit(purposes=[minimal_row(**{fieldname: odd})])
				self.assert_refused(self.request("POST", self.resource, visit))
			for fieldname in ("maintenance_schedule", "maintenance_schedule_detail", "follow_up_of"):
				self.assert_refused(self.request("POST", self.resource, minimal_visit(**{fieldname: odd})))

	def test_texts_are_shown_as_they_were_typed(self):
		typed = "<img src=x onerror=alert(1)>"
		sales_order = make_order(items=(BOILER,))
		order = {"prevdoc_doctype": "Sales Order", "prevdoc_docname": sales_order.name}
		for row in ({**order, "prevdoc_detail_docname": typed}, {"maintenance_schedule_detail": typed}):
			answer = self.request("POST", self.resource, minimal_visit(purposes=[minimal_row(**row)]))
			self.assert_refused(answer)
			self.assertNotIn(typed, json.dumps(answer[1]))

	def get_mappers(self) -> dict:
		return {
			f"{MAPPERS}.from_sales_order.make_maintenance_visit": make_order(items=(BOILER,)),
			f"{MAPPERS}.from_maintenance_schedule.make_maintenance_visit": make_yearly_schedule(),
			f"{MAPPERS}.from_warranty_claim.make_maintenance_visit": make_claim(),
			f"{MAPPERS}.follow_up.make_follow_up_visit": make_partial_visit(),
		}

	def call(self, method: str, **arguments):
		return self.request("POST", f"/api/method/{method}", arguments)

	def assert_no_crash(self, method: str, **arguments) -> None:
		status, body = self.call(method, **arguments)
		self.assertLess(status, 500, (method, arguments, body))
		if status >= 400:
			self.assertTrue(
				body.get("_server_messages") or body.get("exception") or body.get("exc_type"), body
			)
