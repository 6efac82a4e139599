import assert from "node:assert/strict";
import test from "node:test";
import { get_sendable, get_sent } from "../../../maintenance_visit_app/public/js/visits/core/outbox.js";

let last = 0;

function deed(operation, visit, values = {}) {
	return { number: ++last, id: `id-${last}`, operation, visit, state: "waiting", ...values };
}

function names({ operations, pictures }) {
	const say = ({ operation, visit }) => `${operation} ${visit}`;
	return [operations.map(say), pictures.map(say)];
}

test("a signature waits for the photos of its visit, and for no other visit's", () => {
	const queue = [
		deed("photo", "A", { has_picture: true }),
		deed("work_done", "A"),
		deed("sign", "A"),
		deed("complete", "A"),
		deed("complete", "B"),
	];
	assert.deepEqual(names(get_sendable(queue)), [["work_done A", "complete B"], ["photo A"]]);
	const later = queue.map((one) => (one.operation === "photo" ? { ...one, state: "sent" } : one));
	assert.deepEqual(names(get_sendable(later))[0], ["work_done A", "sign A", "complete A", "complete B"]);
});

test("what was refused holds up the completion of its visit, and nothing else", () => {
	const queue = [
		deed("answer", "A", { state: "refused" }),
		deed("work_done", "A"),
		deed("complete", "A"),
		deed("check_in", "B"),
	];
	assert.deepEqual(names(get_sendable(queue))[0], ["work_done A", "check_in B"]);
});

test("what can still be undone waits, and what follows of it: nobody checks in who has not left elsewhere", () => {
	const queue = [
		deed("note", "A"),
		deed("check_out", "A"),
		deed("complete", "A"),
		deed("photo", "A", { has_picture: true }),
		deed("check_in", "B"),
		deed("note", "B"),
	];
	const early = new Set([queue[1].id, queue[2].id]);
	assert.deepEqual(names(get_sendable(queue, new Set(), early)), [["note A", "note B"], []]);
	const operations = ["note A", "check_out A", "check_in B", "note B"];
	assert.deepEqual(names(get_sendable(queue)), [operations, ["photo A"]]);
});

test("what is sent has no more than the office asks for", () => {
	const sent = get_sent(deed("note", "A", { at: "now", payload: { text: "Hello" }, was: {}, tried: true }));
	assert.deepEqual(Object.keys(sent), ["id", "operation", "visit", "at", "payload"]);
});
