"""Who is told what by the standard notifications, and that each can be switched off and on."""

from email import message_from_string, policy

import frappe
from frappe.utils import add_days, add_to_date, now_datetime, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.announcements import (
	announce_visits,
)
from maintenance_visit_app.tests import (
	BOILER,
	CLINIC,
	HOTEL,
	JULIE,
	VisitTestCase,
	change_settings,
	desk_requests,
	do_work,
	make_visit,
)
from maintenance_visit_app.tests.desk_requests import save

PLANNED, MOVED = "Your maintenance visit is planned", "Your maintenance visit has moved"


class TestNotifications(VisitTestCase):
	def test_conditions_ask_for_nothing_that_frappe_15_keeps_from_them(self):
		ours = frappe.get_all("Notification", {"module": "Maintenance Visits"}, ["name", "condition"])

		self.assertEqual(len(ours), 6)
		for notification in ours:
			self.assertNotRegex(notification.condition, r"frappe\.(?!utils\.)", notification.name)
			# As Frappe tries it when the notification is saved: a dict, no document
			visit = frappe.new_doc("Maintenance Visit").as_dict()
			context = {"doc": visit, "frappe": frappe._dict(utils=frappe.utils)}
			frappe.safe_eval(notification.condition, None, context)

	def test_customers_get_no_mail_unless_the_settings_say_so(self):
		visit = make_visit(mntc_date=add_days(today(), 1)).insert()
		visit.reload().update({"mntc_date": add_days(today(), 2)}).save()
		let_time_pass()
		do_work(visit.reload()).save().submit()

		self.assertEqual(self.get_mails(), [])

	def test_customer_is_told_once_when_a_visit_is_planned_and_when_it_moves(self):
		change_settings(notify_customers=1)
		visit = desk_requests.save(make_visit(mntc_date=add_days(today(), 3)))
		self.assertEqual(self.get_subjects(), [])
		let_time_pass()
		self.assertEqual(self.get_subjects(), [PLANNED])

		visit = desk_requests.save(visit.reload().update({"mntc_date": add_days(today(), 4)}))
		desk_requests.save(visit)
		let_time_pass()
		let_time_pass()

		self.assertEqual(self.get_subjects(), [PLANNED, MOVED])

	def test_twenty_moves_make_one_mail_that_tells_the_last(self):
		change_settings(notify_customers=1)
		visit = self.make_announced()

		for days in range(20):
			visit.update({"mntc_date": add_days(today(), 4 + days), "mntc_time": "10:00:00"})
			visit = desk_requests.save(visit)
			announce_visits()
		let_time_pass()

		self.assertEqual(self.get_subjects(), [PLANNED, MOVED])
		text = self.get_text(self.get_mails()[-1])
		self.assertIn(frappe.format(visit.mntc_date, {"fieldtype": "Date"}), text)

	def test_customer_is_told_when_only_the_time_moves_and_not_when_it_moves_back(self):
		change_settings(notify_customers=1)
		visit = self.make_announced(mntc_time="09:00:00")

		visit = desk_requests.save(visit.update({"mntc_time": "14:30:00"}))
		visit = desk_requests.save(visit.update({"mntc_time": "09:00:00"}))
		let_time_pass()
		self.assertEqual(self.get_subjects(), [PLANNED])

		frappe.call("frappe.client.set_value", visit.doctype, visit.name, "mntc_time", "14:30:00")
		let_time_pass()
		self.assertEqual(self.get_subjects(), [PLANNED, MOVED])
		self.assertIn("14:30", self.get_text(self.get_mails()[-1]))

	def test_customer_is_told_when_a_draft_gets_its_technician(self):
		change_settings(notify_customers=1)
		visit = desk_requests.save(make_visit(technician=None, mntc_date=add_days(today(), 3)))
		let_time_pass()
		self.assertEqual(self.get_subjects(), [])

		visit.reload().purposes[0].service_person = JULIE
		desk_requests.save(visit)
		let_time_pass()

		self.assertEqual(self.get_subjects(), [PLANNED])

	def test_form_that_was_opened_before_the_mail_makes_no_second_one(self):
		change_settings(notify_customers=1)
		opened = desk_requests.save(make_visit(mntc_date=add_days(today(), 3)))
		let_time_pass()

		opened.customer_feedback = "Bring a ladder."
		desk_requests.save(opened)
		let_time_pass()

		self.assertEqual(self.get_subjects(), [PLANNED])

	def test_visit_that_is_done_or_deleted_meanwhile_is_announced_to_nobody(self):
		change_settings(notify_customers=1)
		done = desk_requests.save(make_visit(mntc_date=add_days(today(), 1)))
		desk_requests.save(do_work(done), "Submit")
		desk_requests.save(make_visit(mntc_date=add_days(today(), 1))).delete()
		frappe.db.delete("Email Queue")

		let_time_pass()

		self.assertEqual(self.get_subjects(), [])

	def make_announced(self, **values):
		visit = desk_requests.save(make_visit(mntc_date=add_days(today(), 3), **values))
		let_time_pass()
		return visit.reload()

	def get_text(self, mail) -> str:
		message = message_from_string(mail.message, policy=policy.default)
		return message.get_body(("html",)).get_content()

	def test_customer_is_written_to_in_his_language_and_another_one_in_the_sites(self):
		change_settings(notify_customers=1)
		frappe.db.set_value("Customer", HOTEL, "language", "fr")
		frappe.db.set_value("Customer", CLINIC, "language", None)
		for customer in (HOTEL, CLINIC):
			visit = make_visit(customer, mntc_date=add_days(today(), 3)).insert()
			let_time_pass()
			visit.reload().update({"mntc_date": add_days(today(), 4)}).save()
			let_time_pass()

		self.assertEqual(
			self.get_subjects(),
			[
				"Votre visite d'entretien est prévue",
				"Votre visite d'entretien a été déplacée",
				"Your maintenance visit is planned",
				"Your maintenance visit has moved",
			],
		)
		planned = message_from_string(self.get_mails()[0].message, policy=policy.default)
		text = planned.get_body(("html",)).get_content()
		self.assertIn("Bonjour Sophie Garnier,", text)
		self.assertIn("Notre visite est prévue le", text)

	def test_customer_is_reminded_the_day_before(self):
		change_settings(notify_customers=1)
		tomorrow = make_visit(mntc_date=add_days(today(), 1)).insert()
		make_visit(mntc_date=add_days(today(), 2)).insert()
		reminder = frappe.get_doc("Notification", "Maintenance Visit Reminder")

		due = [visit.name for visit in reminder.get_documents_for_today()]

		self.assertIn(tomorrow.name, due)
		for name in due:
			date = frappe.db.get_value("Maintenance Visit", name, "mntc_date")
			self.assertEqual(str(date), add_days(today(), 1))

	def test_report_is_attached_when_the_work_is_done(self):
		change_settings(notify_customers=1)
		visit = do_work(make_visit()).insert().submit()

		(mail,) = self.get_mails()
		attachment = frappe.parse_json(mail.attachments)[0]
		self.assertEqual(attachment["print_format_attachment"], 1)
		self.assertEqual(attachment["name"], visit.name)
		self.assertEqual(attachment["print_format"], "Service Report")

	def test_technician_is_told_that_his_visit_moved(self):
		visit = self.make_announced()

		visit.update({"mntc_date": add_days(today(), 5)}).save()
		let_time_pass()

		self.assertIn(
			"julie.perrin@example.com",
			self.get_notified(visit, "Maintenance visit to Hôtel Belledonne has moved"),
		)

	def test_managers_learn_of_a_low_rating_and_of_no_other(self):
		good = do_work(make_visit(rating=0.8)).insert().submit()
		bad = do_work(make_visit(rating=0.2, customer_feedback="Came late.")).insert().submit()

		self.assertEqual(self.get_notified(good, "Low rating by Hôtel Belledonne"), [])
		self.assertIn("paul.mercier@example.com", self.get_notified(bad, "Low rating by Hôtel Belledonne"))

	def test_manager_who_may_not_read_the_customer_learns_of_no_rating(self):
		self.restrict("paul.mercier@example.com", "Customer", CLINIC)
		visits = [make_visit(customer, {BOILER: None}, rating=0.2) for customer in (HOTEL, CLINIC)]

		hotel, clinic = (save(do_work(visit).insert(), "Submit") for visit in visits)

		self.assertNotIn("paul.mercier@example.com", self.get_notified(hotel, "Low rating"))
		self.assertIn("paul.mercier@example.com", self.get_notified(clinic, "Low rating"))

	def test_names_in_the_subject_of_a_notification_run_nothing(self):
		frappe.db.set_value("Customer", HOTEL, "customer_name", '"<img src=x onerror=alert(1)>"')
		visit = make_visit(mntc_date=add_days(today(), 3), rating=0.2).insert()
		let_time_pass()
		visit.reload().update({"mntc_date": add_days(today(), 5)}).save()
		let_time_pass()
		save(do_work(visit.reload()), "Submit")

		for news in ("Low rating", "has moved"):
			filters = {"document_name": visit.name, "subject": ("like", f"%{news}%")}
			subject = frappe.get_all("Notification Log", filters, pluck="subject")[0]
			self.assertNotIn("<img", subject)

	def setUp(self) -> None:
		frappe.db.delete("Email Queue")
		put_off(None)  # Those of the demo

	def get_mails(self) -> list[dict]:
		return frappe.get_all(
			"Email Queue",
			{"reference_doctype": "Maintenance Visit", "message": ("not like", "%assigned%")},
			["message", "attachments"],
			order_by="creation",
		)

	def get_subjects(self) -> list[str]:
		subjects = []
		for mail in self.get_mails():
			message = message_from_string(mail.message, policy=policy.default)
			subjects.append(str(message["Subject"]))
		return subjects

	def get_notified(self, visit, subject: str) -> list[str]:
		filters = {"document_name": visit.name, "subject": ("like", f"%{subject}%")}
		return frappe.get_all("Notification Log", filters, pluck="for_user")


def let_time_pass() -> None:
	"""Let what was put off be due, and the scheduler come by."""
	put_off(add_to_date(now_datetime(), minutes=-1))
	announce_visits()


def put_off(until) -> None:
	visit = frappe.qb.DocType("Maintenance Visit")
	query = frappe.qb.update(visit).set(visit.announce_after, until)
	query.where(visit.announce_after.isnotnull()).run()
