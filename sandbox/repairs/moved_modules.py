"""Symptom: `No module named 'frappe.modules'` from apps and patches.

Cause: the package was dissolved into `frappe.model` and `frappe.patches`.
Remedy: the old names, as other names of the same modules.
"""

import importlib
import sys
from types import ModuleType

MOVED = {
	"utils": "frappe.model.module_utils",
	"import_file": "frappe.model.import_doc",
	"export_file": "frappe.model.export",
	"patch_handler": "frappe.patches",
}


def apply() -> None:
	import frappe

	package = ModuleType("frappe.modules")
	package.__path__ = []
	utils = importlib.import_module(MOVED["utils"])
	package.__dict__.update({name: value for name, value in vars(utils).items() if not name.startswith("__")})
	for old, new in MOVED.items():
		module = importlib.import_module(new)
		setattr(package, old, module)
		sys.modules[f"frappe.modules.{old}"] = module
	sys.modules["frappe.modules"] = frappe.modules = package
