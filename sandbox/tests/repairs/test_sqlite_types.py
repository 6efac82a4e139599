"""What is read from the database has the types that MariaDB gives."""

from datetime import date, datetime, timedelta

import frappe
import pytest

FIELDS = [
	{"fieldname": "day", "fieldtype": "Date"},
	{"fieldname": "moment", "fieldtype": "Datetime"},
	{"fieldname": "clock", "fieldtype": "Time"},
]


@pytest.fixture
def appointment(make_doctype):
	"""Makes an appointment and reads it back."""
	doctype = make_doctype("Typed Appointment", FIELDS)

	def store_and_read(**values):
		stored = frappe.get_doc(doctype=doctype.name, **values).insert()
		return frappe.db.get_value(
			doctype.name, stored.name, ["creation", "day", "moment", "clock"], as_dict=True
		)

	return store_and_read


def test_dates_and_times_come_back_as_such(appointment):
	read = appointment(day="2026-03-02", moment="2026-03-02 09:30:00", clock="14:05:30")

	assert read.day == date(2026, 3, 2)
	assert read.moment == datetime(2026, 3, 2, 9, 30)
	assert read.clock == timedelta(hours=14, minutes=5, seconds=30)
	assert isinstance(read.creation, datetime)


def test_times_can_be_reckoned_with(appointment):
	read = appointment(moment="2026-03-02 09:30:00", clock="14:05:30")

	assert read.moment + read.clock == datetime(2026, 3, 2, 23, 35, 30)


def test_empty_dates_and_times_stay_empty(appointment):
	read = appointment()

	assert (read.day, read.moment, read.clock) == (None, None, None)


@pytest.mark.parametrize(
	("text", "value"),
	[
		("09:30", timedelta(hours=9, minutes=30)),
		("09:30:15.25", timedelta(hours=9, minutes=30, seconds=15, milliseconds=250)),
		("-01:30:00", -timedelta(hours=1, minutes=30)),
		("-00:30:00", -timedelta(minutes=30)),
		("half past nine", "half past nine"),
	],
)
def test_time_is_read_from_text(appointment, text, value):
	appointment(clock="00:00:00")
	frappe.db.sql("update `tabTyped Appointment` set clock = %s", text)

	assert frappe.db.sql("select clock from `tabTyped Appointment`")[0][0] == value


@pytest.mark.parametrize(
	"duration", [timedelta(hours=1, minutes=30), -timedelta(hours=1, seconds=1)], ids=str
)
def test_duration_comes_back_as_it_was_stored(appointment, duration):
	appointment(clock="00:00:00")
	frappe.db.sql("update `tabTyped Appointment` set clock = %s", (duration,))

	assert frappe.db.sql("select clock from `tabTyped Appointment`")[0][0] == duration
