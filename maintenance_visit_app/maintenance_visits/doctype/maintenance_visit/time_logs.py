"""When technicians were at work: check in and check out, in as many stretches as it takes."""

from collections.abc import Iterator
from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import (
	cstr,
	escape_html,
	flt,
	format_datetime,
	format_time,
	get_datetime,
	get_link_to_form,
	now_datetime,
	time_diff_in_seconds,
)

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.derived.sales_persons import get_sales_person_of
from maintenance_visit_app.maintenance_visits.check_in_positions import format_position
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import get_readable
from maintenance_visit_app.maintenance_visits.permitted_visit import get_permitted_visit
from maintenance_visit_app.records import lock
from maintenance_visit_app.retry import retried

# How long a check-in can be taken back, and how long after its time the visit is saved at most
UNDO_SECONDS = 15 * 60
SAVING_SECONDS = 30


class CheckInError(frappe.ValidationError):
	pass


class TimeLogError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["POST"])
@complete
@retried
def check_in(
	visit: str,
	service_person: str | None = None,
	latitude: float | None = None,
	longitude: float | None = None,
) -> str:
	"""Begin a stretch of work now and return the visit's status.

	Without `service_person` it is the sales person of the user, or else the visit's first technician. Latitude
	and longitude are in degrees, where the browser was allowed to tell. The user needs to write the visit.

	Raises CheckInError where the visit isn't a draft or the person is checked in already, here or elsewhere.
	"""
	document = get_draft(visit)
	add_check_in(document, now(), service_person, latitude, longitude)
	return document.save().status


@frappe.whitelist(methods=["POST"])
@complete
@retried
def check_out(
	visit: str,
	service_person: str | None = None,
	latitude: float | None = None,
	longitude: float | None = None,
) -> float:
	"""End the open stretch of work now and return the visit's working hours. As check_in, the other way round."""
	document = get_draft(visit)
	add_check_out(document, now(), service_person, latitude, longitude)
	return document.save().working_hours


@frappe.whitelist(methods=["POST"])
@complete
@retried
def undo_check_in(visit: str, service_person: str) -> str:
	"""Take back a check-in that the user has just made by mistake, and return the visit's status.

	Raises CheckInError where the visit was saved since, by whomever, or the check-in is older than UNDO_SECONDS. The
	user needs to write the visit.
	"""
	document = get_draft(visit)
	log = get_open_log(document, service_person)
	if not log:
		return document.status  # Taken back already
	if not is_last_deed(document, log):
		throw_check_in(
			_("Something followed this check-in, so it stays. Check out, or correct the time log.")
		)
	document.remove(log)
	return document.save().status


def is_last_deed(visit: Document, log: Document) -> bool:
	"""Tell whether the user made this check-in just now, and nothing was saved after it."""
	came = get_datetime(log.from_time)
	is_own = visit.modified_by == frappe.session.user
	saved_with_it = time_diff_in_seconds(visit.modified, came) <= SAVING_SECONDS
	return is_own and saved_with_it and time_diff_in_seconds(now(), came) <= UNDO_SECONDS


def add_check_in(
	visit: Document,
	moment: datetime,
	service_person: str | None = None,
	latitude: float | None = None,
	longitude: float | None = None,
) -> Document:
	"""Begin a stretch of work at a moment; return its row. The caller saves."""
	person = service_person or get_person(visit)
	if frappe.get_cached_value("Sales Person", person, "is_group"):
		throw_check_in(
			_("{0} is a group of technicians. Choose the person who does the work.").format(bold(person))
		)
	if get_open_log(visit, person):
		throw_check_in(_("{0} is checked in already. Check out first.").format(bold(person)))
	position = format_position(latitude, longitude)
	return visit.append(
		"time_logs", {"service_person": person, "from_time": moment, "check_in_position": position}
	)


def add_check_out(
	visit: Document,
	moment: datetime,
	service_person: str | None = None,
	latitude: float | None = None,
	longitude: float | None = None,
) -> Document:
	"""End the open stretch of work at a moment; return its row. The caller saves."""
	person = service_person or get_person(visit)
	log = get_open_log(visit, person)
	if not log:
		throw_check_in(_("{0} is not checked in. Check in first.").format(bold(person)))
	return log.update({"to_time": moment, "check_out_position": format_position(latitude, longitude)})


def get_draft(visit: str) -> Document:
	"""Return the visit, read while nobody else writes it: two technicians may press at once."""
	document = get_permitted_visit(visit, "write", for_update=True)
	if not document.docstatus.is_draft():
		throw_check_in(
			_("Maintenance Visit {0} is {1}: its time can't be changed.").format(
				escape_html(document.name), _(document.status, context="Maintenance Visit")
			)
		)
	return document


def get_person(visit: Document) -> str:
	"""Return the sales person that the user is, or else the first who is named in the visit."""
	named = (row.service_person for row in visit.purposes if row.service_person)
	person = get_sales_person_of(frappe.session.user) or next(named, None)
	if not person:
		throw_check_in(
			_("Name the technician of a row first: no Sales Person has an Employee with your user.")
		)
	return person


