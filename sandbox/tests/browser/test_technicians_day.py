"""A technician's whole day by thumb on 390 × 844 pixels, from the list to the submitted visit, counted in taps."""

from collections.abc import Iterator

import pytest
from desk import DISPATCHER, JULIE, TECHNICIAN, Desk
from playwright.sync_api import expect
from test_french import speak
from thumb import Thumb, end_work

PART, WAREHOUSE = "JOINT-CH35", "Stores - ATS"
MOST_TAPS = 12


@pytest.fixture
def thumb(desk: Desk, language: str) -> Iterator[Thumb]:
	speak(desk, language)
	yield Thumb(desk)
	end_work(desk, JULIE)
	speak(desk, "en")


def plan(desk: Desk, **values) -> str:
	"""Plan a breakdown of today for the technician, with a checklist; its name."""
	desk.log_in(DISPATCHER)
	row = {"item_code": "CHAUD-35", "serial_no": "CH35-2021-0147", "service_person": JULIE}
	visit = desk.insert_visit(
		**{
			"maintenance_type": "Breakdown",
			"mntc_time": "05:00:00",
			"maintenance_checklist": "Centrale de traitement d'air",
			"purposes": [{**row, "complaint": "Fuite d'eau sous la chaudière."}],
			**values,
		}
	)
	desk.log_out()
	return visit


def open_from_list(desk: Desk, visit: str) -> None:
	desk.log_in(TECHNICIAN)
	desk.open("maintenance-visit")
	desk.show_many()
	desk.page.locator(f'.list-row a[data-name="{visit}"]').tap()
	desk.wait()
	assert desk.width() <= 390


def do_the_work(thumb: Thumb) -> None:
	desk = thumb.desk
	expect(thumb.card("purposes_panel")).to_contain_text("CH35-2021-0147")
	expect(thumb.card("purposes_panel")).to_contain_text("Fuite d'eau")
	thumb.take_photo("Before")
	thumb.type(thumb.card("purposes_panel").locator("textarea"), "Gaskets replaced, no more leak.")
	thumb.answer_checks("120")
	thumb.add_part(PART, "2")
	thumb.tap(thumb.card("purposes_panel").locator('[data-status="Fully Completed"]'))
	assert desk.width() <= 390


def complete(thumb: Thumb) -> None:
	thumb.take_step("complete")
	expect(thumb.desk.dialog()).to_contain_text("Hôtel Belledonne")
	expect(thumb.desk.dialog()).to_contain_text("Mme Garnier")
	thumb.agree()
	thumb.page.wait_for_function("cur_frm.doc.docstatus === 1")


def assert_all_is_there(desk: Desk) -> None:
	values = desk.values("status", "signature_status", "completion_status", "photos", "parts", "time_logs")
	assert (values["status"], values["signature_status"]) == ("Submitted", "Signed")
	assert values["completion_status"] == "Fully Completed"
	assert [photo["taken"] for photo in values["photos"]] == ["Before"]
	assert [(part["item_code"], part["qty"]) for part in values["parts"]] == [(PART, 2)]
	assert all(log["to_time"] for log in values["time_logs"])


@pytest.mark.narrow
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("signed", ["after the work", "before she leaves"])
def test_day_from_check_in_to_submitted(thumb: Thumb, signed: str):
	desk = thumb.desk
	open_from_list(desk, plan(desk))
	thumb.start_counting()

	thumb.take_step("check_in", then="check_out")
	do_the_work(thumb)
	if signed == "after the work":
		thumb.take_step("check_out", then="complete")
	thumb.take_step("sign")
	thumb.draw_signature("Mme Garnier")
	thumb.agree()
	expect(thumb.step("complete")).to_be_visible()
	complete(thumb)

	assert_all_is_there(desk)
	assert thumb.taps <= MOST_TAPS
