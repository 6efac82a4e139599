"""Symptom: the hooks of installed apps do nothing.

Cause: only the framework's own `hooks.py` is read, and nobody can ask for one app's hooks.
Remedy: hooks of all installed apps are gathered in the order of installation; `get_hooks(…, app_name=…)`
answers for one app, as Frappe's documentation says.
"""

from . import Edit

PATH = "frappe/__init__.py"

EDITS = [
	Edit(
		PATH,
		'\t"""Load hooks from frappe.hooks."""\n\timport types\n\n\thooks = {}\n\ttry:\n',
		'\t"""Gather the hooks of one app, or of all installed apps in the order of installation."""\n'
		"\thooks = {}\n"
		"\tfor app in [app_name] if app_name else get_installed_apps(_ensure_on_bench=True):\n"
		"\t\t_append_hooks_of_app(hooks, app)\n"
		"\treturn hooks\n\n\n"
		"def _append_hooks_of_app(hooks: dict, app_name: str):\n"
		"\timport types\n\n\ttry:\n",
	),
	Edit(PATH, 'app_hooks = get_module("frappe.hooks")', 'app_hooks = get_module(f"{app_name}.hooks")'),
	Edit(
		PATH,
		"\t\tif local.flags.in_install_app:\n\t\t\tpass\n",
		"\t\tif local.flags.in_install_app:\n\t\t\treturn\n",
	),
	Edit(
		PATH, 'print(f"Could not load frappe.hooks: {e}")', 'print(f"Could not load {app_name}.hooks: {e}")'
	),
	Edit(
		PATH,
		'\tdefault: Any | None = "_KEEP_DEFAULT_LIST",\n) -> _dict:\n',
		'\tdefault: Any | None = "_KEEP_DEFAULT_LIST",\n\tapp_name: str | None = None,\n) -> _dict:\n',
	),
	Edit(
		PATH,
		"\tif local.conf.developer_mode:\n\t\thooks = _site_cached_load_app_hooks()\n",
		"\tif app_name:\n"
		"\t\thooks = _request_cached_load_app_hooks(app_name)\n"
		"\telif local.conf.developer_mode:\n"
		"\t\thooks = _site_cached_load_app_hooks()\n",
	),
]
