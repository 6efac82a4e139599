"""What a telephone sends whose clock was put right only when it had network again."""

from frappe.utils import add_to_date, now_datetime

from maintenance_visit_app.tests.as_users import Request
from maintenance_visit_app.tests.at_once import USER
from maintenance_visit_app.tests.operations import OperationsTestCase, new_id, operation

SEND = "/api/method/maintenance_visit_app.technician.queue.send"


class TestClockThatWasAhead(OperationsTestCase):
	def test_a_day_without_network_is_moved_back_and_the_technician_told(self):
		visit = self.make_visit()
		technician = visit.purposes[0].service_person
		now = now_datetime().replace(microsecond=0)
		began, ended = (str(add_to_date(now, days=1, minutes=minutes)) for minutes in (-90, 0))
		check_in = operation("check_in", visit, began, service_person=technician, row=new_id())
		check_out = operation("check_out", visit, ended, service_person=technician)
		sent = {"user": USER, "operations": [check_in, check_out], "sent_at": str(now)}

		(answer,) = self.users.send_all([Request(USER, "POST", SEND, sent)])

		results = answer.body["message"]["results"]
		self.assert_outcomes(results, "applied", "applied")
		for result in results:
			self.assertIn("The telephone's clock was ahead: this is noted as of", result["told"])
		visit.reload()
		(log,) = visit.time_logs
		self.assertEqual(log.hours, 1.5)
		self.assertLess(abs((log.to_time - now).total_seconds()), 300)

	def test_what_it_said_before_and_is_past_by_now_keeps_its_place(self):
		visit = self.make_visit()
		technician = visit.purposes[0].service_person
		now = now_datetime().replace(microsecond=0)
		taps = [
			operation(kind, visit, str(add_to_date(now, minutes=minutes)), service_person=technician)
			for kind, minutes in (("check_in", -5), ("check_out", 45), ("check_in", 105), ("check_out", 180))
		]
		note = operation("note", visit, str(add_to_date(now, seconds=-10)), text="By the right clock.")
		sent = {"user": USER, "operations": [*taps, note], "sent_at": str(now)}

		(answer,) = self.users.send_all([Request(USER, "POST", SEND, sent)])

		results = answer.body["message"]["results"]
		self.assert_outcomes(results, *["applied"] * 5)
		self.assertNotIn("told", results[-1])
		visit.reload()
		times = [moment for log in visit.time_logs for moment in (log.from_time, log.to_time)]
		ago = [round((now - moment).total_seconds() / 60) for moment in times]
		self.assertEqual(ago, [185, 135, 75, 0])
