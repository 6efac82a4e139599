"""Calendar and Gantt, driven with a mouse: the database says what the eye saw."""

import datetime

import pytest
from desk import DISPATCHER, Desk, today
from playwright.sync_api import Locator, expect

DAY = today() + datetime.timedelta(days=1)
ONE_DAY = datetime.timedelta(days=1)
HOURS = 3600
# Where what is stretched is taken, as shares of its width and height
RIGHT, BOTTOM = (1, 0.5), (0.5, 1)


def test_visit_without_a_time_is_dragged_to_another_day(desk: Desk):
	visit = open_calendar(desk, "dayGridMonth", planned_duration=2 * HOURS)

	drag(desk, event(desk, visit), cell(desk, DAY + ONE_DAY))

	wait_for_plan(desk, visit, DAY + ONE_DAY, None, 2 * HOURS)
	expect_days(desk, visit, DAY + ONE_DAY, 1)


def test_visit_with_a_time_keeps_it_on_another_day(desk: Desk):
	visit = open_calendar(desk, "dayGridMonth", mntc_time="09:30:00")

	drag(desk, event(desk, visit), cell(desk, DAY + ONE_DAY))

	wait_for_plan(desk, visit, DAY + ONE_DAY, "9:30:00", None)


def test_visit_is_stretched_over_days_and_stays_so(desk: Desk):
	visit = open_calendar(desk, "dayGridMonth")
	first = get_monday_on_or_after(DAY)
	plan(desk, visit, mntc_date=str(first))
	desk.page.evaluate("cur_list.calendar.refresh()")
	expect_days(desk, visit, first, 1)

	drag(desk, event(desk, visit), cell(desk, first + 2 * ONE_DAY), grip=RIGHT)

	wait_for_plan(desk, visit, first, None, 3 * 24 * HOURS)
	expect_days(desk, visit, first, 3)


def test_visit_is_dragged_and_stretched_in_the_hours(desk: Desk):
	visit = open_calendar(desk, "timeGridWeek", mntc_time="09:00:00")

	drag(desk, event(desk, visit), slot(desk, "11:00"), column(desk))
	wait_for_plan(desk, visit, DAY, "11:00:00", None)

	drag(desk, event(desk, visit), slot(desk, "13:00"), column(desk), grip=BOTTOM)
	wait_for_plan(desk, visit, DAY, "11:00:00", 2.5 * HOURS)


def test_visit_goes_from_the_day_into_the_hours_with_its_length_and_back(desk: Desk):
	visit = open_calendar(desk, "timeGridWeek", planned_duration=2 * HOURS)

	drag(desk, event(desk, visit), slot(desk, "10:00"), column(desk))
	wait_for_plan(desk, visit, DAY, "10:00:00", 2 * HOURS)

	drag(desk, event(desk, visit), desk.page.locator(f'.fc-daygrid-day[data-date="{DAY}"]'))
	wait_for_plan(desk, visit, DAY, None, 2 * HOURS)


def test_three_days_that_are_drawn_are_a_visit_of_three_days(desk: Desk):
	open_calendar(desk, "dayGridMonth")
	first = get_monday_on_or_after(DAY)

	drag(desk, cell(desk, first), cell(desk, first + 2 * ONE_DAY))

	desk.page.wait_for_function("cur_frm?.doctype === 'Maintenance Visit'")
	desk.wait()
	assert desk.values("mntc_date", "mntc_time", "planned_duration") == {
		"mntc_date": str(first),
		"mntc_time": None,
		"planned_duration": 3 * 24 * HOURS,
	}


def test_hours_that_are_drawn_are_a_visit_of_that_time(desk: Desk):
	open_calendar(desk, "timeGridWeek", mntc_time="15:00:00")
	day = column(desk)

	drag(desk, slot(desk, "18:00"), slot(desk, "19:30"), day, start_x=day)

	desk.page.wait_for_function("cur_frm?.doctype === 'Maintenance Visit'")
	desk.wait()
	assert desk.values("mntc_date", "mntc_time", "planned_duration") == {
		"mntc_date": str(DAY),
		"mntc_time": "18:00:00",
		"planned_duration": 2 * HOURS,
	}


@pytest.mark.parametrize("time", [None, "09:30:00"])
def test_bar_of_the_gantt_is_dragged_and_the_visit_keeps_its_time(desk: Desk, time: str | None):
	desk.log_in(DISPATCHER)
	visit = make_visit(desk, mntc_time=time)
	desk.open("maintenance-visit", "view", "gantt", f"?name={visit}")

	desk.drag_bar(bar(desk, visit), days=2)

	wait_for_plan(desk, visit, DAY + 2 * ONE_DAY, time and time.removeprefix("0"), None)


def test_bar_of_a_visit_without_a_time_is_stretched(desk: Desk):
	desk.log_in(DISPATCHER)
	visit = make_visit(desk)
	desk.open("maintenance-visit", "view", "gantt", f"?name={visit}")

	bar(desk, visit).hover()
	desk.drag_bar(bar(desk, visit), days=2, grip=".handle.right")

	wait_for_plan(desk, visit, DAY, None, 3 * 24 * HOURS)


