"""What no field of a visit, or of another document of ours, can hold: refused with a sentence, before any rule reads it."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.utils import cstr, escape_html, get_datetime, getdate

FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_DURATION = 366 * 24 * 3600
# What MariaDB's int(11) takes
LARGEST_INT = 2**31 - 1
DATE = re.compile(r"\d{4}-?\d{1,2}-?\d{1,2}([T ].*)?")
# The parts' own rule tells what a quantity may be
RULED_ELSEWHERE = ("qty",)
MANY = (list, tuple, dict, set)
SELDOM_A_TEXT = (*MANY, int, float)
TEXTS = ("Data", "Color", "Small Text", "Text", "Text Editor", "Long Text")
TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d{1,6})?)?")


class OddValueError(frappe.ValidationError):
	pass


def validate_single_values(document: Document) -> None:
	"""Throw OddValueError where a program sends a list or an object for one value, in the document or in its rows.

	A number that is sent for a text becomes one: Frappe reads markup in it.
	"""
	for each in (document, *document.get_all_children()):
		odd = [(name, value) for name, value in vars(each).items() if isinstance(value, SELDOM_A_TEXT)]
		for fieldname, value in odd:
			if not isinstance(value, MANY):
				if is_text(each, fieldname):
					each.set(fieldname, cstr(value))
			elif is_single(each, fieldname):
				throw_odd_value(each, fieldname, value, _("it is a list, where one value is wanted"))


def is_single(document: Document, fieldname: str) -> bool:
	if fieldname in frappe.model.default_fields:
		return True
	field = document.meta.get_field(fieldname)
	return bool(field) and field.fieldtype not in frappe.model.table_fields


def is_text(document: Document, fieldname: str) -> bool:
	field = document.meta.get_field(fieldname)
	return bool(field) and field.fieldtype in TEXTS


def validate_values(document: Document) -> None:
	"""Throw OddValueError for what is no date, time or number, in the document and in its rows."""
	checks = {}
	for each in (document, *document.get_all_children()):
		if each.doctype not in checks:
			checks[each.doctype] = get_checks(each.meta)
		for fieldname, check in checks[each.doctype]:
			value = each.get(fieldname)
			if value is None or value == "":
				continue
			if reason := check(value):
				throw_odd_value(each, fieldname, value, reason)


def get_checks(meta: Meta) -> list[tuple[str, Callable]]:
	"""Return (field, what tells why a value isn't one of its type); `idx` is a number that no DocType names."""
	checks = [
		(field.fieldname, CHECKS[field.fieldtype])
		for field in meta.fields
		if field.fieldtype in CHECKS and field.fieldname not in RULED_ELSEWHERE
	]
	return [("idx", check_int), *checks]


def check_date(value: Any) -> str | None:
	day = read(getdate, value)
	if not day:
		return _("it is not a date, such as 2026-03-31")
	return check_year(day)


def check_datetime(value: Any) -> str | None:
	moment = read(get_datetime, value)
	if not moment:
		return _("it is not a date and time, such as 2026-03-31 09:30:00")
	if moment.tzinfo:
		return _("it names a time zone, where the site's own time is meant")
	return check_year(moment)


def check_year(day: date) -> str | None:
	if not FIRST_YEAR <= day.year <= LAST_YEAR:
		return _("the year is not between {0} and {1}").format(FIRST_YEAR, LAST_YEAR)
	return None


def check_time(value: Any) -> str | None:
	if isinstance(value, timedelta):
		is_time = timedelta() <= value < timedelta(days=1)
	else:
		is_time = isinstance(value, time) or TIME.fullmatch(cstr(value))
	return None if is_time else _("it is not a time of the day, such as 09:30:00")


def check_number(value: Any) -> str | None:
	number = read_number(value)
	return _("it is not a number") if number is not None and not math.isfinite(number) else None


def check_int(value: Any) -> str | None:
	if reason := check_number(value):
		return reason
	number = read_number(value)
	return _("it is too large") if number is not None and abs(number) > LARGEST_INT else None


def check_duration(value: Any) -> str | None:
	number = read_number(value)
	if number is None or not 0 <= number <= LONGEST_DURATION:
		return _("a duration is counted in seconds, is not negative and not longer than a year")
	return None


def check_rating(value: Any) -> str | None:
	number = read_number(value)
	if number is None or not 0 <= number <= 1:
		return _("a rating is a share of five stars, from 0 to 1: four stars are 0.8")
	return None


CHECKS = {
	"Date": check_date,
	"Datetime": check_datetime,
	"Time": check_time,
	"Int": check_int,
	"Float": check_number,
	"Currency": check_number,
	"Percent": check_number,
	"Duration": check_duration,
	"Rating": check_rating,
}


def read(parse, value: Any) -> date | datetime | None:
	"""Return what Frappe takes a text for; its own message about one that is none would come on top of ours."""
	if not isinstance(value, date) and not (isinstance(value, str) and DATE.fullmatch(value.strip())):
		return None
	told = len(frappe.get_message_log())
	try:
		return parse(value)
	except (ValueError, OverflowError, TypeError, frappe.ValidationError):
		del frappe.local.message_log[told:]
		return None


def read_number(value: Any) -> float | None:
	try:
		return float(value)
	except (TypeError, ValueError, OverflowError):
		return None


def throw_odd_value(document: Document, fieldname: str, value: Any, reason: str) -> None:
	label = frappe.bold(_(document.meta.get_label(fieldname), context=document.doctype))
	where = (
		_("Row #{0} of {1}").format(document.idx, get_table_label(document)) if document.meta.istable else ""
	)
	frappe.throw(
		_("{0} {1} can't be {2}: {3}.")
		.format(where, label, frappe.bold(escape_html(cstr(value)[:100])), reason)
		.strip(),
		OddValueError,
		title=_("Check the Values"),
	)


def get_table_label(row: Document) -> str:
	return _(frappe.get_meta(row.parenttype).get_label(row.parentfield)) if row.parentfield else ""


def get_day(value: Any) -> date:
	"""Return the date that a request names, or throw OddValueError."""
	return get_checked(value, check_date, getdate)


def get_moment(value: Any) -> datetime:
	"""Return the date and time that a request names, or throw OddValueError."""
	return get_checked(value, check_datetime, get_datetime)


def get_checked(value: Any, check, parse) -> Any:
	if reason := check(value):
		frappe.throw(
			_("{0} can't be used: {1}.").format(frappe.bold(escape_html(cstr(value)[:100])), reason),
			OddValueError,
			title=_("Check the Values"),
		)
	return parse(value)


def get_json(value: Any, kind: type, what: str) -> Any:
	"""Return the list or object that a request sends, as JSON or as such; throw OddValueError for anything else."""
	try:
		value = frappe.parse_json(value)
	except ValueError:
		value = None
	if not isinstance(value, kind):
		throw_unreadable(what)
	return value


def throw_unreadable(what: str) -> None:
	frappe.throw(
		_("{0} can't be read: JSON is wanted, a list or an object as described.").format(frappe.bold(what)),
		OddValueError,
		title=_("Check the Values"),
	)
