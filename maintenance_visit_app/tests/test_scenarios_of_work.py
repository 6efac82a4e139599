"""What a visit is from plan to invoice. Each test is a story."""

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.completion import FULLY, PARTIALLY
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.test_sign_off import SIGNATURE
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.time_logs import check_in, check_out
from maintenance_visit_app.maintenance_visits.mappers.follow_up import make_follow_up_visit
from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import (
	make_sales_invoice,
)
from maintenance_visit_app.maintenance_visits.planning.planned_visits import (
	generate_planned_visits,
)
from maintenance_visit_app.tests import BOILER, HOTEL, JULIE, change_settings, do_work, make_visit
from maintenance_visit_app.tests.billing import LABOUR_ITEM, BillingTestCase, make_item
from maintenance_visit_app.tests.parts import GASKET, PUMP, get_pumps, get_qty, get_warehouse

DISPATCHER = "claire.dubois@example.com"
JULIES_USER = "julie.perrin@example.com"


class TestFromPlanToInvoice(BillingTestCase):
	def test_breakdown_is_planned_repaired_signed_and_billed(self):
		# The hotel has no heating. The dispatcher sends Julie tomorrow at nine, for two hours.
		change_settings(issue_parts_on_submit=1, require_signature=1)
		for part, rate in ((GASKET, 12.40), (PUMP, 189.90)):
			make_item(part, rate)
		visit = make_visit(maintenance_type="Breakdown", mntc_date=add_days(today(), 1), mntc_time="09:00:00")
		visit.update({"planned_duration": 7200}).insert()
		self.assertEqual(visit.status, "Planned")
		self.assertIn(JULIES_USER, get_assigned_users(visit))

		# She goes earlier, checks in and out, and works for an hour and five minutes in all.
		frappe.set_user(JULIES_USER)
		visit = visit.reload().update({"mntc_date": today()}).save()
		self.assertEqual(check_in(visit.name), "In Progress")
		check_out(visit.name)
		visit = frappe.get_doc("Maintenance Visit", visit.name)
		visit.time_logs = []
		visit.append("time_logs", new_time_log(JULIE, f"{add_days(today(), -1)} 09:00:00", 65 / 60))

		# Two gaskets and a pump went in, and the customer signs.
		pump = get_pumps()[0]
		gaskets = get_qty(GASKET)
		warehouse = get_warehouse()
		visit.append("parts", {"item_code": GASKET, "qty": 2, "warehouse": warehouse})
		visit.append("parts", {"item_code": PUMP, "qty": 1, "serial_no": pump, "warehouse": warehouse})
		do_work(visit, work_done="Pump and gaskets replaced.")
		visit.update({"customer_signature": SIGNATURE, "signed_by": "Mme Garnier"}).save()
		visit.submit()

		# The parts have left the stock, and the visit waits for its invoice.
		frappe.set_user("Administrator")
		self.assertEqual(get_qty(GASKET), gaskets - 2)
		self.assertFalse(frappe.db.get_value("Serial No", pump, "warehouse"))
		self.assertEqual((visit.signature_status, visit.billing_status), ("Signed", "To Bill"))
		self.assertEqual(get_assigned_users(visit), [])

		# 2 × 12.40 + 189.90 + 1.25 h × 63.15 = 24.80 + 189.90 + 78.94 = 293.64
		invoice = make_sales_invoice(visit.name).insert()
		self.assertEqual(
			[(row.item_code, row.qty, row.amount) for row in invoice.items],
			[(GASKET, 2, 24.80), (PUMP, 1, 189.90), (LABOUR_ITEM, 1.25, 78.94)],
		)
		self.assertEqual(invoice.net_total, 293.64)
		invoice.submit()
		self.assert_billing_status("Billed", visit)

	def test_yearly_service_under_contract_is_done_without_an_invoice(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 1, 0, JULIE)})
		(name,) = generate_planned_visits(schedule.name, add_days(today(), 10))

		visit = do_work(frappe.get_doc("Maintenance Visit", name).update({"mntc_date": today()}))
		visit.append("time_logs", new_time_log(JULIE, f"{add_days(today(), -1)} 09:00:00", 1.5))
		visit.save().submit()

		self.assertEqual({row.coverage for row in visit.purposes}, {"Under Contract"})
		self.assertEqual((visit.billable_hours, visit.billing_status), (0, "Not Billable"))
		self.assertEqual(schedule.reload().schedules[0].completion_status, FULLY)

	def test_visit_that_fails_its_checklist_is_followed_up(self):
		tasks = [{"task": "Burner cleaned", "mandatory": 1}, {"task": "Flue tight", "mandatory": 1}]
		frappe.get_doc(
			{"doctype": "Maintenance Checklist", "title": "Boiler", "item_code": BOILER, "tasks": tasks}
		).insert()

		# The flue leaks, and its sealing has to be ordered.
		visit = make_visit().insert()
		burner, flue = visit.checks
		burner.result = "OK"
		flue.update({"result": "Not OK", "remark": "Sealing ordered."})
		do_work(visit, PARTIALLY, "Burner cleaned.").save().submit()

		# The follow-up brings along what failed, and what failed only.
		follow_up = make_follow_up_visit(visit.name).insert()
		self.assertEqual(
			[(check.task, check.result or None, check.remark) for check in follow_up.checks],
			[("Flue tight", None, None)],
		)
		follow_up.checks[0].result = "OK"
		do_work(follow_up, work_done="Sealing replaced.").save().submit()
		self.assertEqual((follow_up.follow_up_of, follow_up.completion_status), (visit.name, FULLY))


def get_assigned_users(visit) -> list[str]:
	filters = {"reference_type": visit.doctype, "reference_name": visit.name, "status": "Open"}
	return frappe.get_all("ToDo", filters, pluck="allocated_to")
