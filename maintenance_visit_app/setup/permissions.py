"""What the maintenance roles may see of the documents a visit is about.

ERPNext lets a Maintenance User write visits, yet neither choose the customer nor the serial number nor the
sales person: the form needs more roles. These rows let the two maintenance roles fill in a visit with no
other role. Only install adds them, so an admin who takes one away is not overruled by the next migrate.
"""

import json

import frappe
from frappe.permissions import add_permission, reset_perms, rights

from maintenance_visit_app.setup import notes

ROLES = ("Maintenance User", "Maintenance Manager")
PERMISSIONS = {
	"Address": "read",
	"Batch": "read",
	"Company": "select",
	"Currency": "read",
	"Customer": "read",
	"Customer Group": "select",
	"Item": "read",
	"Maintenance Schedule": "read",
	"Sales Order": "read",
	"Sales Person": "read",
	"Serial No": "read",
	"Territory": "select",
	"UOM": "select",
	"Warehouse": "read",
	"Warranty Claim": "read",
}


def add_permissions() -> None:
	"""Let each role read or select the DocTypes above, where it has no rule of its own yet."""
	added = get_added()
	for doctype, permission in PERMISSIONS.items():
		roles = {rule.role for rule in get_rules(doctype)}
		added += [add_rule(doctype, role, permission) for role in ROLES if role not in roles]
	notes.write(notes.RULES, json.dumps(added))


def add_rule(doctype: str, role: str, permission: str) -> str:
	"""Grant that one right and return the rule's name: a new rule of Frappe's also lets read and export."""
	add_permission(doctype, role, ptype=permission)
	rule = frappe.get_doc("Custom DocPerm", {"parent": doctype, "role": role, "permlevel": 0})
	rule.update({right: int(right == permission) for right in rights if rule.meta.has_field(right)})
	return rule.save().name


def remove_permissions() -> None:
	"""Take back our rules that nobody changed; a DocType left with no other change has its standard rules again."""
	added = get_added()
	for doctype, permission in PERMISSIONS.items():
		for rule in frappe.get_all("Custom DocPerm", {"parent": doctype, "name": ("in", added)}, ["*"]):
			if get_rights(rule) == {permission}:
				frappe.delete_doc("Custom DocPerm", rule.name, ignore_permissions=True, force=True)
		if get_signature("Custom DocPerm", doctype) == get_signature("DocPerm", doctype):
			reset_perms(doctype)
		frappe.clear_cache(doctype=doctype)
	notes.erase(notes.RULES)


def get_added() -> list[str]:
	return json.loads(notes.read(notes.RULES) or "[]")


def get_rules(doctype: str) -> list[dict]:
	return frappe.get_all("Custom DocPerm", {"parent": doctype}, ["role"]) or frappe.get_all(
		"DocPerm", {"parent": doctype}, ["role"]
	)


def get_signature(rule_doctype: str, doctype: str) -> list[tuple]:
	rules = frappe.get_all(rule_doctype, {"parent": doctype}, ["*"])
	return sorted((rule.role, rule.permlevel, rule.if_owner, *sorted(get_rights(rule))) for rule in rules)


def get_rights(rule: dict) -> set[str]:
	return {right for right in rights if rule.get(right)}
