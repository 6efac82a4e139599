"""What the app keeps and in which order it sends that, whatever the office says to it."""

import pytest
from core import BROKEN, Core
from playwright.sync_api import Page

JULIES_USER = "julie.perrin@example.com"
STATE = {
	"user": JULIES_USER,
	"full_name": "Julie Perrin",
	"server_time": "2026-03-31T09:30:00+02:00",
	"cursor": "1",
	"mine": [],
	"visits": [],
	"more": False,
}


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


def get_order(core: Core) -> list[str]:
	"""What would be sent now, in its order."""
	return core.run("""
		const { operations, pictures } = outbox.get_sendable(await queue());
		return [...operations, ...pictures].map(({ operation, payload }) => payload.row || operation);
	""")


def test_what_closes_a_visit_goes_after_everything_else_of_it(core: Core):
	core.run("""
		window.refused = await add("answer", { payload: { check: "C-1", reading: "much" } });
		await refuse(refused);
		await add("complete");
		await add("sign", { payload: { signed_by: "Sophie" } });
		await add("complete", { visit: "MV-2" });
	""")
	assert get_order(core) == ["complete"], "of the other visit"
	view = core.run("return view.get_view({ name: 'MV-1' }, (await queue()).slice(0, 3));")
	assert (view["docstatus"], view.get("signature_status")) == (0, None)

	core.run("""
		await add("answer", { payload: { check: "C-1", reading: "12" } });
		const picture = new Blob(["picture"]);
		await outbox.add(person, { operation: "photo", visit: "MV-1", payload: { row: "Photo" } }, picture);
	""")
	assert get_order(core) == ["answer", "complete", "Photo"]

	core.run("""
		const photo = (await queue()).find(({ has_picture }) => has_picture);
		await outbox.note_results(person, [{ id: photo.id, outcome: "applied" }]);
	""")
	assert get_order(core) == ["answer", "sign", "complete", "complete"]


def test_a_refused_completion_holds_no_signature_and_a_refused_signature_holds_the_completion(core: Core):
	core.run("await refuse(await add('complete')); await add('sign');")
	assert get_order(core) == ["sign"]
	core.run("""
		const [complete, sign] = await queue();
		await refuse(sign);
		await person.operations.update(complete.number, { state: "waiting" });
	""")
	assert get_order(core) == []
	view = core.run("return view.get_view({ name: 'MV-1' }, await queue());")
	assert (view["docstatus"], view.get("signature_status")) == (0, None)


def test_what_is_refused_in_a_first_request_holds_what_closes_its_visit_in_the_next(core: Core):
	requests = []

	def send(request):
		requests.append([operation["operation"] for operation in request.post_data_json["operations"]])
		return {"results": [get_result(operation) for operation in request.post_data_json["operations"]]}

	def get_result(operation):
		is_odd = operation["payload"].get("check") == "C-7"
		return {"id": operation["id"], "outcome": "refused" if is_odd else "applied", "error": {}}

	core.answers |= {"technician.queue.send": send, "technician.device.get_state": lambda _request: STATE}
	core.run("""
		for (let number = 0; number < 120; number++) await add("answer", { payload: { check: `C-${number}` } });
		await add("sign");
		await add("complete");
		await sync.exchange(person, "julie.perrin@example.com", () => {});
	""")

	assert requests == [["answer"] * 100, ["answer"] * 20]
	left = core.run("return (await queue()).map(({ operation, state }) => [operation, state]);")
	assert left == [["answer", "refused"], ["sign", "waiting"], ["complete", "waiting"]]


@pytest.mark.refused
def test_what_breaks_the_office_holds_up_neither_the_rest_nor_its_news(core: Core):
	asked = []

	def send(request):
		operations = request.post_data_json["operations"]
		texts = [operation["payload"]["text"] for operation in operations]
		asked.append(texts)
		return BROKEN if "odd" in texts else get_answer(operations)

	core.answers |= {"technician.queue.send": send, "technician.device.get_state": lambda _request: STATE}
	kind, left, cursor = core.run("""
		for (const text of ["first", "odd", "last"]) await add("note", { payload: { text } });
		const error = await sync.exchange(person, "julie.perrin@example.com", () => {}).catch((error) => error);
		const left = (await queue()).map(({ payload, state }) => [payload.text, state]);
		return [error?.kind, left, (await person.facts.get("cursor"))?.value];
	""")

	assert asked == [["first", "odd", "last"], ["first"], ["odd"], ["last"]]
	assert (kind, left, cursor) == ("broken", [["odd", "waiting"]], "1")


