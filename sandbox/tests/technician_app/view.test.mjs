import assert from "node:assert/strict";
import test from "node:test";
import { get_completion, get_view } from "../../../maintenance_visit_app/public/js/visits/core/view.js";

const ABOUT = { zone: "Europe/Paris", person: "Julie Perrin" };
const AT = "2026-03-31T09:30:00+02:00";
const VISIT = {
	name: "MAT-MVS-1",
	docstatus: 0,
	status: "Planned",
	purposes: [{ name: "p1", item_code: "BOILER" }, { name: "p2" }],
	checks: [{ name: "c1", task: "Seals", mandatory: 1 }],
	parts: [{ name: "x1", item_code: "SEAL", qty: 1 }],
};

function do_all(...deeds) {
	const operations = deeds.map(([operation, payload = {}, state = "waiting"], index) => {
		return { id: `id-${index}`, operation, payload, state, at: AT };
	});
	return get_view(VISIT, operations, ABOUT);
}

test("a visit without operations is as the server said it, and that is left as it is", () => {
	const before = JSON.stringify(VISIT);
	const view = do_all(["answer", { check: "c1", result: "OK" }], ["part", { row: "x1", qty: 3 }]);
	assert.equal(view.checks[0].result, "OK");
	assert.equal(view.parts[0].qty, 3);
	assert.equal(JSON.stringify(VISIT), before);
});

test("who checks in is at work, by the site's clock, until he checks out", () => {
	const checked_in = do_all(["check_in", { row: "t1" }]);
	assert.equal(checked_in.status, "In Progress");
	assert.deepEqual(checked_in.time_logs, [
		{ name: "t1", service_person: "Julie Perrin", from_time: "2026-03-31 09:30:00" },
	]);
	const left = do_all(["check_in", { row: "t1" }], ["check_out"]);
	assert.equal(left.time_logs[0].to_time, "2026-03-31 09:30:00");
});

test("parts are added, changed and removed by their row", () => {
	const add = ["part", { row: "x2", item_code: "PUMP", qty: 1 }];
	assert.deepEqual(
		do_all(add, ["part", { row: "x2", qty: 2 }]).parts.map(({ qty }) => qty),
		[1, 2],
	);
	assert.equal(do_all(add, ["part", { row: "x2", remove: true }]).parts.length, 1);
});

test("an answer to a task that the office took away harms nothing", () => {
	assert.equal(do_all(["answer", { check: "gone", result: "OK" }]).checks.length, 1);
});

test("a visit is completed as far as its rows are", () => {
	const one = do_all([
		"work_done",
		{ row: "p1", work_done: "Cleaned.", completion_status: "Fully Completed" },
	]);
	assert.equal(get_completion(one), "Partially Completed");
	const both = do_all(
		["work_done", { row: "p1", completion_status: "Fully Completed" }],
		["work_done", { row: "p2", completion_status: "Fully Completed" }],
		["complete"],
	);
	assert.equal(both.completion_status, "Fully Completed");
	assert.equal(both.docstatus, 1);
});

test("a signature and the completion don't count while something before them was refused: it can be mended", () => {
	const refused = ["answer", { check: "c1", reading: "much" }, "refused"];
	const view = do_all(refused, ["sign", { signed_by: "Mme Garnier" }], ["complete"]);
	assert.equal(view.checks[0].reading, "much");
	assert.equal(view.docstatus, 0);
	assert.notEqual(view.signature_status, "Signed");
});
