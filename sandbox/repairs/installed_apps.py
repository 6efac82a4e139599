"""Symptom: apps other than the framework are not known: their modules, paths and hooks can't be found.

Cause: the one-app cut answers "frappe" whichever app is asked for.
Remedy: `FRAPPE_APPS` lists the apps that can be installed (a bench has `apps.txt`), the site's database
those that are, each app has its own path, and the module map holds every app's modules.
"""

from . import Edit

PATH = "frappe/__init__.py"

EDITS = [
	Edit(
		PATH,
		'\treturn get_pymodule_path("frappe", *joins)\n',
		"\treturn get_pymodule_path(app_name, *joins)\n",
	),
	Edit(
		PATH,
		'\treturn get_pymodule_path("frappe", "..", *joins)\n',
		'\treturn get_pymodule_path(app_name, "..", *joins)\n',
	),
	Edit(
		PATH,
		'"""Get list of all apps. Always returns [\'frappe\']."""\n\treturn ["frappe"]\n',
		'"""List the apps that can be installed, the framework first."""\n'
		'\treturn ["frappe", *os.environ.get("FRAPPE_APPS", "").split()]\n',
	),
	Edit(
		PATH,
		'\t\treturn []\n\treturn ["frappe"]\n',
		"\t\treturn []\n"
		"\tif not db:\n"
		"\t\tconnect()\n"
		'\tinstalled = json.loads(db.get_global("installed_apps") or "[]")\n'
		"\tif not _ensure_on_bench:\n"
		"\t\treturn installed\n"
		"\tavailable = get_all_apps()\n"
		"\treturn [app for app in installed if app in available]\n",
	),
	Edit(
		PATH,
		'\t\tapp_modules = {"frappe": []}\n'
		'\t\tfor module in get_module_list("frappe"):\n'
		'\t\t\tapp_modules["frappe"].append(scrub(module))\n',
		"\t\tapp_modules = {app: [scrub(module) for module in get_module_list(app)] for app in get_all_apps()}\n",
	),
	Edit(
		PATH,
		'\tmodule_app = {m: "frappe" for m in app_modules["frappe"]}\n',
		"\tmodule_app = {module: app for app, modules in app_modules.items() for module in modules}\n",
	),
	Edit(
		"frappe/utils/installed_apps.py",
		'"""Apps that have completed setup wizard. Single-tenant: always frappe."""\n\treturn ["frappe"]\n',
		'"""List the apps that need no setup wizard any more: all that are installed."""\n'
		"\treturn frappe.get_installed_apps()\n",
	),
	Edit(
		"frappe/utils/installed_apps.py",
		"\t# No-op: we don't persist order; frappe is always first.\n",
		'\tfrappe.db.set_global("installed_apps", json.dumps(new_order))\n',
	),
]
