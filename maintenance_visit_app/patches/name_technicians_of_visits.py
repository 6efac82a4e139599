"""Visits of before 0.2 name their technicians in the list, too."""

from maintenance_visit_app.setup.old_visits import set_customer_names, set_technicians


def execute() -> None:
	set_customer_names()
	set_technicians()
