"""As many requests a minute as the settings allow each user; more are told when to come again. And whole ones."""

import time
from collections.abc import Callable
from functools import wraps

import frappe
from frappe import _
from frappe.utils import cint

from maintenance_visit_app.api.answers import set_header
from maintenance_visit_app.api.errors import refuse
from maintenance_visit_app.arguments import describe, get_missing
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_settings,
)

SECONDS = 60


class TooManyVisitRequestsError(frappe.ValidationError):
	http_status_code = 429


def limited(function: Callable) -> Callable:
	"""Refuse a request over HTTP that is one too many, with 429 and Retry-After, and one that lacks an argument."""

	@wraps(function)
	def call(*args, **kwargs):
		if getattr(frappe.local, "request", None):
			count_request()
		if missing := get_missing(function, args, kwargs):
			refuse(describe(missing), missing[0])
		return function(*args, **kwargs)

	return call


def count_request() -> None:
	most = cint(get_settings().api_requests_per_minute)
	if not most:
		return
	window, spent = divmod(int(time.time()), SECONDS)
	key = frappe.cache.make_key(f"visit-requests-{frappe.session.user}-{window}")
	count = frappe.cache.incr(key)
	if count == 1:
		frappe.cache.expire(key, SECONDS * 2)
	if count > most:
		wait = SECONDS - spent
		set_header("Retry-After", str(wait))
		frappe.throw(
			_("{0} requests in a minute are allowed. Send this one again in {1} seconds.").format(most, wait),
			TooManyVisitRequestsError,
			title=_("Too Many Requests"),
		)
