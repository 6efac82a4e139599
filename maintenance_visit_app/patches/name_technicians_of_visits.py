"""Visits from before the list named technicians name theirs, too."""

from maintenance_visit_app.setup.old_visits import set_customer_names, set_technicians


def execute() -> None:
	set_customer_names()
	set_technicians()
