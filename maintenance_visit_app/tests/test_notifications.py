"""Who is told what by the standard notifications, and that each can be switched off and on."""

from email import message_from_string, policy

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.tests import (
	BOILER,
	CLINIC,
	HOTEL,
	VisitTestCase,
	change_settings,
	do_work,
	make_visit,
)
from maintenance_visit_app.tests.desk_requests import save


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
		do_work(visit.reload().update({"mntc_date": add_days(today(), 2)})).save().submit()

		self.assertEqual(self.get_mails(), [])

	def test_customer_is_told_once_when_a_visit_is_planned_and_when_it_moves(self):
		change_settings(notify_customers=1)
		visit = make_visit(mntc_date=add_days(today(), 3)).insert()
		visit.save()
		self.assertEqual(self.get_subjects(), ["Your maintenance visit is planned"])

		visit.reload().update({"mntc_date": add_days(today(), 4)}).save()
		visit.reload().save()
		self.assertEqual(
			self.get_subjects(), ["Your maintenance visit is planned", "Your maintenance visit has moved"]
		)

	def test_customer_is_written_to_in_his_language_and_another_one_in_the_sites(self):
		change_settings(notify_customers=1)
		frappe.db.set_value("Customer", HOTEL, "language", "fr")
		frappe.db.set_value("Customer", CLINIC, "language", None)
		for customer in (HOTEL, CLINIC):
			visit = make_visit(customer, mntc_date=add_days(today(), 3)).insert()
			visit.reload().update({"mntc_date": add_days(today(), 4)}).save()

		self.assertEqual(
			self.get_subjects(),
			[
				"Votre visite d'entretien est prévue",
				"Votre visite d'entretien est déplacée",
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
		visit = make_visit(mntc_date=add_days(today(), 3)).insert()

		visit.reload().update({"mntc_date": add_days(today(), 5)}).save()

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
		visit.reload().update({"mntc_date": add_days(today(), 5)}).save()
		save(do_work(visit.reload()), "Submit")

		for news in ("Low rating", "has moved"):
			filters = {"document_name": visit.name, "subject": ("like", f"%{news}%")}
			subject = frappe.get_all("Notification Log", filters, pluck="subject")[0]
			self.assertNotIn("<img", subject)

	def setUp(self) -> None:
		frappe.db.delete("Email Queue")

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
