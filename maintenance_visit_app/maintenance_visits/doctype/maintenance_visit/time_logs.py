"""When technicians were at work: check in and check out, in as many stretches as it takes."""

from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, format_datetime, get_datetime, now_datetime, time_diff_in_seconds

from maintenance_visit_app.derived.sales_persons import get_sales_person_of


class CheckInError(frappe.ValidationError):
	pass


class TimeLogError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["POST"])
def check_in(
	visit: str,
	service_person: str | None = None,
	latitude: float | None = None,
	longitude: float | None = None,
) -> str:
	"""Begin a stretch of work now and return the visit's status.

	Without `service_person` it is the sales person of the user, or else the visit's first technician. Latitude
	and longitude are in degrees, where the browser was allowed to tell. The user needs to write the visit.

	Raises CheckInError where the visit isn't a draft or the person is checked in already.
	"""
	document = get_draft(visit)
	person = service_person or get_person(document)
	if get_open_log(document, person):
		throw_check_in(_("{0} is checked in already. Check out first.").format(frappe.bold(person)))
	position = format_position(latitude, longitude)
	document.append(
		"time_logs", {"service_person": person, "from_time": now(), "check_in_position": position}
	)
	return document.save().status


@frappe.whitelist(methods=["POST"])
def check_out(
	visit: str,
	service_person: str | None = None,
	latitude: float | None = None,
	longitude: float | None = None,
) -> float:
	"""End the open stretch of work now and return the visit's working hours. As check_in, the other way round."""
	document = get_draft(visit)
	person = service_person or get_person(document)
	log = get_open_log(document, person)
	if not log:
		throw_check_in(_("{0} is not checked in. Check in first.").format(frappe.bold(person)))
	log.update({"to_time": now(), "check_out_position": format_position(latitude, longitude)})
	return document.save().working_hours


def get_draft(visit: str) -> Document:
	"""Return the visit, read while nobody else writes it: two technicians may press at once."""
	document = frappe.get_doc("Maintenance Visit", visit, for_update=True)
	document.check_permission("write")
	if not document.docstatus.is_draft():
		throw_check_in(
			_("Maintenance Visit {0} is {1}: its time can't be changed.").format(visit, _(document.status))
		)
	return document


def get_person(visit: Document) -> str:
	"""Return the sales person that the user is, or else the first who is named in the visit."""
	named = (row.service_person for row in visit.purposes if row.service_person)
	person = get_sales_person_of(frappe.session.user) or next(named, None)
	if not person:
		throw_check_in(
			_(
				"Name the Sales Person of a row first: your user belongs to no Sales Person by way of an Employee."
			)
		)
	return person


def get_open_log(visit: Document, person: str) -> Document | None:
	logs = (log for log in visit.time_logs if log.service_person == person and not log.to_time)
	return next(logs, None)


def format_position(latitude: float | None, longitude: float | None) -> str | None:
	"""Return the position as text; one that is no place on earth is not kept."""
	if latitude is None or longitude is None or abs(flt(latitude)) > 90 or abs(flt(longitude)) > 180:
		return None
	return f"{flt(latitude):.5f}, {flt(longitude):.5f}"


def now() -> datetime:
	return now_datetime().replace(microsecond=0)


def set_working_hours(visit: Document) -> None:
	"""Calculate the hours of each stretch and of the visit, rounded to a hundredth."""
	for log in visit.time_logs:
		validate_log(log)
		log.hours = flt(time_diff_in_seconds(log.to_time, log.from_time) / 3600, 2) if log.to_time else 0
	validate_no_overlap(visit)
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
	"""Nobody works twice at a time."""
	last = {}
	for log in sorted(filter(is_complete, visit.time_logs), key=lambda log: get_datetime(log.from_time)):
		before = last.get(log.service_person)
		if before and get_datetime(log.from_time) < get_datetime(before.to_time):
			throw_time_log(
				_("Row #{0}: {1} was at work already, see row #{2}. Correct one of the times.").format(
					log.idx, frappe.bold(log.service_person), before.idx
				)
			)
		last[log.service_person] = log


def is_complete(log: Document) -> bool:
	return bool(log.from_time and log.to_time)


def validate_checked_out(visit: Document) -> None:
	"""A visit is submitted when the work is over."""
	for log in visit.time_logs:
		if not log.to_time:
			throw_time_log(
				_("Row #{0}: {1} is still checked in. Check out, or enter the time.").format(
					log.idx, frappe.bold(log.service_person)
				)
			)


def throw_check_in(message: str) -> None:
	frappe.throw(message, CheckInError, title=_("Check In", context="Maintenance Visit Time Log"))


def throw_time_log(message: str) -> None:
	frappe.throw(message, TimeLogError, title=_("Time Logs"))
