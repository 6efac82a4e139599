"""The customer signs; what he signed for stays as it is, and what follows from it is the server's."""

import base64

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import time_logs
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sign_off import (
	NotASignatureError,
	SignatureMissingError,
	SignedError,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.status import StatusError
from maintenance_visit_app.tests import (
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	VisitTestCase,
	change_settings,
	do_work,
	make_person,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import cancel, save

SIGNATURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OTHER_SIGNATURE = SIGNATURE.replace("AWjR9", "AWjR8")


class TestSignature(VisitTestCase):
	def test_signature_is_stamped_and_seals_the_work(self):
		visit = self.sign(do_work(make_visit()).insert())
		self.assertEqual(visit.signature_status, "Signed")
		self.assertTrue(visit.signed_on)

		visit.reload().purposes[0].work_done = "Nothing at all."
		with self.assert_throws(SignedError, "Mme Roux", "Purposes", "Clear the signature first"):
			visit.save()
		visit.reload()
		self.assertEqual(visit.purposes[0].work_done, "Burner cleaned.")

	def test_what_is_not_the_work_may_still_be_changed(self):
		visit = self.sign(do_work(make_visit()).insert())
		signed_on = visit.signed_on

		visit.reload().update({"customer_feedback": "Very friendly.", "rating": 0.8}).save()

		self.assertEqual((visit.customer_feedback, visit.signed_on), ("Very friendly.", signed_on))
		self.assertEqual(visit.submit().docstatus, 1)

	def test_cleared_signature_is_logged_and_frees_the_work(self):
		visit = self.sign(do_work(make_visit()).insert())

		visit.reload().customer_signature = None
		visit.purposes[0].work_done = "Burner and flue cleaned."
		visit.save()

		self.assertEqual(visit.signature_status, "Not Signed")
		self.assertFalse(visit.signed_by or visit.signed_on)
		self.assertIn("Mme Roux", self.get_log(visit))

	def test_another_signature_in_its_place_is_logged_too(self):
		visit = self.sign(do_work(make_visit()).insert())

		visit.reload().update({"customer_signature": OTHER_SIGNATURE, "signed_by": "M. Roux"}).save()

		self.assertIn("Mme Roux", self.get_log(visit))
		self.assertEqual((visit.signed_by, visit.signature_status), ("M. Roux", "Signed"))

	def test_signature_needs_a_name(self):
		with self.assert_throws(SignatureMissingError, "Signed By"):
			make_visit(customer_signature=SIGNATURE).insert()

	def test_settings_may_require_a_signature(self):
		visit = do_work(make_visit()).insert()
		change_settings(require_signature=1)

		with self.assert_throws(SignatureMissingError, "signature is missing", "Sign-off"):
			visit.submit()
		self.assertEqual(self.sign(visit.reload()).submit().docstatus, 1)

	def test_nothing_that_runs_is_stored_also_where_frappe_lets_it_pass(self):
		"""It lets pass valid JSON, and all of a visit that comes submitted."""
		frappe.db.set_value("Customer", HOTEL, "customer_name", '"<img src=x onerror=alert(1)>"')
		for script in (
			"Fine <img src=x onerror=alert(1)>",
			'"<img src=x onerror=alert(1)>"',
			'["<svg onload=alert(1)>"]',
		):
			visit = do_work(make_visit(customer_feedback=script), work_done=script)
			visit.update({"docstatus": 1, "checks": [{"task": script, "remark": script}]})
			visit.purposes[0].update({"complaint": script, "description": script})
			name = frappe.client.insert(visit.as_dict(no_nulls=True))["name"]
			stored = frappe.get_doc("Maintenance Visit", name)
			for shown in (
				frappe.as_json(stored.as_dict()),
				frappe.as_json(save(make_visit()).as_dict()),
			):
				with self.subTest(script):
					self.assertNotRegex(shown, "onerror|onload")

	def test_what_only_looks_like_a_tag_stays_as_it_is_written(self):
		visit = save(make_visit(customer_feedback="5 < 7 & 8 > 6"))

		self.assertEqual(visit.customer_feedback, "5 < 7 & 8 > 6")

	def test_seal_holds_for_all_that_the_customer_was_shown(self):
		visit = self.sign(do_work(make_visit(billable_hours=1)).insert())
		for fieldname, value in (
			("signed_by", "M. Roux"),
			("customer", CLINIC),
			("mntc_date", "2026-01-31"),
			("mntc_time", "07:15:00"),
			("maintenance_type", "Breakdown"),
			("completion_status", "Partially Completed"),
			("billable_hours", 9),
		):
			label = visit.meta.get_label(fieldname)
			with self.subTest(fieldname), self.assert_throws(SignedError, "Mme Roux", label):
				save(visit.reload().update({fieldname: value}))
		for fieldname, value in (
			("coverage", "Billable"),
			("service_person", KARIM),
			("complaint", "Smells"),
		):
			visit.reload().purposes[0].set(fieldname, value)
			with self.subTest(fieldname), self.assert_throws(SignedError, "Purposes"):
				save(visit)

	def test_name_under_a_kept_signature_cannot_be_set_by_a_client(self):
		visit = self.sign(do_work(make_visit()).insert())

		with self.assert_throws(SignedError, "Signed By"):
			frappe.client.set_value(visit.doctype, visit.name, "signed_by", "M. Roux")

	def test_desk_submits_what_was_signed_and_the_server_fills_in_what_follows(self):
		visit = save(self.sign(do_work(make_visit(), None).insert()))
		visit.purposes[0].completion_status = None

		with self.assert_throws(SignedError, "Completion Status"):
			save(visit.update({"completion_status": "Fully Completed"}), "Submit")
		visit = self.sign(do_work(make_visit()).insert())
		submitted = save(visit.reload(), "Submit")

		self.assertEqual(submitted.status, "Submitted")
		self.assertTrue(submitted.purposes[0].coverage and submitted.billing_status)
		self.assertEqual(submitted.signed_on, visit.signed_on)

	def test_signature_under_work_that_is_not_recorded_is_told_at_once(self):
		visit = make_visit().insert()
		frappe.clear_messages()

		save(visit.update({"customer_signature": SIGNATURE, "signed_by": "Mme Roux"}))

		told = str(frappe.get_message_log())
		for fragment in ("Clear the signature", "Completion Status", "Work Done"):
			self.assertIn(fragment, told)

	def test_technician_leaves_after_the_customer_has_signed(self):
		visit = do_work(make_visit(technician=make_person("Technicien du soir"))).insert()
		time_logs.check_in(visit.name)
		visit = self.sign(visit.reload())

		time_logs.check_out(visit.name)
		visit = save(visit.reload(), "Submit")

		self.assertEqual((visit.docstatus, visit.signature_status), (1, "Signed"))
		self.assertTrue(visit.time_logs[0].to_time)

	def test_time_that_was_signed_for_stays(self):
		log = new_time_log(JULIE, f"{add_days(today(), -1)} 08:00:00", 1)
		visit = self.sign(do_work(make_visit(time_logs=[log])).insert())

		visit.time_logs[0].to_time = f"{add_days(today(), -1)} 11:00:00"
		with self.assert_throws(SignedError, "Time Logs"):
			save(visit)

	def test_amended_visit_is_unsigned(self):
		visit = cancel(save(self.sign(do_work(make_visit()).insert()), "Submit"))
		copied = visit.as_dict(no_default_fields=True)
		copied.update({"doctype": visit.doctype, "amended_from": visit.name, "docstatus": 0})
		self.assertTrue(copied.customer_signature)

		amended = save(frappe.get_doc({**copied, "completion_status": "Partially Completed"}))

		self.assertEqual(amended.signature_status, "Not Signed")
		self.assertFalse(amended.customer_signature or amended.signed_by or amended.signed_on)
		self.assertEqual(self.sign(amended).signature_status, "Signed")

	def test_only_a_drawing_is_a_signature(self):
		header = base64.b64encode(b"\x89PNG\r\n\x1a\nno picture").decode()
		for signature in (
			"X",
			"https://example.com/pixel.png",
			"data:image/svg+xml;base64,PHN2Zy8+",
			"data:image/png;base64,PHN2Zy8+",
			f"data:image/png;base64,{header}",
			SIGNATURE + "A" * 1_000_000,
			f'{SIGNATURE}"><script>',
		):
			values = make_visit().as_dict(no_nulls=True)
			values.update({"customer_signature": signature, "signed_by": "Mme Roux"})
			with self.subTest(signature=str(signature)[:50]), self.assert_throws(NotASignatureError, "PNG"):
				frappe.client.insert(values)

	def test_who_signed_when_and_whether_is_for_the_server_to_say(self):
		values = make_visit().as_dict(no_nulls=True)
		values.update({"signed_by": "Mme Roux", "signed_on": "2020-01-01", "signature_status": "Signed"})

		visit = frappe.get_doc("Maintenance Visit", frappe.client.insert(values)["name"])

		self.assertFalse(visit.signed_by or visit.signed_on)
		self.assertEqual(visit.signature_status, "Not Signed")
		visit.update({"customer_signature": SIGNATURE, "signed_by": "Mme Roux", "signed_on": "2020-01-01"})
		signed = save(visit)
		signed_on = signed.signed_on
		self.assertNotEqual(signed_on.year, 2020)
		self.assertEqual(save(signed.update({"signed_on": "2020-01-01"})).signed_on, signed_on)

	def test_hours_that_were_signed_for_at_zero_are_not_derived(self):
		day = add_days(today(), -1)
		visit = do_work(
			make_visit(billable_hours=0, billable_hours_entered=1, mntc_date=day, mntc_time="09:00:00")
		)
		visit.append("time_logs", new_time_log(JULIE, f"{day} 09:00:00", 2))
		visit = self.sign(save(visit))

		with self.assert_throws(SignedError, "Billable Hours as Entered"):
			frappe.client.set_value("Maintenance Visit", visit.name, "billable_hours_entered", 0)

		visit = save(visit.reload(), "Submit")
		self.assertEqual((visit.billable_hours, visit.billing_status), (0, "Not Billable"))

	def test_date_that_the_work_was_for_is_sealed(self):
		schedule = make_yearly_schedule()
		visit = do_work(make_visit(HOTEL, maintenance_schedule=schedule.name))
		visit.purposes[0].maintenance_schedule_detail = schedule.schedules[0].name
		visit = self.sign(save(visit))

		visit.purposes[0].maintenance_schedule_detail = None
		with self.assert_throws(SignedError, "Purposes"):
			save(visit)

	def test_words_may_be_wrapped_anew_yet_neither_struck_nor_hidden_nor_illustrated(self):
		visit = do_work(make_visit())
		visit.purposes[0].description = "We did not replace the pump."
		visit = self.sign(save(visit))

		visit.purposes[
			0
		].description = "<div class='ql-editor'><p>We did not replace the <b>pump</b>.</p></div>"
		with self.assert_throws(SignedError, "Purposes"):
			save(visit)
		for text in (
			"We did <s>not</s> replace the pump.",
			"We did <span style='display: none'>not</span> replace the pump.",
			"We did not replace the pump.<img src='/files/x.png'>",
		):
			visit = visit.reload()
			visit.purposes[0].description = text
			with self.assert_throws(SignedError, "Purposes"):
				save(visit)
		visit = visit.reload()
		visit.purposes[
			0
		].description = "<div class='ql-editor read-mode'><p>We did not replace the pump.</p></div>"
		self.assertEqual(save(visit).signature_status, "Signed")

	def sign(self, visit):
		return visit.update({"customer_signature": SIGNATURE, "signed_by": "Mme Roux"}).save()

	def get_log(self, visit) -> str:
		filters = {"reference_doctype": visit.doctype, "reference_name": visit.name, "comment_type": "Info"}
		return str(frappe.get_all("Comment", filters, pluck="content"))


class TestDerived(VisitTestCase):
	DERIVED = {
		"billing_status": "Billed",
		"signature_status": "Signed",
		"signed_by": "Mme Roux",
		"signed_on": "2020-01-01 10:00:00",
		"working_hours": 99,
		"status": "In Progress",
	}

	def test_new_visit_says_of_itself_what_follows_from_it(self):
		values = {**make_visit().as_dict(no_nulls=True), **self.DERIVED}

		visit = frappe.get_doc("Maintenance Visit", frappe.client.insert(values)["name"])

		self.assertEqual(
			(visit.status, visit.signature_status, visit.working_hours), ("Planned", "Not Signed", 0)
		)
		self.assertFalse(visit.billing_status or visit.signed_by or visit.signed_on)

	def test_draft_keeps_it(self):
		visit = make_visit().insert()
		for fieldname in ("billing_status", "signature_status", "status"):
			with self.subTest(fieldname), self.assert_throws(StatusError, "follows from"):
				frappe.client.set_value(visit.doctype, visit.name, fieldname, self.DERIVED[fieldname])
		for fieldname in ("signed_by", "signed_on", "working_hours"):
			frappe.client.set_value(visit.doctype, visit.name, fieldname, self.DERIVED[fieldname])
			self.assertFalse(visit.reload().get(fieldname), fieldname)

	def test_submit_derives_it_whatever_is_sent_along(self):
		visit = do_work(make_visit()).insert()

		visit = save(visit.update({"signed_by": "Mme Roux", "working_hours": 99}), "Submit")

		self.assertEqual((visit.signed_by, visit.working_hours), (None, 0))
		inserted = do_work(make_visit()).update({"docstatus": 1, "billing_status": "Billed"})
		self.assertNotEqual(frappe.client.insert(inserted.as_dict(no_nulls=True)).billing_status, "Billed")

	def test_submitted_visit_keeps_it(self):
		visit = do_work(make_visit()).insert().submit()
		before = visit.reload().as_dict()
		for fieldname, value in self.DERIVED.items():
			with self.subTest(fieldname), self.assertRaises(frappe.UpdateAfterSubmitError):
				frappe.client.set_value(visit.doctype, visit.name, fieldname, value)
			with self.subTest(fieldname), self.assertRaises(frappe.UpdateAfterSubmitError):
				save(visit.reload().update({fieldname: value}), "Update")
		self.assertEqual(visit.reload().as_dict(), before)
