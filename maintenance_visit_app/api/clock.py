"""When something was done: by a device's clock, which may be wrong, and by the site's."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
from dateutil.parser import isoparse
from frappe import _
from frappe.utils import cstr, escape_html, format_datetime, get_system_timezone, now_datetime

from maintenance_visit_app.api.errors import ClockError, OperationError, refuse

# Below that it is the network, and no clock that is wrong
SMALLEST_OFFSET = timedelta(seconds=30)
# What a device may be ahead of the site without being asked for its `sent_at`
TOLERANCE = timedelta(minutes=5)
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True)
class Clock:
	"""How far a device's clock is behind the site's; less than nothing where it is ahead."""

	offset: timedelta = timedelta()
	# How far it had been ahead, though it says nothing of that any more, and when it did; where that is forgiven
	was_ahead: timedelta = timedelta()
	wrong: frozenset[str] = frozenset()

	@classmethod
	def read(cls, sent_at: str | None) -> "Clock":
		"""Compare the moment at which the device says that it sends with the site's own."""
		if not sent_at:
			return cls()
		offset = now_datetime() - read_moment(sent_at, "sent_at")
		return cls(offset if abs(offset) > SMALLEST_OFFSET else timedelta())

	def forgive(self, moments: Iterable[str | None]) -> "Clock":
		"""Return a clock for which nothing of this is still to come: the last moment is now, and others stay as far from it.

		A telephone's clock that was ahead without network is put right by the network, before anything is sent. The
		moments are in their order: what it said before the last one that is still to come, it said while it was wrong.
		"""
		now = now_datetime().replace(microsecond=0)
		said = [cstr(at).strip() for at in moments if at]
		ahead = [self.read_past(at) - now for at in said]
		to_come = [index for index, one in enumerate(ahead) if one > TOLERANCE]
		if not to_come:
			return self
		return replace(self, was_ahead=max(ahead), wrong=frozenset(said[: to_come[-1] + 1]))

	def read_past(self, at: str) -> datetime:
		"""Return the moment; one long past where it is none, which is told where the operation is read."""
		try:
			return read_moment(at, "at") + self.offset
		except OperationError:
			frappe.clear_last_message()
			return datetime.min

	def get_moment(self, at: str | None) -> datetime:
		"""Return when something was done, in the site's time and to the second; now where the device doesn't say.

		Raises ClockError for what is still to come.
		"""
		now = now_datetime().replace(microsecond=0)
		if not at:
			return now
		moment = read_moment(at, "at") + self.offset
		if at in self.wrong:
			moment -= self.was_ahead
			told = _("The telephone's clock was ahead: this is noted as of {0}.")
			frappe.msgprint(told.format(format_datetime(min(moment, now))))
		elif moment > now + TOLERANCE:
			refuse(
				_(
					"{0} is still to come. If the device's clock is wrong, send its time as sent_at with the request."
				).format(escape_html(cstr(at))),
				"at",
				ClockError,
			)
		return min(moment.replace(microsecond=0), now)


def read_moment(text: str, field: str) -> datetime:
	"""Return an ISO 8601 moment in the site's time; one without an offset is in the site's time already."""
	try:
		moment = isoparse(cstr(text).strip())
		if not FIRST_YEAR < moment.year < LAST_YEAR:
			raise ValueError
		if moment.tzinfo:
			moment = moment.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)
	except (ValueError, OverflowError):
		refuse(
			_("{0} is no moment, such as 2026-03-31T09:30:00+02:00.").format(escape_html(cstr(text)[:100])),
			field,
		)
	return moment
