"""When a visit is: its date and time, within its schedule's period, and with no technician in two places."""

from datetime import date, datetime, time, timedelta
from math import ceil

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import (
	add_days,
	add_to_date,
	cint,
	cstr,
	escape_html,
	format_date,
	format_datetime,
	format_duration,
	format_time,
	get_datetime,
	get_link_to_form,
	getdate,
	now_datetime,
	to_timedelta,
	today,
)
from pypika import Criterion, Table

from maintenance_visit_app.frappe_version import IS_FRAPPE_15
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import get_schedule_details
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)

# How long a visit takes, for the calendar as for double booking, where nobody has planned it
UNPLANNED_SECONDS = 3600
DAY_SECONDS = 24 * 3600
# A visit that began earlier may reach into the days that are asked for
DAYS_BEFORE = 31


class DateOutsideScheduleError(frappe.ValidationError):
	pass


class DoubleBookingError(frappe.ValidationError):
	pass


class WindowError(frappe.ValidationError):
	pass


def set_date_and_time(visit: Document) -> None:
	"""Default to now. A visit planned for another day, or for several, gets no time that nobody chose."""
	visit.mntc_date = visit.mntc_date or today()
	if visit.is_new() and is_frappes_own(visit.mntc_time):
		visit.mntc_time = None
	is_today = getdate(visit.mntc_date) == getdate(today())
	if visit.is_new() and not visit.mntc_time and is_today and get_whole_days(visit) <= 1:
		visit.mntc_time = now_datetime().strftime("%H:%M:%S")


def is_frappes_own(time: str | None) -> bool:
	"""Tell whether Frappe 15 chose it: a new document gets the present time there, to the microsecond."""
	return IS_FRAPPE_15 and "." in str(time)


def validate_date(visit: Document, schedule_dates: dict[str, frappe._dict]) -> None:
	"""A scheduled visit is made within its schedule's period; a period that is gone binds nobody."""
	if visit.maintenance_type != "Scheduled":
		return
	periods = [schedule_dates[detail] for detail in get_schedule_details(visit) if detail in schedule_dates]
	for period in periods:
		if period.start_date and not period.start_date <= getdate(visit.mntc_date) <= period.end_date:
			frappe.throw(
				_(
					"Maintenance Date {0} is outside the period of {1} in Maintenance Schedule {2}: choose a date between {3} and {4}, or another Maintenance Type."
				).format(
					format_date(visit.mntc_date),
					frappe.bold(escape_html(cstr(period.item_name))),
					get_link_to_form("Maintenance Schedule", period.parent),
					format_date(period.start_date),
					format_date(period.end_date),
				),
				DateOutsideScheduleError,
				title=_("Outside the Schedule"),
			)


def validate_window(visit: Document) -> None:
	"""What the customer accepts must leave room for the visit. A visit outside it is told on the board, not refused."""
	if not (visit.earliest and visit.latest):
		return
	earliest, latest = get_datetime(visit.earliest), get_datetime(visit.latest)
	if add_to_date(earliest, seconds=get_seconds(visit)) > latest:
		frappe.throw(
			_("Between Not Before {0} and Not After {1} there is no room for a visit of {2}.").format(
				frappe.bold(format_datetime(earliest)),
				frappe.bold(format_datetime(latest)),
				format_duration(get_seconds(visit)),
			),
			WindowError,
			title=_("No Room for the Visit"),
		)


def tell_of_future(visit: Document) -> None:
	"""Before this app a visit could only be planned by submitting it: it is told, not refused."""
	if getdate(visit.mntc_date) > getdate(today()):
		frappe.msgprint(
			_(
				"The Maintenance Date {0} is still to come. A planned visit is saved, and submitted when its work is done."
			).format(frappe.bold(format_date(visit.mntc_date))),
			title=_("Submitted Ahead of Time"),
			indicator="orange",
		)


def lock_planning(visit: Document) -> None:
	"""Let one planner after the other book technicians, where double booking is refused.

	Before the visit itself is locked: else two planners could wait for each other. Rows of technicians won't do:
	to read a day with lock shuts it for new visits, whoever goes.
	"""
	# Today's visit gets its time later on
	if get_settings().refuse_double_booking and is_plan(visit):
		frappe.db.get_value("DocType", "Maintenance Visit Settings", "name", for_update=True)


def is_plan(visit: Document) -> bool:
	"""A visit that has no time, is being recorded or has begun books nobody."""
	is_begun = visit.completion_status or visit.time_logs
	has_time = visit.mntc_time or visit.planned_duration
	return bool(visit.docstatus.is_draft() and has_time and not is_begun)


def validate_double_booking(visit: Document) -> None:
	"""Tell where a technician has another visit at the time; refuse to plan it so, where the settings say so.

	Visits that are about to be moved with this one (`flags.moved_with`, their names) are told where they come to.
	"""
	if not is_told_of_clashes(visit):
		return
	refused = get_settings().refuse_double_booking and is_booking(visit)
	others = get_visits_of_technicians(visit, for_update=refused)
	moved_with = visit.flags.moved_with or ()
	clashes = [
		other for other in others if other.name not in moved_with and is_at_the_same_time(visit, other)
	]
	if not clashes:
		return
	messages = get_clash_messages(clashes, getdate(visit.mntc_date))
	if refused:
		messages.append(_("Choose another time or another technician."))
		frappe.throw(messages, DoubleBookingError, title=_("Double Booking"), as_list=True)
	frappe.msgprint(messages, title=_("Double Booking"), indicator="orange", as_list=True)


