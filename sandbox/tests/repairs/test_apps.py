"""Apps are installed, known by their hooks, and uninstalled, as on a bench.

Two small apps are written to disk for it: Plumbing requires Heating. Installing takes a second, so all tests share
one installation; those that need none come first, and the one that ends it comes last.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from frappe.installer import install_app, remove_app

HEATING, PLUMBING = "sandbox_heating", "sandbox_plumbing"
APPS = (HEATING, PLUMBING)
HOOKS = """
app_name = "{app}"
app_title = "{title}"
app_description = "{title} for houses"
app_publisher = "{title} Ltd"
app_email = "office@example.com"
app_license = "MIT"
required_apps = {required}
add_to_apps_screen = [{{"name": app_name, "title": app_title, "route": "/desk/{title}", "logo": "/{app}.svg"}}]
doctype_js = {{"Note": "public/js/note.js"}}
global_search_doctypes = {{"Default": [{{"doctype": "Note"}}]}}
before_migrate = "{app}.events.before_migrate"
after_install = "{app}.events.after_install"
before_uninstall = "{app}.events.before_uninstall"
after_app_uninstall = "{app}.events.after_app_uninstall"
doc_events = {{"Note": {{"before_insert": "{app}.events.before_insert"}}}}
"""
EVENTS = """
happened = []

def before_migrate():
	happened.append("before_migrate")

def after_install():
	happened.append("after_install")

def before_uninstall():
	happened.append("before_uninstall")

def after_app_uninstall(app):
	happened.append("without " + app)

def before_insert(doc, method):
	doc.content = (doc.content or "") + "{title} "
