"""What the app keeps and in which order it sends that, whatever the office says to it."""

import pytest
from core import Core
from playwright.sync_api import Page


@pytest.fixture
def core(page: Page) -> Core:
	return Core(page)


def test_what_mends_a_refusal_takes_the_rest_of_it_along(core: Core):
	sent = core.run("""
		const check = { check: "C-1", task: "Pressure" };
		const was = { reading: "", result: "", technicians: "Julie" };
		await add("answer", { payload: { ...check, result: "Not OK", remark: "It leaks." }, was });
		await refuse(await add("answer", { payload: { ...check, reading: "much" }, was }));
		const mended = { payload: { ...check, reading: "12" }, was: { reading: "much", remark: "It leaks." } };
		await add("answer", mended);
		const part = { payload: { row: "P-1", item_code: "GASKET", qty: 1, uom: "Nos" } };
		await refuse(await add("part", part));
		await add("part", { payload: { row: "P-1", serial_no: "G-7" } });
		await refuse(await add("work_done", { payload: { row: "R-1", work_done: "Burner cleaned." } }));
		await add("work_done", { payload: { row: "R-1", completion_status: "Pending" } });
		return (await queue()).map(({ state, payload, was }) => ({ state, payload, was }));
	""")

	assert [operation["state"] for operation in sent] == ["waiting"] * 3
	answer, part, work = (operation["payload"] for operation in sent)
	assert answer == {
		"check": "C-1",
		"task": "Pressure",
		"result": "Not OK",
		"remark": "It leaks.",
		"reading": "12",
	}
	assert sent[0]["was"] == {"reading": "", "result": "", "technicians": "Julie", "remark": "It leaks."}
	assert part == {"row": "P-1", "item_code": "GASKET", "qty": 1, "uom": "Nos", "serial_no": "G-7"}
	assert work == {"row": "R-1", "work_done": "Burner cleaned.", "completion_status": "Pending"}


def test_what_was_said_twice_before_it_was_sent_can_be_taken_back(core: Core):
	left = core.run("""
		await add("complete", { payload: { completion_status: "Fully Completed" } });
		const again = await add("complete", { payload: { completion_status: "Partially Completed" } });
		return [await outbox.take_back(person, again.id), (await queue()).length];
	""")
	assert left == [True, 0]
