"""What this app does to ERPNext's Sales Person: visits say who does their work by name."""

import frappe
from frappe.model.document import Document

from maintenance_visit_app import changes
from maintenance_visit_app.derived.technicians import update_technicians


def after_rename(
	sales_person: Document, method: str, old: str | None = None, new: str | None = None, merge: bool = False
) -> None:
	"""Let the visits of a renamed person name it as it is called now. Hook on Sales Person."""
	purpose = {"service_person": new or sales_person.name, "parenttype": "Maintenance Visit"}
	if visits := frappe.get_all("Maintenance Visit Purpose", purpose, pluck="parent", distinct=True):
		update_technicians(visits)
		changes.note(visits)
