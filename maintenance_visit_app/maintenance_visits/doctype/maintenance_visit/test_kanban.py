import frappe
from frappe.desk.doctype.kanban_board.kanban_board import quick_kanban_board, update_order_for_single_card
from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.status import StatusError
from maintenance_visit_app.tests import VisitTestCase, do_work, make_visit

DAY = add_days(today(), 60)


class TestKanbanBoard(VisitTestCase):
	"""A card that is dragged to another column is a visit that is saved with that column's value."""

	def test_status_is_no_column_to_drag_to(self):
		visit = make_visit(mntc_date=DAY).insert()

		for status in ("Draft", "Overdue", "In Progress", "Submitted", "Cancelled"):
			with self.assert_throws(StatusError, "stays Planned", "follows from its date"):
				self.drag(visit, "status", status)
		self.assertEqual((visit.reload().status, visit.docstatus), ("Planned", 0))

	def test_nobody_bills_or_signs_a_visit_by_dragging_it(self):
		visit = make_visit(mntc_date=DAY).insert()

		with self.assert_throws(StatusError, "Billing Status follows from the visit"):
			self.drag(visit, "billing_status", "Billed", "To Bill")
		with self.assert_throws(StatusError, "Signature Status follows from the visit"):
			self.drag(visit, "signature_status", "Signed")
		self.assertFalse(visit.reload().billing_status)
		self.assertEqual(visit.signature_status, "Not Signed")

	def test_submitted_visit_stays_where_it_is(self):
		visit = do_work(make_visit()).insert().submit()

		with self.assertRaises(frappe.UpdateAfterSubmitError):
			self.drag(visit, "status", "Planned")
		self.assertEqual(visit.reload().status, "Submitted")

	def test_overdue_visit_in_a_form_of_the_day_before_is_saved_and_told(self):
		visit = make_visit(mntc_date=add_days(today(), -1)).insert()
		frappe.clear_messages()

		visit.update({"status": "Planned", "maintenance_type": "Breakdown"}).save()

		self.assertIn("stays <strong>Overdue", frappe.get_message_log()[-1]["message"])
		self.assertEqual((visit.reload().status, visit.maintenance_type), ("Overdue", "Breakdown"))

	def test_other_columns_take_the_visit(self):
		visit = make_visit(mntc_date=DAY, maintenance_type="Unscheduled").insert()

		self.drag(visit, "maintenance_type", "Breakdown")

		self.assertEqual(visit.reload().maintenance_type, "Breakdown")

	def drag(self, visit, fieldname: str, column: str, from_column: str | None = None) -> None:
		board = f"Visits by {fieldname} {column}"
		quick_kanban_board("Maintenance Visit", board, fieldname)
		column_before = from_column or visit.get(fieldname)
		update_order_for_single_card(board, visit.name, column_before, column, 0, 0)
