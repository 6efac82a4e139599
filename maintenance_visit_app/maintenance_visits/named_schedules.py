"""The Maintenance Schedules that a visit and its rows name, and the lock on those that a draft begins to name."""

from collections.abc import Iterable

from frappe.model.document import Document

from maintenance_visit_app.asked_once import asked_once
from maintenance_visit_app.derived.schedules import get_dates
from maintenance_visit_app.records import lock

SCHEDULE = "Maintenance Schedule"


def lock_new_schedules(visit: Document) -> None:
	"""Let nobody cancel a schedule that a draft begins to name before the draft is there to be seen.

	Before a new visit gets its name: who plans the dates of a schedule has locked it, and waits for the naming series.
	"""
	new = get_newly_named(visit) if visit.docstatus.is_draft() else set()
	schedules = {schedule for schedule, _detail in new if schedule}
	dates = get_dates({detail for schedule, detail in new if detail and not schedule})
	if schedules := schedules | {date.parent for date in dates.values()}:
		lock_once(SCHEDULE, frozenset(schedules))


def get_newly_named(visit: Document) -> set[tuple]:
	"""Return (schedule, its date) where the visit names one that it didn't name when it was saved last."""
	before = visit.get_doc_before_save()
	named, named_before = (
		{(schedule, detail) for _row, schedule, detail in get_named_schedules(saved)} if saved else set()
		for saved in (visit, before)
	)
	return named - named_before


@asked_once
def lock_once(doctype: str, names: frozenset[str]) -> None:
	"""Lock them; where many visits are made in one transaction, at the first one."""
	lock(doctype, names)


def get_named_schedules(visit: Document) -> Iterable[tuple]:
	"""Yield (row or None for the visit itself, schedule, its date), where they name at least one of the two.

	ERPNext's own rows name the date only: its schedule is the visit's.
	"""
	if visit.maintenance_schedule or visit.maintenance_schedule_detail:
		yield None, visit.maintenance_schedule, visit.maintenance_schedule_detail
	for row in visit.purposes:
		schedule = row.prevdoc_docname if row.prevdoc_doctype == SCHEDULE else None
		if schedule or row.maintenance_schedule_detail:
			yield row, schedule or visit.maintenance_schedule, row.maintenance_schedule_detail
