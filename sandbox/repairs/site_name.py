"""Symptom: Jinja methods and filters from hooks are missing, and nothing is kept by `@site_cache`.

Cause: `frappe.local.site` is never set, and whoever tests it believes that there is no site.
Remedy: set it when a request, a job or a test begins.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/__init__.py",
		"\tlocal.request_ip = None\n",
		"\tlocal.site = get_site_name()\n\tlocal.request_ip = None\n",
	)
]