def test_bars_of_a_technician_stand_together_and_name_customer_and_technician(desk: Desk):
	desk.log_in(DISPATCHER)
	visits = [make_visit(desk, person) for person in ("Karim Benali", "Julie Perrin", "Karim Benali")]
	names = ",".join(f'"{visit}"' for visit in visits)
	desk.open("maintenance-visit", "view", "gantt", f'?name=["in",[{names}]]')
	expect(desk.page.locator(".bar-wrapper")).to_have_count(3)

	labels = desk.page.locator(".bar-wrapper .bar-label").all_text_contents()
	assert [label.split(",")[1].strip().split(" (")[0] for label in labels] == [
		"Julie Perrin",
		"Karim Benali",
		"Karim Benali",
	]
	assert not any("null" in label for label in labels)


def open_calendar(desk: Desk, view: str, **values) -> str:
	"""Show the week or the month of a visit that is planned for tomorrow; its name."""
	desk.log_in(DISPATCHER)
	# Of nobody: what other tests have left there is no double booking
	visit = make_visit(desk, None, **values)
	desk.page.add_init_script(f"if (location.host) localStorage.setItem('cal_initialView', '{view}')")
	desk.open("maintenance-visit", "view", "calendar", "default")
	desk.page.wait_for_function("cur_list?.calendar?.fullCalendar")
	desk.page.evaluate("(day) => cur_list.calendar.fullCalendar.gotoDate(day)", str(DAY))
	desk.wait()
	expect(event(desk, visit)).to_be_visible()
	return visit


def make_visit(desk: Desk, person: str | None = "Julie Perrin", **values) -> str:
	row = {"item_code": "CLIM-50", "service_person": person}
	return desk.insert_visit(maintenance_type="Unscheduled", mntc_date=str(DAY), purposes=[row], **values)


def plan(desk: Desk, visit: str, **values) -> None:
	desk.call("frappe.client.set_value", doctype="Maintenance Visit", name=visit, fieldname=values)


def get_monday_on_or_after(day: datetime.date) -> datetime.date:
	return day + datetime.timedelta(days=-day.weekday() % 7)


def event(desk: Desk, visit: str) -> Locator:
	return desk.page.locator(f'.fc-event[data-visit="{visit}"]').first


def cell(desk: Desk, day: datetime.date) -> Locator:
	return desk.page.locator(f'.fc-daygrid-day[data-date="{day}"]')


def slot(desk: Desk, time: str) -> Locator:
	return desk.page.locator(f'.fc-timegrid-slot-lane[data-time="{time}:00"]')


def column(desk: Desk) -> float:
	"""Where the day is from left to right."""
	box = desk.page.locator(f'.fc-timegrid-col[data-date="{DAY}"]').bounding_box()
	return box["x"] + box["width"] / 2


def bar(desk: Desk, visit: str) -> Locator:
	return desk.page.locator(f'.gantt .bar-wrapper[data-id="{visit}"]')


def drag(
	desk: Desk,
	what: Locator,
	where: Locator,
	x: float | None = None,
	start_x: float | None = None,
	grip: tuple[float, float] | None = None,
) -> None:
	"""Take something at its upper middle, or at an edge, and let it go at another place's, with the mouse."""
	desk.box_at_rest(where)
	start, end = desk.box_at_rest(what), desk.box_at_rest(where)
	at = start_x or start["x"] + start["width"] / 2, start["y"] + min(start["height"] / 2, 6)
	if grip:
		at = tuple(
			start[corner] + start[side] * share - 3 * (share == 1)
			for corner, side, share in zip("xy", ("width", "height"), grip, strict=True)
		)
	mouse = desk.page.mouse
	mouse.move(*at)
	expect(what).to_be_visible()
	mouse.down()
	mouse.move(x or end["x"] + end["width"] / 2, end["y"] + min(end["height"] / 2, 6), steps=12)
	mouse.up()


def wait_for_plan(
	desk: Desk, visit: str, day: datetime.date, time: str | None, seconds: float | None
) -> None:
	"""Until the database has this date, time and duration."""
	desk.page.wait_for_function(
		"""async ([name, ...wanted]) => {
			const fields = ["mntc_date", "mntc_time", "planned_duration"];
			const { message } = await frappe.db.get_value("Maintenance Visit", name, fields);
			return JSON.stringify(fields.map((field) => message[field] || null)) === JSON.stringify(wanted);
		}""",
		arg=[visit, str(day), time, seconds and int(seconds)],
	)


def expect_days(desk: Desk, visit: str, first: datetime.date, days: int) -> None:
	"""Until the calendar shows it on so many days from the first one."""
	desk.page.wait_for_function(
		"""([name, first, days]) => {
			const shown = cur_list.calendar.fullCalendar.getEventById(name);
			const start = shown && moment(shown.start).format("YYYY-MM-DD");
			return start === first && moment(shown.end).diff(moment(shown.start), "days") === days;
		}""",
		arg=[visit, str(first), days],
	)
