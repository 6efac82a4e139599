"""Symptom: the sandbox calls out: for a user's picture, for news, for new versions.

Cause: Frappe does so on a production site, and two weekly jobs see to it.
Remedy: leave the calls out. The sandbox talks to nobody.
"""

from . import Edit

EDITS = [
	Edit("frappe/hooks.py", '\t\t"frappe.utils.change_log.check_for_update",\n', ""),
	Edit(
		"frappe/hooks.py",
		'\t\t"frappe.desk.doctype.changelog_feed.changelog_feed.fetch_changelog_feed",\n',
		"",
	),
	Edit(
		"frappe/utils/__init__.py",
		'\tgravatar_url = get_gravatar_url(email, "404")\n',
		'\treturn ""\n\n\tgravatar_url = get_gravatar_url(email, "404")\n',
	),
]
