"""Symptom: a form with a time dies with `reading 'parent'` of undefined when times are shown without seconds.

Cause: Frappe builds Desk with its own fork of air-datepicker, which has a slider for seconds; the registry's hasn't.
Remedy: hide that slider only where there is one.
"""

from . import Edit

NO_SECONDS = 'this.datepicker.opts.timeFormat.indexOf("s") == -1'

EDITS = [
	Edit(
		f"frappe/public/js/frappe/form/controls/{control}.js",
		NO_SECONDS,
		f"{NO_SECONDS} && this.datepicker.timepicker.$seconds",
	)
	for control in ("time", "datetime")
]
