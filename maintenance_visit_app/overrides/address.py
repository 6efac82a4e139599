"""Address: where it is, for who plans the way there."""

from frappe.model.document import Document

from maintenance_visit_app.maintenance_visits.positions import get_checked_position


def validate(address: Document, method: str | None = None) -> None:
	"""A position that somebody enters is no longer one that was learned."""
	if not address.has_value_changed("service_position"):
		return
	address.service_position = get_checked_position(address.get("service_position"))
	if address.get("service_position_check_ins") and not address.has_value_changed(
		"service_position_check_ins"
	):
		address.service_position_check_ins = 0
