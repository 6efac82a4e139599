"""Other apps' classes for the two DocTypes: hook `override_doctype_class`.

Frappe takes the class of the app installed last, and refuses every use of the DocType where that class does not
extend the owner's. A class that extends ERPNext's worked until now; once the DocTypes are ours it can't.
"""

from collections.abc import Iterator

import frappe
from frappe import _

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.maintenance_visit import (
	MaintenanceVisit,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_purpose.maintenance_visit_purpose import (
	MaintenanceVisitPurpose,
)

CLASSES = {"Maintenance Visit": MaintenanceVisit, "Maintenance Visit Purpose": MaintenanceVisitPurpose}


class ClassOverrideError(frappe.ValidationError):
	pass


def validate_class_overrides() -> None:
	"""Throw ClassOverrideError with all classes of other apps that could not work with this app."""
	if unfit := list(get_unfit_overrides()):
		frappe.throw(unfit, ClassOverrideError, title=_("Another App's Class Is in the Way"), as_list=True)


def get_unfit_overrides() -> Iterator[str]:
	"""Say of each class that could not work which app has it, why, and what to do."""
	overrides = frappe.get_hooks("override_doctype_class", default={})
	for doctype, ours in CLASSES.items():
		paths = overrides.get(doctype)
		if paths and not extends(paths[-1], ours):
			yield _(
				"App {0} overrides the class of {1} by {2}, which does not extend {3}. Uninstall {0}, or let its class extend that one, or let {0} use the hook extend_doctype_class of Frappe 16 instead; then run the command again. Nothing was changed."
			).format(paths[-1].partition(".")[0], doctype, paths[-1], f"{ours.__module__}.{ours.__name__}")


def extends(path: str, ours: type) -> bool:
	"""Tell whether the class at this path extends ours; one that isn't there extends nothing."""
	module, name = path.rsplit(".", 1)
	try:
		theirs = getattr(frappe.get_module(module), name)
	except (ImportError, AttributeError):
		return False
	return isinstance(theirs, type) and issubclass(theirs, ours)
