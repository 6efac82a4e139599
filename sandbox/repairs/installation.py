"""Symptom: a site says that it is made and holds nothing; "only frappe can be installed"; migrate passes over
all apps but the framework.

Cause: the one-app cut of installation, patches and the sync of DocTypes.
Remedy: install any app that is available, those it requires first, remember it in the site's list of
installed apps; patches and sync go through that list in its order.
"""

from . import Edit

PATH = "frappe/installer.py"

EDITS = [
	Edit(
		PATH,
		'\tif name != "frappe":\n'
		'\t\traise ValueError("Single-tenant: only frappe can be installed. '
		'Use frappe new to create a project.")\n',
		"\tif name not in frappe.get_all_apps():\n"
		'\t\traise ValueError(f"App {name} is not available: {frappe.get_all_apps()} are.")\n',
	),
	Edit(PATH, "\tapp_hooks = frappe.get_hooks()\n", "\tapp_hooks = frappe.get_hooks(app_name=name)\n"),
	Edit(
		PATH,
		'\tprint(f"\\nInstalling {name}...")\n',
		"\tfor required in app_hooks.required_apps or []:\n"
		'\t\tinstall_app(required.rpartition("/")[2], verbose=verbose)\n'
		"\tfrappe.flags.in_install = name\n\n"
		'\tprint(f"\\nInstalling {name}...")\n\n'
		'\tif name != "frappe":\n'
		'\t\tfrappe.only_for("System Manager")\n',
	),
	# The framework's modules come into being with its DocTypes: their own table is not there yet.
	Edit(
		PATH,
		"\tadd_module_defs(name, ignore_if_duplicate=force)\n",
		'\tif name != "frappe":\n\t\tadd_module_defs(name, ignore_if_duplicate=force)\n',
	),
	Edit(
		PATH,
		'\t"""No-op in single-tenant: installed apps are fixed as [\'frappe\']."""\n',
		'\t"""Remember that the app is installed."""\n'
		"\tinstalled_apps = frappe.get_installed_apps()\n"
		"\tif app_name not in installed_apps:\n"
		'\t\tfrappe.db.set_global("installed_apps", json.dumps([*installed_apps, app_name]))\n'
		"\t\tfrappe.db.commit()\n"
		"\t\tfrappe.local.request_cache.clear()\n"
		"\t\tfrappe.local.doc_events_hooks = None\n"
		"\t\tfrappe.clear_cache()\n",
	),
	Edit(
		PATH,
		'\t"""No-op in single-tenant: cannot remove frappe."""\n',
		'\t"""Forget that the app is installed."""\n'
		"\tremaining = [app for app in frappe.get_installed_apps() if app != app_name]\n"
		'\tfrappe.db.set_global("installed_apps", json.dumps(remaining))\n'
		"\tfrappe.local.request_cache.clear()\n",
	),
	Edit(
		"frappe/patches.py",
		'\treturn get_patches_from_app("frappe", patch_type=patch_type)\n',
		"\treturn [\n"
		"\t\tpatch\n"
		"\t\tfor app in frappe.get_installed_apps()\n"
		"\t\tfor patch in get_patches_from_app(app, patch_type=patch_type)\n"
		"\t]\n",
	),
	Edit(
		"frappe/model/sync.py",
		'\tsync_for("frappe", force, reset_permissions=reset_permissions)\n',
		"\tfor app in frappe.get_installed_apps():\n"
		"\t\tsync_for(app, force, reset_permissions=reset_permissions)\n",
	),
]