def get_clash_messages(clashes: list[dict], day: date) -> list[str]:
	"""Name the other visit and its customer to those who may read it, and nothing of it to anybody else."""
	readable = get_readable({other.name for other in clashes})
	return [
		_("{0} is at {1} at {2}: {3}.").format(
			frappe.bold(escape_html(other.service_person)),
			frappe.bold(escape_html(cstr(other.customer_name))),
			format_start(other, day),
			get_link_to_form("Maintenance Visit", other.name),
		)
		if other.name in readable
		else _("{0} has another visit at {1}.").format(
			frappe.bold(escape_html(other.service_person)), format_start(other, day)
		)
		for other in clashes
	]


def format_start(other: dict, day: date) -> str:
	"""Return when another visit begins, with its date where that is another one."""
	if other.mntc_date == day:
		return format_time(other.mntc_time)
	return format_datetime(get_period(other)[0])


def get_readable(names: set[str]) -> set[str]:
	"""Return which of these visits the user may read, with one statement."""
	if not frappe.has_permission("Maintenance Visit", "read"):
		return set()
	return set(frappe.get_list("Maintenance Visit", {"name": ("in", sorted(names))}, pluck="name", limit=0))


def is_told_of_clashes(visit: Document) -> bool:
	"""As the board's remarks: whichever of two visits is saved last tells, also one that was begun."""
	is_open = visit.docstatus.is_draft() and visit.mntc_time and not visit.completion_status
	if not is_open or getdate(visit.mntc_date) < getdate(today()):
		return False
	return is_changed(visit) and not (visit.is_new() and is_made_on_the_spot(visit))


def is_booking(visit: Document) -> bool:
	return is_plan(visit) and not is_made_on_the_spot(visit)


def is_made_on_the_spot(visit: Document) -> bool:
	"""Today's visit has the time at which it was made: only with a duration is it planned."""
	return getdate(visit.mntc_date) == getdate(today()) and not visit.planned_duration


def is_changed(visit: Document) -> bool:
	fieldnames = ("mntc_date", "mntc_time", "planned_duration")
	if visit.is_new() or any(visit.has_value_changed(fieldname) for fieldname in fieldnames):
		return True
	before = {row.service_person for row in visit.get_doc_before_save().purposes}
	return not {row.service_person for row in visit.purposes} <= before


def get_visits_of_technicians(visit: Document, for_update: bool = False) -> list[frappe._dict]:
	"""Return the other drafts with a time and one of the same technicians that may reach into the visit's days.

	With lock they are read as they are now, not as they were when the request began; what somebody else is
	writing, a check-in or a remark, isn't waited for: planners come one by one.
	"""
	technicians = {row.service_person for row in visit.purposes if row.service_person}
	if not technicians:
		return []
	other, row = DocType("Maintenance Visit"), DocType("Maintenance Visit Purpose")
	fields = ("name", "customer_name", "mntc_date", "mntc_time", "planned_duration")
	query = (
		frappe.qb.from_(other)
		.join(row)
		.on((row.parent == other.name) & (row.parenttype == "Maintenance Visit"))
		.select(*(other[field] for field in fields), row.service_person)
		.where(reaches_into(other, *(moment.date() for moment in get_period(visit))) & (other.docstatus == 0))
		.where(other.mntc_time.isnotnull() & row.service_person.isin(sorted(technicians)))
		.where(other.name != (visit.name or ""))
		.orderby(other.mntc_date, other.mntc_time, other.name)
	)
	found = (query.for_update(skip_locked=True) if for_update else query).run(as_dict=True)
	# Not DISTINCT, which can't be locked
	return list({(other.name, other.service_person): other for other in found}.values())


def reaches_into(visit: Table, first: date, last: date) -> Criterion:
	"""Ask for visits of these days and of the day before, and for earlier ones that are planned for more than a day."""
	is_near = visit.mntc_date >= add_days(first, -1)
	return visit.mntc_date[add_days(first, -DAYS_BEFORE) : last] & (
		is_near | (visit.planned_duration > DAY_SECONDS)
	)


def is_at_the_same_time(visit: Document, other: dict) -> bool:
	(start, end), (other_start, other_end) = get_period(visit), get_period(other)
	return start < other_end and other_start < end


def get_period(visit: Document | dict) -> tuple[datetime, datetime]:
	"""Return when a visit that has a time begins and ends, as it is planned."""
	start = datetime.combine(getdate(visit.mntc_date), time.min) + to_timedelta(str(visit.mntc_time))
	return start, start + timedelta(seconds=get_seconds(visit))


def get_whole_days(visit: Document | dict) -> int:
	"""Return how many days a visit fills that has no time, or 0 where nobody has planned how long it takes."""
	return ceil(cint(visit.planned_duration) / DAY_SECONDS)


def get_seconds(visit: Document | dict) -> int:
	"""Return how long a visit takes up its technicians: an hour, where nobody has planned it."""
	return cint(visit.planned_duration) or UNPLANNED_SECONDS
