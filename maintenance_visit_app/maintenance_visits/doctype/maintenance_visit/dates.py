"""When a visit is: its date and time, within its schedule's period, and with no technician in two places."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import (
	cint,
	format_date,
	format_time,
	get_link_to_form,
	getdate,
	now_datetime,
	to_timedelta,
	today,
)

from maintenance_visit_app.derived.schedules import get_periods
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import get_schedule_details
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)


class DateOutsideScheduleError(frappe.ValidationError):
	pass


class DoubleBookingError(frappe.ValidationError):
	pass


def set_date_and_time(visit: Document) -> None:
	"""Default to now. A visit planned for another day gets no time that nobody chose."""
	visit.mntc_date = visit.mntc_date or today()
	if visit.is_new() and is_frappes_own(visit.mntc_time):
		visit.mntc_time = None
	if visit.is_new() and not visit.mntc_time and getdate(visit.mntc_date) == getdate(today()):
		visit.mntc_time = now_datetime().strftime("%H:%M:%S")


def is_frappes_own(time: str | None) -> bool:
	"""Tell whether Frappe 15 chose it: a new document gets the present time there, to the microsecond."""
	return frappe.__version__.startswith("15.") and "." in str(time)


def validate_date(visit: Document) -> None:
	"""A scheduled visit is made within its schedule's period; a period that is gone binds nobody."""
	details = get_schedule_details(visit)
	if visit.maintenance_type != "Scheduled" or not details:
		return
	for period in get_periods(details):
		if not period.start_date <= getdate(visit.mntc_date) <= period.end_date:
			frappe.throw(
				_(
					"Maintenance Date {0} is outside the period of {1} in Maintenance Schedule {2}: choose a date between {3} and {4}, or another Maintenance Type."
				).format(
					format_date(visit.mntc_date),
					frappe.bold(period.item_name),
					get_link_to_form("Maintenance Schedule", period.parent),
					format_date(period.start_date),
					format_date(period.end_date),
				),
				DateOutsideScheduleError,
				title=_("Outside the Schedule"),
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


def validate_double_booking(visit: Document) -> None:
	"""Tell where a technician has another planned visit at the time, or refuse, as the settings say."""
	if not is_planned_with_time(visit):
		return
	clashes = [other for other in get_visits_of_technicians(visit) if is_at_the_same_time(visit, other)]
	if not clashes:
		return
	messages = [
		_("{0} is at {1} at {2}: {3}.").format(
			frappe.bold(other.service_person),
			frappe.bold(other.customer_name),
			format_time(other.mntc_time),
			get_link_to_form("Maintenance Visit", other.name),
		)
		for other in clashes
	]
	if get_settings().refuse_double_booking:
		messages.append(_("Choose another time or another Sales Person."))
		frappe.throw(messages, DoubleBookingError, title=_("Double Booking"), as_list=True)
	frappe.msgprint(messages, title=_("Double Booking"), indicator="orange", as_list=True)


def is_planned_with_time(visit: Document) -> bool:
	"""A visit that has no time or is being recorded books nobody: today's has the time at which it was made."""
	if not visit.docstatus.is_draft() or visit.completion_status or not visit.mntc_time:
		return False
	is_today = getdate(visit.mntc_date) == getdate(today())
	is_ahead = getdate(visit.mntc_date) > getdate(today()) or (is_today and visit.planned_duration)
	return bool(is_ahead) and is_changed(visit)


def is_changed(visit: Document) -> bool:
	fieldnames = ("mntc_date", "mntc_time", "planned_duration")
	if visit.is_new() or any(visit.has_value_changed(fieldname) for fieldname in fieldnames):
		return True
	before = {row.service_person for row in visit.get_doc_before_save().purposes}
	return not {row.service_person for row in visit.purposes} <= before


def get_visits_of_technicians(visit: Document) -> list[frappe._dict]:
	"""Return the other drafts of that day that have a time and one of the same technicians."""
	technicians = {row.service_person for row in visit.purposes if row.service_person}
	if not technicians:
		return []
	other, row = DocType("Maintenance Visit"), DocType("Maintenance Visit Purpose")
	return (
		frappe.qb.from_(other)
		.join(row)
		.on((row.parent == other.name) & (row.parenttype == "Maintenance Visit"))
		.select(other.name, other.customer_name, other.mntc_time, other.planned_duration, row.service_person)
		.distinct()
		.where((other.mntc_date == getdate(visit.mntc_date)) & (other.docstatus == 0))
		.where(other.mntc_time.isnotnull() & row.service_person.isin(sorted(technicians)))
		.where(other.name != (visit.name or ""))
		.orderby(other.mntc_time)
	).run(as_dict=True)


def is_at_the_same_time(visit: Document, other: dict) -> bool:
	"""Compare the planned periods, in seconds of the day; without a duration a visit takes a minute."""
	(start, end), (other_start, other_end) = get_period(visit), get_period(other)
	return start < other_end and other_start < end


def get_period(visit: Document | dict) -> tuple[float, float]:
	start = to_timedelta(str(visit.mntc_time)).total_seconds()
	return start, start + max(cint(visit.planned_duration), 60)
