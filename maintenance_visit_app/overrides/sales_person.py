"""What this app does to ERPNext's Sales Person: visits say who does their work by name."""

import frappe
from frappe.model.document import Document

from maintenance_visit_app import changes
from maintenance_visit_app.derived.technicians import update_technicians

PROFILE = "Technician Profile"


def after_rename(
	sales_person: Document, method: str, old: str | None = None, new: str | None = None, merge: bool = False
) -> None:
	"""Let visits and profile of a renamed person name it as it is called now. Hook on Sales Person."""
	name = new or sales_person.name
	if old and frappe.db.exists(PROFILE, old) and not frappe.db.exists(PROFILE, name):
		# Which is found by its name; Desk doesn't let anybody rename it
		frappe.rename_doc(PROFILE, old, name, force=True, show_alert=False)
	purpose = {"service_person": name, "parenttype": "Maintenance Visit"}
	if visits := frappe.get_all("Maintenance Visit Purpose", purpose, pluck="parent", distinct=True):
		update_technicians(visits)
		changes.note(visits)