@pytest.mark.refused
def test_office_that_answers_nothing_as_it_should_is_not_asked_for_ever(core: Core):
	asked = []
	core.answers |= {
		"technician.queue.send": lambda request: asked.append(request) or BROKEN,
		"technician.device.get_state": lambda _request: BROKEN,
	}
	kind = core.run("""
		for (let number = 0; number < 50; number++) await add("note", { payload: { text: `${number}` } });
		return sync.exchange(person, "julie.perrin@example.com", () => {}).catch(({ kind }) => kind);
	""")
	assert (kind, len(asked)) == ("broken", 6)


def get_answer(operations: list[dict]) -> dict:
	return {"results": [{"id": operation["id"], "outcome": "applied"} for operation in operations]}


def test_news_of_the_office_come_before_pictures_are_sent_and_again_after_them(core: Core):
	asked = []

	def get_state(_request):
		asked.append("news")
		return {**STATE, "mine": ["MV-1"]}

	def send(request):
		operations = request.post_data_json["operations"]
		asked.append([operation["operation"] for operation in operations])
		return get_answer(operations)

	def send_photo(_request):
		asked.append("photo")
		return {"results": [{"id": photo, "outcome": "applied"}]}

	core.answers |= {
		"technician.queue.send": send,
		"technician.queue.send_photo": send_photo,
		"technician.device.get_state": get_state,
	}
	photo = core.run("""
		await keep_visit();
		const picture = new Blob(["picture"]);
		const photo = { operation: "photo", visit: "MV-1", payload: { row: "Photo" } };
		const { id } = await outbox.add(person, photo, picture);
		await add("check_in");
		await add("sign");
		return id;
	""")
	core.run("await sync.exchange(person, 'julie.perrin@example.com', () => {});")

	assert asked == [["check_in"], "news", "photo", ["sign"], "news"]


def test_what_is_much_goes_in_several_requests(core: Core):
	sizes = []

	def send(request):
		sizes.append(len(request.post_data))
		return get_answer(request.post_data_json["operations"])

	core.answers |= {"technician.queue.send": send, "technician.device.get_state": lambda _request: STATE}
	core.run("""
		for (const length of [100, 60_000, 20_000, 20_000, 20_000])
			await add("note", { payload: { text: "x".repeat(length) } });
		await sync.exchange(person, "julie.perrin@example.com", () => {});
	""")
	assert [size // 10_000 for size in sizes] == [0, 6, 4, 2]


def test_picture_that_the_telephone_cannot_make_is_told_of(core: Core):
	told = core.run("""
		HTMLCanvasElement.prototype.toBlob = (done) => done(null);
		const canvas = new OffscreenCanvas(8, 8);
		canvas.getContext("2d");
		const file = await canvas.convertToBlob();
		return pictures.reduce(file).catch(({ message }) => message);
	""")
	assert told == "The browser made no picture of it"


def test_photo_whose_picture_is_gone_is_for_the_technician_to_mend(core: Core):
	core.answers["technician.device.get_state"] = lambda _request: {**STATE, "mine": ["MV-1"]}
	(photo,) = core.run("""
		await keep_visit();
		await add("photo", { payload: { row: "Photo" } });
		await sync.exchange(person, "julie.perrin@example.com", () => {});
		return queue();
	""")
	told = "The picture is not on this telephone any more. Remove the photo and take it again."
	assert (photo["state"], photo["error"]["message"]) == ("refused", told)


def test_answer_that_stalls_after_its_head_can_be_given_up(core: Core):
	kind = core.run("""
		window.fetch = async (_url, { signal }) => {
			const start = (body) => signal.addEventListener("abort", () => body.error(signal.reason));
			setTimeout(server.stop_requests, 50);
			return new Response(new ReadableStream({ start }));
		};
		const stalled = new Promise((resolve) => setTimeout(resolve, 2000, "stalled"));
		return Promise.race([server.get("technician.device.get_session").catch(({ kind }) => kind), stalled]);
	""")
	assert kind == "network"


def test_nothing_is_kept_of_somebody_who_logged_in_meanwhile_in_another_tab(core: Core):
	karims = {**STATE, "user": "karim.benali@example.com", "mine": ["MV-9"], "visits": [{"name": "MV-9"}]}
	core.answers["technician.device.get_state"] = lambda _request: karims
	found = core.run("""
		await keep_visit();
		const error = await sync.exchange(person, "julie.perrin@example.com", () => {}).catch((error) => error);
		return [error?.kind, error?.session?.user, await person.visits.toCollection().primaryKeys()];
	""")
	assert found == ["other_user", "karim.benali@example.com", ["MV-1"]]
