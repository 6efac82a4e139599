"""Whoever the office lets in no more keeps the work on the telephone, and reads why; nothing is lost when he is let in again."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from desk import KARIM, OTHER_TECHNICIAN, TIME_ZONE, today
from phone import Office, Phone
from playwright.sync_api import expect
from visits import plan

ROLE = "Maintenance User"


@pytest.fixture
def karim(administrator: Office) -> Iterator[dict]:
	"""His user, which is as it was again after the test."""
	user = administrator.get("User", OTHER_TECHNICIAN)
	yield user
	let_in(administrator, user)


def let_in(administrator: Office, user: dict, enabled: int = 1, without: str | None = None) -> None:
	roles = [{"role": row["role"]} for row in user["roles"] if row["role"] != without]
	administrator.change("User", OTHER_TECHNICIAN, enabled=enabled, roles=roles)


def test_who_lost_the_role_or_is_disabled_keeps_his_work_with_the_right_times(
	phone: Phone, office: Office, administrator: Office, karim: dict
):
	visit = plan(office, technician=KARIM, mntc_time="18:50:00")
	phone.open().log_in(OTHER_TECHNICIAN)
	phone.page.clock.set_fixed_time(datetime.now(ZoneInfo(TIME_ZONE)) + timedelta(days=1))
	phone.start()
	card = phone.page.get_by_test_id("today").locator(f"[data-visit='{visit}']")
	expect(card).to_be_visible()
	phone.open_visit(visit)
	phone.go_offline()
	phone.step("Check In").tap()
	expect(phone.button("Pause")).to_be_visible()

	let_in(administrator, karim, without=ROLE)
	phone.go_online()
	phone.button("Sync Now").tap()
	# Where the site asks for positions, this one waits as well
	expect(phone.bar).to_contain_text(re.compile(r"You may not use the app any more · \d changes? waits?"))
	expect(phone.bar).to_contain_text("Ask the office for the role that technicians have.")

	let_in(administrator, karim, enabled=0)
	phone.button("Sync Now").tap()
	expect(phone.bar).to_contain_text(re.compile(r"Log in again · \d changes? waits?"))

	let_in(administrator, karim)
	# An answer that is still on its way would end the new session, too
	phone.page.goto("about:blank")
	phone.log_in(OTHER_TECHNICIAN)
	phone.start()
	phone.sync()
	(log,) = office.get("Maintenance Visit", visit)["time_logs"]
	assert log["from_time"].startswith(str(today()))
	phone.open_visit(visit)
	phone.button("Pause").tap()
	phone.sync()
	administrator.call("frappe.client.delete", doctype="Maintenance Visit", name=visit)