"""
BOILER = {
	"doctype": "DocType",
	"name": "Sandbox Boiler",
	"module": "Sandbox Heating",
	"fields": [{"fieldname": "power", "fieldtype": "Int", "label": "Power"}],
	"permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1}],
}


def write_app(folder: Path, app: str, title: str, required: list[str]) -> None:
	files = {
		"__init__.py": '__version__ = "1.2.3"\n',
		"hooks.py": HOOKS.format(app=app, title=title, required=required),
		"events.py": EVENTS.format(title=title),
		"modules.txt": f"Sandbox {title}\n",
		"patches.txt": f"[pre_model_sync]\n[post_model_sync]\n{app}.patches.turn_the_tap\n",
		"public/js/note.js": f"// {title}'s script of Note\n",
		f"{app}/__init__.py": "",
	}
	for path, text in files.items():
		file = folder / app / path
		file.parent.mkdir(parents=True, exist_ok=True)
		file.write_text(text)


def write_boiler(folder: Path) -> None:
	doctype = folder / HEATING / HEATING / "doctype" / "sandbox_boiler"
	doctype.mkdir(parents=True)
	(doctype / "sandbox_boiler.json").write_text(json.dumps(BOILER))
	(doctype / "__init__.py").write_text("")
	(doctype / "sandbox_boiler.py").write_text(
		"from frappe.model.document import Document\n\n\nclass SandboxBoiler(Document):\n\tpass\n"
	)


def forget_caches() -> None:
	frappe.local.request_cache.clear()
	frappe.local.doc_events_hooks = None
	frappe.clear_cache()
	frappe.client_cache.erase_persistent_caches()
	frappe.setup_module_map()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
	folder = tmp_path_factory.mktemp("apps")
	write_app(folder, HEATING, "Heating", [])
	write_boiler(folder)
	write_app(folder, PLUMBING, "Plumbing", [f"somebody/{HEATING}"])
	return folder


@pytest.fixture(scope="module")
def available(folder) -> Iterator[None]:
	"""Both apps can be installed, and are gone afterwards."""
	with pytest.MonkeyPatch.context() as monkeypatch:
		monkeypatch.syspath_prepend(folder)
		monkeypatch.setenv("FRAPPE_APPS", " ".join((os.environ["FRAPPE_APPS"], *APPS)))
		forget_caches()
		yield
		frappe.db.rollback()
		for app in reversed(APPS):
			remove_app(app)
		frappe.db.delete("Patch Log", {"patch": ["like", "sandbox_%"]})
		frappe.db.commit()
	for module in [name for name in sys.modules if name.startswith(APPS)]:
		del sys.modules[module]
	forget_caches()


@pytest.fixture(scope="module")
def installed(available) -> None:
	install_app(PLUMBING)
	frappe.local.request_cache.clear()


def happened(app: str) -> list[str]:
	return frappe.get_attr(f"{app}.events.happened")


def test_apps_that_are_not_available_are_refused():
	with pytest.raises(ValueError, match=r"App sandbox_heating is not available: \['frappe'.*\] are"):
		install_app(HEATING)


def test_available_apps_are_known_before_they_are_installed(available):
	assert frappe.get_all_apps()[0] == "frappe"
	assert set(APPS) <= set(frappe.get_all_apps())
	assert not set(APPS) & set(frappe.get_installed_apps())


def test_app_that_is_not_installed_is_told(available, capsys):
	remove_app(PLUMBING)

	assert "App sandbox_plumbing is not installed" in capsys.readouterr().out


def test_app_is_installed_after_those_it_requires(installed):
	assert frappe.get_installed_apps()[-2:] == list(APPS)
	assert frappe.get_installed_apps()[0] == "frappe"
	assert [happened(app)[0] for app in APPS] == ["after_install"] * 2


def test_installing_an_app_twice_changes_nothing(installed, capsys, monkeypatch):
	# Frappe leaves the flag on when there is nothing to install; here other tests follow.
	monkeypatch.setitem(frappe.flags, "in_install", False)

	install_app(PLUMBING)

	assert "App sandbox_plumbing already installed" in capsys.readouterr().out
	assert happened(PLUMBING).count("after_install") == 1


def test_installed_apps_are_remembered_by_the_site(installed, in_threads):
	assert in_threads(frappe.get_installed_apps)[0][-2:] == list(APPS)


def test_doctypes_of_the_app_have_tables_and_controllers(installed):
	boiler = frappe.get_doc(doctype="Sandbox Boiler", power=35).insert()

	assert frappe.db.get_value("Sandbox Boiler", boiler.name, "power") == 35
	assert type(boiler).__module__ == f"{HEATING}.{HEATING}.doctype.sandbox_boiler.sandbox_boiler"


def test_modules_and_paths_are_the_apps_own(installed, folder):
	assert frappe.db.get_value("Module Def", "Sandbox Heating", "app_name") == HEATING
	assert frappe.local.module_app["sandbox_plumbing"] == PLUMBING
	assert frappe.get_app_path(HEATING, "modules.txt") == str(folder / HEATING / "modules.txt")
	assert frappe.get_module_path("Sandbox Heating") == str(folder / HEATING / HEATING)


def test_patches_of_a_new_app_are_done_and_listed(installed):
	for app in APPS:
		assert f"{app}.patches.turn_the_tap" in frappe.get_attr("frappe.patches.get_all_patches")()
		assert frappe.db.exists("Patch Log", {"patch": f"{app}.patches.turn_the_tap"})


def test_hooks_of_all_apps_are_found_in_the_order_of_installation(installed):
	assert frappe.get_hooks("app_title")[-2:] == ["Heating", "Plumbing"]
	assert frappe.get_hooks("app_title")[0] == frappe.get_hooks("app_title", app_name="frappe")[0]


def test_hooks_of_one_app_are_its_own(installed):
	assert frappe.get_hooks("app_title", app_name=HEATING) == ["Heating"]
	assert frappe.get_hooks(app_name=PLUMBING).app_publisher == ["Plumbing Ltd"]
	assert frappe.get_hooks("no_such_hook", app_name=PLUMBING) == []


def test_events_of_a_document_reach_both_apps(installed):
	note = frappe.get_doc(doctype="Note", title="Tap", content="").insert()

	assert note.content == "Heating Plumbing "


def test_order_of_the_apps_can_be_changed(installed):
	from frappe.utils.installed_apps import update_installed_apps_order

	apps = frappe.get_installed_apps()
	update_installed_apps_order([*apps[:-2], PLUMBING, HEATING])
	frappe.local.request_cache.clear()

	assert frappe.get_installed_apps()[-2:] == [PLUMBING, HEATING]
	update_installed_apps_order(apps)
	frappe.local.request_cache.clear()


def test_each_app_has_its_own_place_on_the_desktop(installed):
	screens = {app["name"]: (app["title"], app["logo"]) for app in frappe.get_attr("frappe.apps.get_apps")()}
	frappe.get_attr("frappe.boot.load_desktop_data")(bootinfo := frappe._dict())
	booted = {app["app_name"]: app["app_title"] for app in bootinfo.app_data}

	assert [screens[app] for app in APPS] == [
		("Heating", "/sandbox_heating.svg"),
		("Plumbing", "/sandbox_plumbing.svg"),
	]
	assert [booted[app] for app in APPS] == ["Heating", "Plumbing"]


def test_each_app_has_its_own_version_and_description(installed):
	versions = frappe.get_attr("frappe.utils.change_log.get_versions")()

	assert [versions[app]["description"] for app in APPS] == ["Heating for houses", "Plumbing for houses"]
	assert versions[HEATING]["version"] == "1.2.3"


def test_form_scripts_of_each_app_are_added_once(installed):
	script = frappe.desk.form.meta.get_meta("Note").as_dict()["__js"]

	assert [script.count(f"// {title}'s script of Note") for title in ("Heating", "Plumbing")] == [1, 1]


def test_migration_runs_the_hook_of_each_app_once(installed):
	from frappe.migrate import SiteMigration

	SiteMigration().pre_schema_updates()

	assert [happened(app).count("before_migrate") for app in APPS] == [1, 1]


def test_app_that_another_one_needs_stays(installed):
	with pytest.raises(frappe.ValidationError, match="App sandbox_heating is needed by sandbox_plumbing"):
		remove_app(HEATING)

	assert frappe.get_installed_apps()[-2:] == list(APPS)
	assert "before_uninstall" not in happened(HEATING)


def test_dry_run_runs_the_hooks_tells_what_would_go_and_keeps_it(installed, capsys):
	remove_app(PLUMBING, dry_run=True)

	assert "removing Module Def 'Sandbox Plumbing'" in capsys.readouterr().out
	assert PLUMBING in frappe.get_installed_apps()
	assert frappe.db.exists("Module Def", "Sandbox Plumbing")
	assert happened(PLUMBING)[-2:] == ["before_uninstall", f"without {PLUMBING}"]


def test_uninstalled_app_leaves_nothing_behind(installed):
	heating, plumbing = happened(HEATING), happened(PLUMBING)

	remove_app(PLUMBING)
	remove_app(HEATING)

	assert not set(APPS) & set(frappe.get_installed_apps())
	assert not frappe.db.exists("DocType", "Sandbox Boiler")
	assert "tabSandbox Boiler" not in frappe.db.get_tables(cached=False)
	assert not frappe.db.exists("Module Def", {"app_name": ["in", APPS]})
	assert not frappe.get_hooks("doc_events").get("Note")
	assert plumbing[-1] == "before_uninstall"
	assert heating[-2:] == [f"without {PLUMBING}", "before_uninstall"]
