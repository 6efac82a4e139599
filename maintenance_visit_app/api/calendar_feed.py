"""Ways in: visits for the calendars of telephones and computers (iCalendar, RFC 5545).

Such a program can't log in: it asks an address that holds a secret key, again every few hours. Who made the address
decides what it shows: it is read with that user's rights of the moment.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.rate_limiter import rate_limit
from frappe.utils import add_days, get_url, now_datetime, today
from werkzeug.wrappers import Response

from maintenance_visit_app.api.calendar_events import write_calendar
from maintenance_visit_app.api.limits import limited
from maintenance_visit_app.arguments import complete
from maintenance_visit_app.derived.sales_persons import get_sales_person_of
from maintenance_visit_app.maintenance_visits.doctype.visit_calendar.visit_calendar import get_hash

CALENDAR, VISIT = "Visit Calendar", "Maintenance Visit"
READ = "maintenance_visit_app.api.calendar_feed.read"
DAYS_BEFORE, DAYS_AHEAD = 30, 180
# The nearest days first, should there be more
MOST = 5000
REQUESTS_AN_HOUR = 120
# How often the time of the last request is written, in seconds
NOTED_EVERY = 3600


@frappe.whitelist(methods=["POST"])
@limited
def subscribe(service_person: str | None = None, whole_team: bool = False) -> dict:
	"""Make a secret address for a calendar, and return {name, url}: the only time that the address is told.

	It shows the visits of `service_person`, or with `whole_team` all that the user may read; with neither those of the
	sales person that the user is. The record of DocType Visit Calendar is deleted to close it. The user needs to read
	visits.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	person = None if whole_team else service_person or get_own_sales_person()
	calendar = frappe.get_doc({"doctype": CALENDAR, "service_person": person})
	# Nobody may make one but here, so that nobody chooses the key
	calendar.insert(ignore_permissions=True)
	return {"name": calendar.name, "url": f"{get_url()}/api/method/{READ}?key={calendar.flags.key}"}


def get_own_sales_person() -> str:
	person = get_sales_person_of(frappe.session.user)
	if not person:
		frappe.throw(
			_(
				"You are not among the technicians: name one, or subscribe to the visits of the whole team. Who is to be one needs an Employee with this user, and a Sales Person with that Employee."
			),
			title=_("Whose Visits?"),
		)
	return person


@frappe.whitelist(allow_guest=True, methods=["GET"])
@complete
@rate_limit(key="key", limit=REQUESTS_AN_HOUR, seconds=3600)
def read(key: str) -> Response:
	"""Return the visits from 30 days ago to 180 days ahead as text/calendar, or 304 where the `ETag` is still true.

	A key that is unknown, was deleted or whose owner is disabled is answered with 404; more than 120 requests an hour
	with 429. A calendar keeps what it has read, so a visit that is cancelled is told as such.
	"""
	calendar = find(key)
	with reading_as(calendar.owner):
		text = write_calendar(get_title(calendar), get_visits(calendar))
	note_read(calendar)
	response = Response(text, content_type="text/calendar; charset=utf-8")
	response.headers["Cache-Control"] = "private, no-cache"
	response.set_etag(hashlib.sha256(text).hexdigest())
	return response.make_conditional(frappe.request)


@contextmanager
def reading_as(user: str) -> Iterator[None]:
	"""Read with another user's rights, in his language.

	The visitor's session, which Frappe writes after the answer, is put aside meanwhile: he may be logged in himself.
	"""
	local = frappe.local
	visitor, language, arguments = local.session, local.lang, local.form_dict
	local.session = frappe._dict(visitor)
	try:
		frappe.set_user(user)
		local.lang = frappe.db.get_value("User", user, "language") or language
		yield
	finally:
		# What frappe.set_user forgets of the user before
		local.role_permissions, local.cache, local.user_perms, local.jenv = {}, {}, None, None
		local.session, local.lang, local.form_dict = visitor, language, arguments


def find(key: str) -> Document:
	fields = ["name", "owner", "service_person", "last_read"]
	calendar = frappe.db.get_value(CALENDAR, {"key_hash": get_hash(str(key))}, fields, as_dict=True)
	if not calendar or not frappe.db.get_value("User", calendar.owner, "enabled"):
		frappe.throw(
			_("There is no calendar at this address any more. Subscribe anew from the list of visits."),
			frappe.DoesNotExistError,
		)
	return calendar


def get_title(calendar: Document) -> str:
	return " · ".join(filter(None, (_("Maintenance Visits"), calendar.service_person)))


def get_visits(calendar: Document) -> list[dict]:
	"""Return the visits that the owner may read; of one who may read none any more, none."""
	if not frappe.has_permission(VISIT, "read"):
		return []
	period = [add_days(today(), -DAYS_BEFORE), add_days(today(), DAYS_AHEAD)]
	filters = [[VISIT, "mntc_date", "between", period]]
	if calendar.service_person:
		filters.append(["Maintenance Visit Purpose", "service_person", "=", calendar.service_person])
	return frappe.get_list(
		VISIT, filters=filters, fields=["*"], distinct=True, order_by="mntc_date, mntc_time, name", limit=MOST
	)


def note_read(calendar: Document) -> None:
	"""A calendar that nobody reads any more can be closed: its list tells."""
	limit = now_datetime() - timedelta(seconds=NOTED_EVERY)
	if not calendar.last_read or calendar.last_read < limit:
		frappe.db.set_value(CALENDAR, calendar.name, "last_read", now_datetime(), update_modified=False)
		# Else Frappe takes back what a GET has written
		frappe.local.flags.commit = True
