"""Ways in: what a technician's device holds, so that a day's work needs no network."""

import json

import frappe
from frappe import _
from frappe.sessions import get_csrf_token
from frappe.utils import escape_html, get_datetime_in_timezone, get_fullname, get_system_timezone

from maintenance_visit_app.api.errors import refuse
from maintenance_visit_app.api.limits import limited
from maintenance_visit_app.changes import get_last_number
from maintenance_visit_app.derived.sales_persons import get_sales_persons_of
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_number,
	get_settings,
)
from maintenance_visit_app.technician.cursor import Cursor, get_digest
from maintenance_visit_app.technician.equipment import get_equipment_of, get_scanned
from maintenance_visit_app.technician.own_visits import (
	get_changed_names,
	get_facts,
	get_own_names,
	get_own_visits,
)
from maintenance_visit_app.technician.phrases import get_phrases
from maintenance_visit_app.technician.sites import get_contacts, get_sites
from maintenance_visit_app.technician.stock import get_stock

VISIT = "Maintenance Visit"
GUEST = "Guest"
# Visits in one answer, and names in one question
MOST_VISITS, MOST_MISSING = 200, 100
NUMBERS = (
	"device_days_before",
	"device_days_ahead",
	"longest_photo_side",
	"ask_positions",
	"days_positions_kept",
)
CHOICES = ("require_signature", "issue_parts_on_submit", "max_photo_size")


@frappe.whitelist(methods=["GET"], allow_guest=True)
@limited
def get_session() -> dict:
	"""Return who is logged in, and the token that his next POST needs. For everyone: a device asks before it sends.

	{user, full_name, language, csrf_token, may_use, may_write, server_time, time_zone}; `user` is null where nobody is
	logged in, `may_use` and `may_write` false where the user may not read or write visits (any more).
	"""
	user = frappe.session.user
	is_guest = user == GUEST
	return {
		"user": None if is_guest else user,
		"full_name": None if is_guest else get_fullname(user),
		"language": frappe.local.lang,
		"csrf_token": get_token(),
		"may_use": not is_guest and bool(frappe.has_permission(VISIT, "read")),
		"may_write": not is_guest and bool(frappe.has_permission(VISIT, "write")),
		"time_zone": get_system_timezone(),
		"server_time": get_datetime_in_timezone(get_system_timezone()).isoformat(timespec="seconds"),
	}


def get_token() -> str | None:
	"""Whoever sends an API key has no session, and needs no token."""
	sid = frappe.session.sid
	return get_csrf_token() if sid and sid not in (GUEST, frappe.session.user) else None


@frappe.whitelist(methods=["GET"])
@limited
def get_state(after: str | None = None, missing: str | list | None = None) -> dict:
	"""Return what the user's device holds: his visits of some days, and what he needs to know for them.

	What get_session returns, and {sales_persons, company, cursor, whole, more, mine, visits, settings, sites, contacts,
	equipment, stock, phrases}. `mine` names all visits that belong on the device: drop the others. `visits` are those
	that changed since the cursor `after`, and those that `missing` names (at most 100); ask for what `mine` has and the
	device hasn't. `whole`: drop what you hold, there was no such cursor. `more`: ask again with the new one. The sections
	are left out where they are as of `after`.

	The user needs to read visits, and gets those that his list shows.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	# Read before the visits: what is changed meanwhile comes again
	last = get_last_number()
	cursor = Cursor.read(after)
	if cursor and cursor.number > last:
		cursor = None
	user = frappe.session.user
	mine = get_own_names(user)
	names, number = choose(mine, cursor, last)
	names += [name for name in read_missing(missing) if name in set(mine) - set(names)]
	sections = get_sections(user, mine)
	digests = {name: get_digest(section) for name, section in sections.items()}
	known = cursor.digests if cursor else {}
	return {
		**get_session(),
		"sales_persons": get_sales_persons_of(user),
		"company": frappe.defaults.get_user_default("Company"),
		"cursor": str(Cursor(number, digests)),
		"whole": cursor is None,
		"more": bool(cursor) and number < last,
		"mine": mine,
		"visits": get_own_visits(names),
		**{name: section for name, section in sections.items() if digests[name] != known.get(name)},
	}


def choose(mine: list[str], cursor: Cursor | None, last: int) -> tuple[list[str], int]:
	"""Return which visits to send, and the number of the last change that is told by them."""
	if not cursor:
		return mine[:MOST_VISITS], last
	changed = get_changed_names(mine, cursor.number, MOST_VISITS)
	number = changed[-1][1] if len(changed) == MOST_VISITS else last
	return [name for name, _number in changed], number


def read_missing(missing: str | list | None) -> list[str]:
	try:
		names = json.loads(missing) if isinstance(missing, str) and missing else missing or []
	except ValueError:
		names = None
	if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
		refuse(_("Send the names of visits as a list."), "missing")
	if len(names) > MOST_MISSING:
		refuse(_("Ask for {0} visits at most in one request.").format(MOST_MISSING), "missing")
	return names


def get_sections(user: str, mine: list[str]) -> dict[str, dict | list]:
	"""Return what visits need beside them; the same few statements for any number of visits."""
	visits = get_facts(mine)
	items = {row["item_code"] for visit in visits for row in visit["purposes"] if row.get("item_code")}
	return {
		"settings": get_device_settings(),
		"sites": get_sites(visits),
		"contacts": get_contacts(visits),
		"equipment": get_equipment_of(visits),
		"stock": get_stock(user, get_sales_persons_of(user), items),
		"phrases": get_phrases(items),
	}


@frappe.whitelist(methods=["GET"])
@limited
def get_equipment(serial_no: str) -> dict:
	"""Return what is known of a serial number, such as one that was scanned: coverage, last visits, and open ones.

	{serial_no, item_code, item_name, customer, warranty_expiry_date, amc_expiry_date, maintenance_status, visits, open}.
	The user needs to read visits and the Serial No, and is told of the visits that he may read.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	found = get_scanned(serial_no.strip())
	if not found:
		frappe.throw(
			_("There is no Serial No {0}, or you may not read it.").format(
				frappe.bold(escape_html(serial_no))
			),
			frappe.DoesNotExistError,
			title=_("Equipment"),
		)
	return found


def get_device_settings() -> dict:
	settings = get_settings()
	return {name: get_number(name) for name in NUMBERS} | {name: settings.get(name) for name in CHOICES}
