"""Notifications of the event *Days Before* find the documents of their day."""

import frappe
from frappe.utils import add_days, today


def test_alert_finds_the_documents_of_its_day_and_no_others(make_doctype):
	fields = [
		{"fieldname": "day", "fieldtype": "Date"},
		{"fieldname": "moment", "fieldtype": "Datetime"},
	]
	make_doctype("Alerted", fields)
	day = add_days(today(), 2)
	for days, name in ((1, "early"), (2, "due"), (3, "late")):
		values = {"day": add_days(today(), days), "moment": f"{add_days(today(), days)} 00:00:00"}
		frappe.get_doc({"doctype": "Alerted", "name": name, **values}).insert(set_name=name)

	for fieldname in ("day", "moment"):
		alert = frappe.get_doc(
			{
				"doctype": "Notification",
				"document_type": "Alerted",
				"event": "Days Before",
				"date_changed": fieldname,
				"days_in_advance": 2,
			}
		)
		found = [str(document.day) for document in alert.get_documents_for_today()]
		assert found == [day], fieldname
