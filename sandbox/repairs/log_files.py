"""Symptom: `FileNotFoundError: ../logs/…`, or logs beside the folder in which the process was started.

Cause: the bench's log folder is taken relative to the current directory, the site's relative to its name.
Remedy: one log file for each logger, in the site's own `logs` folder.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/utils/logger.py",
		'log_filename = os.path.join("..", "logs", logfile)',
		'log_filename = frappe.get_site_path("logs", logfile)\n'
		"\t\tos.makedirs(os.path.dirname(log_filename), exist_ok=True)",
	),
	Edit(
		"frappe/utils/logger.py",
		"\tif site and not stream_only:\n"
		'\t\tsitelog_filename = os.path.join(site, "logs", logfile)\n'
		"\t\tsite_handler = RotatingFileHandler("
		"sitelog_filename, maxBytes=max_size, backupCount=file_count)\n"
		"\t\tsite_handler.setFormatter(formatter)\n"
		"\t\treturn [handler, site_handler]\n\n",
		"",
	),
]
