"""Symptom: `No module named 'sentry_sdk'` instead of the error that was to be logged; failed jobs leave no trace.

Cause: `frappe.log_error` also reports to Sentry, whose library is only an extra.
Remedy: write the *Error Log* alone. The sandbox talks to nobody.
"""

from . import Edit

PATH = "frappe/utils/error.py"

EDITS = [
	Edit(PATH, "\tfrom frappe.utils.sentry import capture_exception\n", ""),
	Edit(
		PATH,
		"\t# Capture exception data if telemetry is enabled\n"
		'\tcapture_exception(message=f"{title}\\n{traceback}")\n\n',
		"",
	),
]
