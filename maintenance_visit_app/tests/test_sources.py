"""What can be said of the app by reading its files: nothing in them leads nowhere."""

import inspect
import json
import re
from pathlib import Path

import frappe

from maintenance_visit_app import hooks
from maintenance_visit_app.frappe_version import IS_FRAPPE_15
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.tests import VisitTestCase

APP = Path(frappe.get_app_path("maintenance_visit_app"))
DOTTED_PATH = re.compile(r"^(?:maintenance_visit_app|frappe|erpnext)(?:\.\w+)+$")
OURS = ("Maintenance Visit", "Maintenance Visit Purpose")
NOT_IN_15 = {("Serial No", "customer"), ("UOM", "description"), ("UOM", "symbol")}
# From the narrow to the wide: ERPNext 15 has narrower ones
TEXTS = ("Small Text", "Text", "Text Editor")
# What a superset may change of a field: where and how it is shown, and that it is wanted on submit only
SAME_IN_A_SUPERSET = ("fieldtype", "no_copy", "set_only_once", "in_global_search", "default")


class TestDottedPaths(VisitTestCase):
	def test_every_path_in_hooks_resolves(self):
		paths = set(get_dotted_paths({key: value for key, value in vars(hooks).items() if key[0] != "_"}))
		self.assertIn("maintenance_visit_app.setup.install.after_install", paths)
		for path in filter(is_on_this_site, paths):
			self.assertTrue(callable(frappe.get_attr(path)), path)

	def test_every_file_in_hooks_exists(self):
		for files in hooks.doctype_js.values():
			for file in [files] if isinstance(files, str) else files:
				self.assertTrue((APP / file).is_file(), file)

	def test_every_patch_resolves(self):
		for line in (APP / "patches.txt").read_text().splitlines():
			if DOTTED_PATH.match(line.split(" ")[0]):
				self.assertTrue(callable(frappe.get_attr(f"{line.split(' ')[0]}.execute")), line)

	def test_every_method_named_in_a_script_is_whitelisted(self):
		methods = {method for script in APP.rglob("*.js") for method in get_methods(script.read_text())}
		self.assertGreater(len(methods), 3)
		for method in methods:
			self.assertIn(frappe.get_attr(method), frappe.whitelisted, method)

	def test_every_whitelisted_function_is_typed_and_described(self):
		functions = [
			function
			for function in frappe.whitelisted
			if function.__module__.startswith("maintenance_visit_app")
		]
		self.assertGreater(len(functions), 1)
		for function in functions:
			signature = inspect.signature(function)
			self.assertIsNot(signature.return_annotation, inspect.Signature.empty, function)
			self.assertTrue(inspect.getdoc(function), function)
			for parameter in signature.parameters.values():
				self.assertIsNot(parameter.annotation, inspect.Parameter.empty, f"{function}: {parameter}")


class ERPNextTestCase(VisitTestCase):
	def assert_same(self, known, theirs, field: str) -> None:
		if IS_FRAPPE_15 and known in TEXTS and theirs in TEXTS:
			self.assertGreaterEqual(TEXTS.index(known), TEXTS.index(theirs), field)
		else:
			self.assertEqual(known, theirs, field)


class TestSuperset(ERPNextTestCase):
	def test_every_field_of_erpnext_is_there_with_its_type_and_options(self):
		for doctype in OURS:
			ours = get_fields(doctype, APP / "maintenance_visits")
			for fieldname, theirs in get_fields(doctype, get_erpnext_module()).items():
				self.assertIn(fieldname, ours, doctype)
				for key in SAME_IN_A_SUPERSET:
					self.assert_same(
						ours[fieldname].get(key), theirs.get(key), f"{doctype}.{fieldname}.{key}"
					)
				self.assertLessEqual(
					get_options(theirs), get_options(ours[fieldname]), f"{doctype}.{fieldname}"
				)

	def test_no_field_is_wanted_that_erpnext_does_not_want(self):
		for doctype in OURS:
			theirs = get_fields(doctype, get_erpnext_module())
			for fieldname, field in get_fields(doctype, APP / "maintenance_visits").items():
				self.assertLessEqual(
					field.get("reqd", 0), theirs.get(fieldname, {}).get("reqd", 0), fieldname
				)

	def test_no_index_on_a_field_that_erpnext_has_too(self):
		for doctype in OURS:
			theirs = get_fields(doctype, get_erpnext_module())
			for fieldname, field in get_fields(doctype, APP / "maintenance_visits").items():
				self.assertFalse(fieldname in theirs and field.get("search_index"), fieldname)

	def test_files_of_our_doctypes_are_whole(self):
		for doctype in OURS:
			document = read_doctype(doctype, APP / "maintenance_visits")
			fieldnames = [field["fieldname"] for field in document["fields"]]
			self.assertEqual(document["field_order"], fieldnames)
			self.assertEqual(len(fieldnames), len(set(fieldnames)))
			self.assertEqual((document["name"], document["module"]), (doctype, "Maintenance Visits"))


class TestERPNextFacts(ERPNextTestCase):
	def test_what_we_know_of_erpnexts_fields_holds_on_this_site(self):
		facts = json.loads((APP / "tests" / "erpnext_facts.json").read_text())
		for doctype, fact in facts.items():
			if doctype not in OURS and has_doctype(doctype):
				self.assert_fields(doctype, fact["fields"])

	def assert_fields(self, doctype: str, fields: dict[str, dict]) -> None:
		meta = frappe.get_meta(doctype)
		for fieldname, fact in fields.items():
			field = meta.get_field(fieldname)
			if IS_FRAPPE_15 and (doctype, fieldname) in NOT_IN_15:
				continue
			self.assertTrue(field, f"{doctype}.{fieldname}")
			self.assert_same(fact["fieldtype"], field.fieldtype, f"{doctype}.{fieldname}")
			if field.fieldtype in ("Link", "Table", "Dynamic Link"):
				self.assertEqual(field.options, fact["options"], f"{doctype}.{fieldname}")


def is_on_this_site(path: str) -> bool:
	"""Methods of ERPNext's module Support are overridden where it is there."""
	return not path.startswith("erpnext.support.") or has_doctype("Warranty Claim")


def get_dotted_paths(value):
	if isinstance(value, str) and DOTTED_PATH.match(value):
		yield value
	elif isinstance(value, dict):
		for part in (*value, *value.values()):
			yield from get_dotted_paths(part)
	elif isinstance(value, list | tuple):
		for part in value:
			yield from get_dotted_paths(part)


def get_methods(script: str) -> list[str]:
	for definition, name, value in re.findall(r'(const (\w+) =\s+"([\w.]+)";)', script):
		script = script.replace(definition, "").replace(f"${{{name}}}", value)
	return re.findall(r'["`]((?:maintenance_visit_app|frappe)(?:\.\w+){2,})["`]', script)


def get_options(field: dict) -> set[str]:
	"""Return what may be chosen, or what is linked to; the options of a section are an icon."""
	return set() if field["fieldtype"] == "Section Break" else set((field.get("options") or "").split("\n"))


def get_erpnext_module() -> Path:
	return Path(frappe.get_app_path("erpnext", "maintenance"))


def get_fields(doctype: str, module: Path) -> dict[str, dict]:
	return {field["fieldname"]: field for field in read_doctype(doctype, module)["fields"]}


def read_doctype(doctype: str, module: Path) -> dict:
	slug = frappe.scrub(doctype)
	return json.loads((module / "doctype" / slug / f"{slug}.json").read_text())
