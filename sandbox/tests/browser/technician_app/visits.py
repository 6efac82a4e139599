"""Visits as the office plans them for the technicians of these tests."""

from desk import JULIE, today
from phone import Office

ITEM, SERIAL_NO = "CHAUD-35", "CH35-2021-0147"
CUSTOMER, CONTACT = "Hôtel Belledonne", "Sophie Garnier"


def plan(office: Office, technician: str = JULIE, **values) -> str:
	"""Plan a visit for today; its name."""
	row = {"item_code": ITEM, "serial_no": SERIAL_NO, "service_person": technician}
	visit = {
		"customer": CUSTOMER,
		"company": "Alpes Thermique Services",
		"maintenance_type": "Breakdown",
		"mntc_date": str(today()),
		"mntc_time": "16:00:00",
		"purposes": [row],
	}
	return office.insert("Maintenance Visit", **{**visit, **values})


def make_checklist(office: Office, title: str, tasks: list[tuple[str, str | None]]) -> str:
	rows = [{"task": task, "uom": uom, "mandatory": 1} for task, uom in tasks]
	return office.insert("Maintenance Checklist", title=title, tasks=rows)
