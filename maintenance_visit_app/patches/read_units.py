import frappe

from maintenance_visit_app.setup.permissions import get_added, get_rights


def execute() -> None:
	"""Our rules that let the roles select units let them read these: Frappe's search asks for what is enabled."""
	for name in frappe.get_all(
		"Custom DocPerm", {"name": ("in", get_added()), "parent": "UOM"}, pluck="name"
	):
		rule = frappe.get_doc("Custom DocPerm", name)
		if get_rights(rule) == {"select"}:
			rule.update({"select": 0, "read": 1}).save()
