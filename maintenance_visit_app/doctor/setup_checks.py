"""Whether what install puts in place is there: owner, classes, naming series, fields and hooks."""

import frappe
from frappe.model.base_document import get_controller

from maintenance_visit_app.doctor.check import Check
from maintenance_visit_app.setup import custom_fields, install, notes, ownership, permissions
from maintenance_visit_app.setup.class_overrides import CLASSES

RUN_MIGRATE = "Run bench --site SITE migrate."


def find_interrupted_install() -> dict[str, str]:
	if install.is_installed():
		return {}
	return {notes.INSTALLED: "The installation, or an uninstall, was interrupted before its end."}


def tell_owners() -> str:
	modules = ownership.get_modules()
	return ", ".join(f"{doctype}: {get_owner(modules.get(doctype))}" for doctype in CLASSES)


def get_owner(module: str | None) -> str:
	return frappe.db.get_value("Module Def", module, "app_name") or "nobody" if module else "nobody"


def find_foreign_doctypes() -> dict[str, str]:
	modules = ownership.get_modules()
	return {
		doctype: f"DocType {doctype} belongs to {get_owner(modules.get(doctype))}, in the module {modules.get(doctype)}."
		for doctype in ownership.get_doctypes_elsewhere(ownership.OURS)
	}


def find_foreign_controllers() -> dict[str, str]:
	"""A class in use may be another app's, as long as it extends ours. A wrong owner is told by its own check."""
	problems = {}
	for doctype in CLASSES.keys() - set(ownership.get_doctypes_elsewhere(ownership.OURS)):
		ours = CLASSES[doctype]
		try:
			controller = get_controller(doctype)
		except Exception as error:
			problems[doctype] = (
				f"The class of {doctype} can't be loaded: {frappe.utils.strip_html(str(error))}."
			)
			continue
		if not issubclass(controller, ours):
			problems[doctype] = f"The class of {doctype} is {controller.__module__}.{controller.__name__}."
	return problems


def load_classes_anew(doctypes: list[str]) -> None:
	for doctype in doctypes:
		frappe.clear_cache(doctype=doctype)
	frappe.controllers.pop(frappe.local.site, None)


def find_hidden_series() -> dict[str, str]:
	return {
		setter: f"Property Setter {setter} keeps an old copy of the naming series, which hides the app's own."
		for setter in ownership.get_stale_naming_series()
	}


def tell_series() -> str:
	return ", ".join(frappe.get_meta(ownership.VISIT).get_field("naming_series").options.split("\n"))


def find_missing_fields() -> dict[str, str]:
	existing = custom_fields.get_existing_fields()
	problems = {}
	for doctype, fields in custom_fields.get_changed_fields().items():
		for field in fields:
			fieldname = field["fieldname"]
			problems[f"{doctype}-{fieldname}"] = (
				f"Custom field {fieldname} of {doctype} is otherwise than the app needs it."
				if (doctype, fieldname) in existing
				else f"{doctype} has no custom field {fieldname}."
			)
	return problems


def find_shut_out_roles() -> dict[str, str]:
	return {role: permissions.describe_shut_out(role) for role in permissions.get_shut_out_roles()}


def find_foreign_methods() -> dict[str, str]:
	"""Of several apps that override a method, Frappe calls that of the last; ours has to be that one."""
	in_force = frappe.get_hooks("override_whitelisted_methods", default={})
	problems = {}
	for method, ours in frappe.get_hooks("override_whitelisted_methods", app_name=ownership.APP).items():
		last = in_force.get(method, ["ERPNext's own"])[-1]
		if last != ours[-1]:
			problems[method] = f"{method} leads to {last}, not to {ours[-1]}."
	return problems


def find_missing_events() -> dict[str, str]:
	in_force = frappe.get_hooks("doc_events", default={})
	problems = {}
	for doctype, events in frappe.get_hooks("doc_events", app_name=ownership.APP).items():
		for event, methods in events.items():
			called = in_force.get(doctype, {}).get(event, [])
			for method in set(as_list(methods)) - set(as_list(called)):
				problems[f"{doctype} {event} {method}"] = f"{event} of {doctype} does not call {method}."
	return problems


def as_list(methods: str | list[str]) -> list[str]:
	return [methods] if isinstance(methods, str) else methods


SETUP_CHECKS = (
	Check(
		"owner",
		"Owners",
		find_foreign_doctypes,
		f"{RUN_MIGRATE} Where the app stands before ERPNext in Installed Applications, update the order there.",
		lambda doctypes: ownership.take_over(),
		tell_owners,
	),
	Check(
		"installation",
		"Installation",
		find_interrupted_install,
		f"{RUN_MIGRATE} It does what is left of the installation.",
		lambda subjects: install.install(),
	),
	Check(
		"controllers",
		"Classes",
		find_foreign_controllers,
		"Uninstall the app that overrides the class, or let its class extend this app's.",
		load_classes_anew,
	),
	Check(
		"series",
		"Naming series",
		find_hidden_series,
		RUN_MIGRATE,
		lambda setters: ownership.drop_stale_naming_series(),
		tell_series,
	),
	Check(
		"fields",
		"Custom fields",
		find_missing_fields,
		RUN_MIGRATE,
		lambda fields: custom_fields.put_in_place(),
	),
	Check(
		"permissions",
		"Permissions",
		find_shut_out_roles,
		permissions.LET_IN,
		permissions.let_in,
	),
	Check(
		"methods",
		"Whitelisted methods",
		find_foreign_methods,
		"In Installed Applications, move this app behind the other one, or uninstall that.",
	),
	Check(
		"events",
		"Document events",
		find_missing_events,
		"Run bench --site SITE clear-cache.",
		lambda events: frappe.clear_cache(),
	),
)
