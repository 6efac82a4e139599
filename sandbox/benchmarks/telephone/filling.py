"""Visits that fill a technician's two weeks."""

from datetime import date, timedelta

import frappe

from maintenance_visit_app.demo.documents import new_visit

TECHNICIAN = "Julie Perrin"
CUSTOMERS = ("Hôtel Belledonne", "Résidence Les Cimes")
SERVICE = "ENT-CLIM"
DAYS = 14
FIRST_HOUR = 8


def make_visits(number: int, first: date) -> None:
	"""Insert so many visits of the days from the first one. Commits."""
	for index in range(number):
		visit = new_visit(CUSTOMERS[index % len(CUSTOMERS)], {SERVICE: None}, TECHNICIAN)
		visit.mntc_date = first + timedelta(days=index % DAYS)
		visit.mntc_time = f"{FIRST_HOUR + index // DAYS * 2:02}:00:00"
		visit.insert()
	frappe.db.commit()
