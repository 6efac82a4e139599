"""Symptom: database, files, logs and assets are looked for in whatever directory the process was started in.

Cause: the one-site cut took the current directory for the site, for the folder above it, and for the bench.
Remedy: `FRAPPE_SITE_PATH` names the site's folder and `FRAPPE_SITES_PATH` the folder that holds `assets`.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/__init__.py",
		"\tlocal.app_path = os.getcwd()\n\tlocal.site_path = os.getcwd()\n",
		'\tlocal.app_path = os.environ["FRAPPE_SITES_PATH"]\n'
		'\tlocal.site_path = os.environ["FRAPPE_SITE_PATH"]\n',
	),
	Edit(
		"frappe/utils/__init__.py",
		'return os.environ.get("FRAPPE_BENCH_ROOT") or os.getcwd()',
		'return os.environ["FRAPPE_SITE_PATH"]',
	),
	Edit(
		"frappe/utils/__init__.py",
		'frappe.parse_json(frappe.read_file("assets/assets.json"))',
		'frappe.parse_json(frappe.read_file(os.path.join(frappe.local.app_path, "assets", "assets.json")))',
	),
	Edit(
		"frappe/utils/__init__.py",
		'if assets_rtl := frappe.read_file("assets/assets-rtl.json"):',
		"if assets_rtl := frappe.read_file("
		'os.path.join(frappe.local.app_path, "assets", "assets-rtl.json")):',
	),
]