def get_open_logs(visit: Document) -> list[Document]:
	return [log for log in visit.time_logs if not log.to_time]


def get_open_log(visit: Document, person: str) -> Document | None:
	return next((log for log in get_open_logs(visit) if log.service_person == person), None)


def validate_nobody_at_work(visit: Document) -> None:
	"""Refuse to change a visit from elsewhere: who is checked in has its form open, and would lose what isn't saved."""
	for log in get_open_logs(visit):
		throw_check_in(
			_("{0} is checked in since {1}. Change it when the work is over.").format(
				bold(log.service_person), say_since(log.from_time)
			)
		)


def say_since(moment: datetime | str) -> str:
	"""Say the time, and the day where it is another one."""
	moment = get_datetime(moment)
	return format_datetime(moment) if moment.date() < now().date() else format_time(moment.time())


def now() -> datetime:
	return now_datetime().replace(microsecond=0)


def set_working_hours(visit: Document) -> None:
	"""Calculate the hours of each stretch and of the visit, rounded to a hundredth."""
	for log in visit.time_logs:
		validate_log(log)
		log.hours = flt(time_diff_in_seconds(log.to_time, log.from_time) / 3600, 2) if log.to_time else 0
	validate_no_overlap(visit)
	validate_not_elsewhere(visit)
	visit.working_hours = flt(sum(log.hours for log in visit.time_logs), 2)


def validate_log(log: Document) -> None:
	if not log.from_time:
		return  # Frappe tells which fields are mandatory
	if log.to_time and get_datetime(log.to_time) < get_datetime(log.from_time):
		throw_time_log(
			_("Row #{0}: Check Out {1} is before Check In {2}. Correct one of them.").format(
				log.idx, format_datetime(log.to_time), format_datetime(log.from_time)
			)
		)
	if get_datetime(log.to_time or log.from_time) > now_datetime():
		throw_time_log(
			_("Row #{0}: {1} is still to come. Enter the time that was worked.").format(
				log.idx, format_datetime(log.to_time or log.from_time)
			)
		)


def validate_no_overlap(visit: Document) -> None:
	"""Nobody works twice at a time. Who is checked in works until now."""
	last = {}
	logs = [log for log in visit.time_logs if log.from_time]
	for log in sorted(logs, key=lambda log: get_datetime(log.from_time)):
		before = last.get(log.service_person)
		if before and get_datetime(log.from_time) < get_datetime(before.to_time or now_datetime()):
			throw_time_log(
				_("Row #{0}: {1} was at work already, see row #{2}. Correct one of the times.").format(
					log.idx, bold(log.service_person), before.idx
				)
			)
		last[log.service_person] = log


def validate_not_elsewhere(visit: Document) -> None:
	"""Refuse to check in who is at work on another visit, whoever of two requests came first."""
	persons = get_persons_at_work(visit) - get_persons_at_work(visit.get_doc_before_save())
	if not persons or not visit.docstatus.is_draft():
		return
	lock("Sales Person", persons)
	others = get_open_logs_elsewhere(visit, persons)
	if others:
		readable = get_readable({log.parent for log in others})
		throw_check_in("<br>".join(get_reason(log, log.parent in readable) for log in others))


def get_persons_at_work(visit: Document | None) -> set[str]:
	return {log.service_person for log in get_open_logs(visit) if log.service_person} if visit else set()


def get_open_logs_elsewhere(visit: Document, persons: set[str]) -> list[frappe._dict]:
	"""Return the open stretches of these persons on other drafts, as they are now."""
	log = DocType("Maintenance Visit Time Log")
	return (
		frappe.qb.from_(log)
		.select(log.parent, log.service_person, log.from_time)
		.where(log.service_person.isin(sorted(persons)) & log.to_time.isnull() & (log.docstatus == 0))
		.where((log.parenttype == "Maintenance Visit") & (log.parent != (visit.name or "")))
		.orderby(log.service_person)
		.for_update()
	).run(as_dict=True)


def get_reason(log: dict, is_readable: bool) -> str:
	since = format_datetime(log.from_time)
	if is_readable:
		return _("{0} is checked in at {1} since {2}. Check out there first.").format(
			bold(log.service_person), get_link_to_form("Maintenance Visit", log.parent), since
		)
	return _(
		"{0} is checked in at another visit since {1}. Check out there first, or ask whoever plans to do so."
	).format(bold(log.service_person), since)


def get_missing(visit: Document) -> Iterator[tuple]:
	"""A visit is submitted when the work is over."""
	for log in get_open_logs(visit):
		yield (
			_("Row #{0}: {1} is still checked in. Check out, or enter the time.").format(
				log.idx, bold(log.service_person)
			),
			"to_time",
			log,
		)


def throw_check_in(message: str) -> None:
	frappe.throw(message, CheckInError, title=_("Check In", context="Maintenance Visit Time Log"))


def throw_time_log(message: str) -> None:
	frappe.throw(message, TimeLogError, title=_("Time Logs"))


def bold(person: str) -> str:
	return frappe.bold(escape_html(cstr(person)))
