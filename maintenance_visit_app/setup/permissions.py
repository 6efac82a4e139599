"""What the maintenance roles may see of the documents a visit is about.

ERPNext lets a Maintenance User write visits, yet neither choose the customer nor the serial number nor the
sales person: the form needs more roles. These rows let the two maintenance roles fill in a visit with no
other role. Only install adds them, so an admin who takes one away is not overruled by the next migrate.
"""

import json
from collections.abc import Iterable

import click
import frappe
from frappe.core.doctype.doctype.doctype import validate_permissions_for_doctype
from frappe.permissions import reset_perms, rights, setup_custom_perms

from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.setup import notes
from maintenance_visit_app.setup.ownership import OURS, VISIT, get_shipped_visit
from maintenance_visit_app.setup.roles import API_ROLE

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
	# Frappe looks for what is enabled, which who may only select isn't shown
	"UOM": "read",
	"Warehouse": "read",
	"Warranty Claim": "read",
}
LET_IN = (
	"Give the role what it may do in Role Permissions Manager (only Select, to keep it out), "
	"or run bench --site SITE maintenance-visit-doctor --fix."
)


def add_permissions(roles: tuple[str, ...] = (*ROLES, API_ROLE)) -> None:
	"""Let each role read or select the DocTypes above, where it has no rule of its own yet."""
	add_permissions_on(filter(has_doctype, PERMISSIONS), roles)
	follow_doctypes()


def add_permissions_on(doctypes: Iterable[str], roles: tuple[str, ...]) -> None:
	added = get_added()
	for doctype in doctypes:
		named = {rule.role for rule in get_rules(doctype)}
		added += add_rules(doctype, [role for role in roles if role not in named])
	notes.write(notes.RULES, json.dumps(added))


def follow_doctypes() -> None:
	"""Give a DocType that came to the site, or came back, its rules; note which ones aren't there."""
	noted = json.loads(notes.read(notes.ABSENT) or "[]")
	absent = [doctype for doctype in PERMISSIONS if not has_doctype(doctype)]
	if came := [doctype for doctype in noted if doctype not in absent]:
		add_permissions_on(came, (*ROLES, API_ROLE))
	if absent != noted:
		notes.write(notes.ABSENT, json.dumps(absent))


def add_rules(doctype: str, roles: list[str]) -> list[str]:
	"""Grant roles what we do and no more, beside the DocType's own rules; return the names of the new ones."""
	if not roles:
		return []
	setup_custom_perms(doctype)
	added = [insert_rule(doctype, role) for role in roles]
	validate_permissions_for_doctype(doctype)
	return added


def insert_rule(doctype: str, role: str) -> str:
	"""Every right is named: a rule that is silent of them lets read and export."""
	granted = get_granted(doctype, role)
	rule = frappe.new_doc("Custom DocPerm", role=role, permlevel=0)
	rule.update({"parent": doctype, "parenttype": "DocType", "parentfield": "permissions"})
	rule.update({right: int(right in granted) for right in rights if rule.meta.has_field(right)})
	return rule.insert().name


def get_granted(doctype: str, role: str) -> set[str]:
	"""Return the rights that we give a role: on the visit those of its file."""
	if doctype != VISIT:
		return {PERMISSIONS[doctype]}
	return next(get_rights(rule) for rule in get_shipped_visit(OURS)["permissions"] if rule["role"] == role)


def get_shut_out_roles() -> list[str]:
	"""Return our roles that a site's own rules for the visit don't name: Frappe then ignores those of its file.

	They are copies of ERPNext's, which knows no Maintenance Manager there. A rule that only lets select is a decision.
	"""
	named = frappe.get_all("Custom DocPerm", {"parent": VISIT}, pluck="role")
	return [role for role in ROLES if named and role not in named]


def tell_of_shut_out_roles() -> None:
	"""Who may do what with visits is an admin's decision: install only tells, the doctor adds the rules when asked."""
	for role in get_shut_out_roles():
		click.secho(f"{describe_shut_out(role)} {LET_IN}", fg="yellow")


def describe_shut_out(role: str) -> str:
	return f"{role} can't use {VISIT}: this site has permissions of its own for it, and none for that role."


def let_in(roles: list[str]) -> None:
	"""Give roles on the visit what its file gives them. Uninstall takes it back."""
	added = add_rules(VISIT, roles)
	notes.write(notes.RULES, json.dumps([*get_added(), *added]))


def remove_permissions() -> None:
	"""Take back our rules that nobody changed; a DocType left with no other change has its standard rules again."""
	for rule in frappe.get_all("Custom DocPerm", {"name": ("in", get_added())}, ["*"]):
		if get_rights(rule) == get_granted(rule.parent, rule.role):
			frappe.delete_doc("Custom DocPerm", rule.name, ignore_permissions=True, force=True)
	for doctype in filter(has_doctype, PERMISSIONS):
		if get_signature("Custom DocPerm", doctype) == get_signature("DocPerm", doctype):
			reset_perms(doctype)
		frappe.clear_cache(doctype=doctype)
	notes.erase(notes.RULES)
	notes.erase(notes.ABSENT)


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
