"""The header `Idempotency-Key`: a method that is called again with the same key isn't done again.

As draft -07 of the IETF has it: 422 where the key comes with something else, 409 while the first request runs. What
failed is forgotten, and may be sent again. Keys are those of one user and one method, and are kept as long as
**Visit Operation** is.
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps

import frappe
from frappe import _

from maintenance_visit_app.api import log
from maintenance_visit_app.api.answers import set_header, when_answered
from maintenance_visit_app.retry import (
	MOST_ATTEMPTS,
	DeadlockError,
	begin_again,
	is_whole_request,
	told_when_busy,
)

HEADER = "Idempotency-Key"
LONGEST_KEY = 255
# Seconds after which a request that never ended is taken for dead
LONGEST_REQUEST = 150


class KeyMalformedError(frappe.ValidationError):
	http_status_code = 400


class KeyReusedError(frappe.ValidationError):
	http_status_code = 422


class StillRunningError(frappe.ValidationError):
	http_status_code = 409


def idempotent(function: Callable) -> Callable:
	"""Let a whitelisted function, called by names, be done once for each Idempotency-Key."""

	@wraps(function)
	def call(*args, **kwargs):
		key = frappe.get_request_header(HEADER) if getattr(frappe.local, "request", None) else None
		if key is None:
			return function(*args, **kwargs)
		return call_once(function, read_key(key), kwargs)

	return call


def read_key(header: str) -> str:
	"""Return the key; the draft writes it in quotes, most programs don't."""
	key = header.strip()
	if len(key) > 1 and key[0] == key[-1] == '"':
		key = key[1:-1]
	if not key or len(key) > LONGEST_KEY or not key.isprintable() or not key.isascii():
		frappe.throw(
			_("An Idempotency-Key has 1 to {0} characters, best those of a UUID.").format(LONGEST_KEY),
			KeyMalformedError,
			title=_("Idempotency-Key"),
		)
	return key


def call_once(function: Callable, key: str, kwargs: dict):
	name = get_name(function, key)
	fingerprint = get_fingerprint(kwargs)
	attempts_left = MOST_ATTEMPTS if is_whole_request() else 1
	while True:
		try:
			with told_when_busy():
				return call_or_replay(function, name, fingerprint, kwargs)
		except (DeadlockError, log.SentAtOnceError):
			attempts_left -= 1
			if not attempts_left:
				raise
			begin_again()


def call_or_replay(function: Callable, name: str, fingerprint: str, kwargs: dict):
	if known := log.get_known({name}).get(name):
		return replay(known, fingerprint)
	hold(name)
	record = log.begin_named(name, function.__name__, fingerprint)
	result = function(**kwargs)
	log.end_named(record, frappe.as_json(result))
	return result


def replay(known: dict, fingerprint: str):
	if known.fingerprint != fingerprint:
		frappe.throw(
			_("This Idempotency-Key came with something else before. Use a new one for each request."),
			KeyReusedError,
			title=_("Idempotency-Key"),
		)
	set_header("Idempotency-Replayed", "true")
	return json.loads(known.answer)


def hold(name: str) -> None:
	"""Refuse a second request while the first one runs. That it is done once doesn't depend on this."""
	if getattr(frappe.local, "held_idempotency_key", None) == name:
		return  # this request has begun again
	key = frappe.cache.make_key(f"visit-idempotency-{name}")
	if not frappe.cache.set(key, 1, nx=True, ex=LONGEST_REQUEST):
		set_header("Retry-After", "1")
		frappe.throw(
			_(
				"The first request with this Idempotency-Key is still running. Send this one again in a moment."
			),
			StillRunningError,
			title=_("Idempotency-Key"),
		)
	frappe.local.held_idempotency_key = name
	when_answered(lambda: frappe.cache.delete(key))


def get_name(function: Callable, key: str) -> str:
	"""Return what the key is called in the log: nobody meets another user's."""
	whole = "\0".join((frappe.session.user, function.__module__, function.__name__, key))
	return f"key-{hashlib.sha256(whole.encode()).hexdigest()[:48]}"


def get_fingerprint(kwargs: dict) -> str:
	written = json.dumps(kwargs, sort_keys=True, default=str, separators=(",", ":"))
	return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()
