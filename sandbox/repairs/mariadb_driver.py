"""Symptom: `frappe.app` can't be imported: `No module named 'MySQLdb'`.

Cause: the web application warms up the MariaDB driver, whichever database the site has; the driver wants a
C compiler and MariaDB's headers.
Remedy: leave the warm-up out. A MariaDB site would still import the driver when it connects.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/app.py",
		"import frappe.database.mariadb.mysqlclient  # Load database related utils\n",
		"",
	)
]
