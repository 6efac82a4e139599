"""Requests that were in each other's way: done again where all of the request is ours, told otherwise."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

import frappe
from frappe import _

MOST_ATTEMPTS = 4
# Seconds, at most, before the next attempt
LONGEST_PAUSE = 0.3


class BusyError(frappe.ValidationError):
	"""Others were at the same documents: nothing was written."""


class DeadlockError(BusyError):
	"""The database gave up this transaction, with all that it did, for another one's sake."""


class WaitedError(BusyError):
	"""Another transaction didn't end in time: to wait as long again would help nobody."""


@contextmanager
def told_when_busy() -> Iterator[None]:
	"""Throw BusyError, a sentence, where Frappe would answer with a traceback."""
	try:
		yield
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError) as error:
		frappe.throw(
			_("Somebody else was writing the same documents at this moment. Nothing was saved: try again."),
			DeadlockError if isinstance(error, frappe.QueryDeadlockError) else WaitedError,
			title=_("Try Again"),
		)


def is_whole_request() -> bool:
	"""Tell whether nothing was written yet, so that rolling back takes away nothing of others.

	Ask before anything is done: to roll back to a savepoint lets Frappe forget what was written before it.
	"""
	return not frappe.db.transaction_writes


def retried(function: Callable) -> Callable:
	"""Call a whitelisted function again, three times at most, when a deadlock undid all that it did."""

	@wraps(function)
	def call(*args, **kwargs):
		attempts_left = MOST_ATTEMPTS if is_whole_request() else 1
		while True:
			try:
				with told_when_busy():
					return function(*args, **kwargs)
			except DeadlockError:
				attempts_left -= 1
				if not attempts_left:
					raise
				begin_again()

	return call


def begin_again() -> None:
	"""Forget what the transaction did and said, let the other one finish, and take one's turn.

	Those who begin again come one by one, so that they don't meet each other once more.
	"""
	frappe.db.rollback()
	frappe.clear_messages()
	forget_webhooks()
	time.sleep(random.uniform(0, LONGEST_PAUSE))
	frappe.db.get_value("DocType", "Maintenance Visit", "name", for_update=True)


def forget_webhooks() -> None:
	"""Frappe forgets to call at the end what it has noted, and as long as there is a note it doesn't note that again."""
	if getattr(frappe.local, "_webhook_queue", None):
		frappe.local._webhook_queue = []


def read_anew() -> None:
	"""Let the transaction see what others committed since it began, if nothing was written yet.

	A test that calls the rules itself, without a request, has its world in this transaction.
	"""
	is_in_test = frappe.flags.in_test and not getattr(frappe.local, "request", None)
	if is_whole_request() and not is_in_test:
		frappe.db.rollback()


def end_batch() -> None:
	"""Let go of what a background job holds; what it has done stays done. Tests roll back, as Frappe's own do."""
	if not frappe.flags.in_test:
		frappe.db.commit()  # nosemgrep: a job's own, short transactions keep nobody waiting
