"""The stand-in is true to ERPNext: what its files say is what is known of ERPNext's own."""

import importlib
import json
from pathlib import Path

import erpnext
import pytest
from erpnext import hooks
from frappe.model.document import Document

STAND_IN = Path(erpnext.__file__).parent
FACTS = json.loads(
	(STAND_IN.parent.parent / "maintenance_visit_app" / "tests" / "erpnext_facts.json").read_text()
)
LAYOUT = ("Section Break", "Column Break", "Tab Break")
VISITS = ("Maintenance Visit", "Maintenance Visit Purpose")
# The order in which ERPNext shows them, breaks included
VISIT_FIELDS = [
	"customer_details",
	"column_break0",
	"naming_series",
	"customer",
	"customer_name",
	"address_display",
	"contact_display",
	"contact_mobile",
	"contact_email",
	"maintenance_schedule",
	"maintenance_schedule_detail",
	"column_break1",
	"mntc_date",
	"mntc_time",
	"maintenance_details",
	"completion_status",
	"column_break_14",
	"maintenance_type",
	"section_break0",
	"purposes",
	"more_info",
	"customer_feedback",
	"col_break3",
	"status",
	"amended_from",
	"company",
	"contact_info_section",
	"customer_address",
	"contact_person",
	"col_break4",
	"territory",
	"customer_group",
]
PURPOSE_FIELDS = [
	"item_code",
	"item_name",
	"column_break_3",
	"service_person",
	"serial_no",
	"section_break_6",
	"description",
	"work_details",
	"work_done",
	"prevdoc_doctype",
	"prevdoc_docname",
	"maintenance_schedule_detail",
]


def read_doctypes() -> dict[str, dict]:
	files = STAND_IN.glob("*/doctype/*/*.json")
	return {doctype["name"]: doctype for doctype in (json.loads(file.read_text()) for file in files)}


DOCTYPES = read_doctypes()
each_doctype = pytest.mark.parametrize("name", sorted(DOCTYPES))


def get_data_fields(doctype: dict) -> dict[str, dict]:
	return {field["fieldname"]: field for field in doctype["fields"] if field["fieldtype"] not in LAYOUT}


def get_slug(name: str) -> str:
	return name.lower().replace(" ", "_")


def get_module(doctype: dict):
	module, slug = get_slug(doctype["module"]), get_slug(doctype["name"])
	return importlib.import_module(f"erpnext.{module}.doctype.{slug}.{slug}")


def test_facts_are_of_these_doctypes_and_no_others():
	assert set(DOCTYPES) == set(FACTS)


@each_doctype
def test_fields_are_of_erpnexts_type_and_options(name):
	told = {
		fieldname: {key: field[key] for key in ("fieldtype", "options") if field.get(key)}
		for fieldname, field in get_data_fields(DOCTYPES[name]).items()
	}

	assert told == FACTS[name]["fields"]


@each_doctype
def test_roles_and_naming_are_erpnexts(name):
	roles = {rule["role"] for rule in DOCTYPES[name].get("permissions", [])}

	assert roles <= set(FACTS[name]["roles"])
	assert DOCTYPES[name].get("autoname") == FACTS[name]["autoname"]


@each_doctype
def test_every_doctype_is_whole(name):
	doctype = DOCTYPES[name]
	fieldnames = [field["fieldname"] for field in doctype["fields"]]

	assert doctype["field_order"] == fieldnames
	assert len(set(fieldnames)) == len(fieldnames)
	for key in ("title_field", "timeline_field"):
		assert doctype.get(key, fieldnames[0]) in fieldnames
	assert set(filter(None, doctype.get("search_fields", "").split(","))) <= {*fieldnames, "name"}
	assert doctype["module"] in (STAND_IN / "modules.txt").read_text().splitlines()


@each_doctype
def test_every_doctype_has_a_controller(name):
	controller = getattr(get_module(DOCTYPES[name]), name.replace(" ", ""), None)

	assert controller and issubclass(controller, Document), f"No class for {name} in its module."


@each_doctype
def test_every_link_leads_to_a_doctype_that_is_there(name):
	framework = Path(importlib.import_module("frappe").__file__).parent
	for fieldname, field in get_data_fields(DOCTYPES[name]).items():
		if field["fieldtype"] in ("Link", "Table") and field["options"] not in DOCTYPES:
			slug = get_slug(field["options"])
			assert list(framework.glob(f"*/doctype/{slug}/{slug}.json")), f"{name}.{fieldname}"


@pytest.mark.parametrize(
	("name", "fieldnames"), list(zip(VISITS, (VISIT_FIELDS, PURPOSE_FIELDS), strict=True))
)
def test_visits_have_all_fields_that_erpnext_ships(name, fieldnames):
	assert DOCTYPES[name]["module"] == "Maintenance"
	assert DOCTYPES[name]["field_order"] == fieldnames


@pytest.mark.parametrize(
	"path",
	[
		hooks.after_install,
		hooks.after_migrate,
		*hooks.scheduler_events["daily"],
		*(entry["has_permission"] for entry in hooks.add_to_apps_screen),
	],
)
def test_every_path_in_hooks_resolves(path):
	module, function = path.rsplit(".", 1)

	assert callable(getattr(importlib.import_module(module), function))


def test_every_asset_in_hooks_exists():
	for address in (hooks.app_include_js, *(entry["logo"] for entry in hooks.add_to_apps_screen)):
		assert (STAND_IN / "public" / address.removeprefix("/assets/erpnext/")).is_file(), address


def test_every_link_of_the_desk_leads_somewhere():
	framework = {"Address", "Contact"}
	files = [*STAND_IN.glob("*/workspace/*/*.json"), *STAND_IN.glob("workspace_sidebar/*.json")]
	assert len(files) == 4
	for file in files:
		page = json.loads(file.read_text())
		for link in page.get("links") or page["items"]:
			if link["type"] == "Link" and link["link_type"] == "DocType":
				assert link["link_to"] in DOCTYPES or link["link_to"] in framework, file
