"""Many things done in one transaction. One that is refused stops no other, and leaves nothing behind."""

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import frappe
from frappe import _

from maintenance_visit_app.messages import take_text
from maintenance_visit_app.retry import (
	MOST_ATTEMPTS,
	DeadlockError,
	WaitedError,
	begin_again,
	is_whole_request,
)

SAVEPOINT = "one_of_many"

Answer = TypeVar("Answer")
# {done: [what came of it], failed: [{name, reason}], told: [{name, reason}]}
Result = dict[str, list]


def get_nothing() -> Result:
	return {"done": [], "failed": [], "told": []}


def do_each(names: list[str], act: Callable[[str], str], prepare: Callable[[], None] | None = None) -> Result:
	"""Act on each name; what a refusal or a warning says is kept beside the name.

	`prepare` takes the locks that each beginning needs.
	"""

	def begin(deadlocks: Counter) -> Result:
		if prepare:
			prepare()
		return do_all(names, act, deadlocks)

	return begun_again(begin)


def begun_again(act: Callable[[Counter], Answer]) -> Answer:
	"""Act in one transaction. A deadlock undoes it: all begins again, in the end without that of which it happens.

	`act` counts the deadlocks of each, and calls `validate_free` with that.
	"""
	is_whole, deadlocks = is_whole_request(), Counter()
	while True:
		try:
			return act(deadlocks)
		except DeadlockError:
			if not is_whole:
				raise
			begin_again()


def do_all(names: list[str], act: Callable[[str], str], deadlocks: Counter) -> Result:
	result = get_nothing()
	for name in names:
		frappe.clear_messages()
		frappe.db.savepoint(SAVEPOINT)
		try:
			validate_free(deadlocks[name])
			done = act(name)
		except DeadlockError:
			deadlocks[name] += 1
			raise
		except (frappe.ValidationError, frappe.PermissionError) as error:
			frappe.db.rollback(save_point=SAVEPOINT)
			result["failed"].append({"name": name, "reason": take_text() or str(error) or _("Not permitted")})
			# It would be told with the answer, and may name what the user knows nothing of
			frappe.flags.error_message = None
		else:
			frappe.db.release_savepoint(SAVEPOINT)
			result["done"].append(done)
			if told := take_text():
				result["told"].append({"name": done, "reason": told})
	frappe.clear_messages()
	return result


def validate_free(deadlocks: int) -> None:
	if deadlocks >= MOST_ATTEMPTS:
		frappe.throw(_("Others were at work on it again and again. Try this one later."), WaitedError)
