// What a technician does on a visit, each as an operation.

import { watch } from "vue";
import { locate, TIME_TO_LOCATE } from "./distance.js";
import { __ } from "./messages.js";
import { about, act, add_position, store, take_back, visits } from "./store.js";
import { tell } from "./toasts.js";
import { get_completion, get_open_log } from "./view.js";

// While somebody types or goes on tapping, what he says is kept at once and sent a little later
const UNHURRIED = { send_in: 4000 };
const TIME_TO_UNDO = 6000;
// What takes longer to be seen than this isn't waited for by any finger
const TIME_TO_SEE = 500;
const underway = new Set();

/** Do it unless the same is being done: a second tap comes before the first one is seen. Return null then. */
async function once(kind, visit, work) {
	const key = `${kind} ${visit.name}`;
	if (underway.has(key)) return null;
	underway.add(key);
	let done = null;
	try {
		done = await work();
		return done;
	} finally {
		when_seen(done, () => underway.delete(key));
	}
}

function when_seen(done, then) {
	const is_seen = () => !done || store.operations.some(({ id }) => id === done.id);
	const timer = setTimeout(end, TIME_TO_SEE);
	const stop = watch(is_seen, (seen) => seen && end(), { flush: "post" });
	if (is_seen()) end();

	function end() {
		clearTimeout(timer);
		stop();
		then();
	}
}

/** Check in; nobody is at two places, and so check out where he forgot to. */
export function check_in(visit) {
	return once("check_in", visit, () => leave_and_check_in(visit));
}

async function leave_and_check_in(visit) {
	const former = visits.value.find((other) => other.name !== visit.name && is_at_work(other));
	if (former && (await check_out(former)))
		tell(__("You are checked out at {0}.", [former.customer_name || former.customer]));
	const payload = { row: crypto.randomUUID(), ...get_person() };
	return act_here({ operation: "check_in", visit: visit.name, payload });
}

function is_at_work(visit) {
	return !visit.docstatus && about.value.person && get_open_log(visit, about.value.person);
}

export function check_out(visit) {
	const deed = { operation: "check_out", visit: visit.name, payload: get_person() };
	return once("check_out", visit, () => act_here(deed));
}

/** Do it now: where that was is added when the telephone knows, which is sent a moment later for it. */
async function act_here(operation) {
	if (!store.facts.settings?.ask_positions) return act(operation);
	const done = await act(operation, { send_in: TIME_TO_LOCATE + 500, is_held: true });
	if (done) locate().then((position) => position && add_position(done, position));
	return done;
}

function get_person() {
	return about.value.person ? { service_person: about.value.person } : {};
}

export function answer(visit, check, values) {
	const payload = { check: check.name, task: check.task, ...get_equipment(check), ...values };
	const was = get_was(check, values);
	return act({ operation: "answer", visit: visit.name, payload, was }, UNHURRIED);
}

function get_equipment({ item_code, serial_no }) {
	return { ...(item_code && { item_code }), ...(serial_no && { serial_no }) };
}

export function tell_work(visit, row, values) {
	const payload = { row: row.name, ...values };
	return act({ operation: "work_done", visit: visit.name, payload, was: get_was(row, values) }, UNHURRIED);
}

function get_was(document, values) {
	return Object.fromEntries(Object.keys(values).map((fieldname) => [fieldname, document[fieldname] ?? ""]));
}

export function use_part(visit, part, values) {
	return act({ operation: "part", visit: visit.name, payload: { row: part.name, ...values } }, UNHURRIED);
}

export function add_part(visit, { item_code, stock_uom }, values = {}) {
	const payload = { row: crypto.randomUUID(), item_code, qty: 1, uom: stock_uom, ...values };
	if (store.facts.stock?.warehouse) payload.warehouse = store.facts.stock.warehouse;
	return once("part", visit, () => act({ operation: "part", visit: visit.name, payload }, UNHURRIED));
}

export function add_photo(visit, picture, { taken, caption }) {
	const payload = { row: crypto.randomUUID(), taken, ...(caption && { caption }) };
	return act({ operation: "photo", visit: visit.name, payload, picture });
}

export function write_note(visit, text) {
	return once("note", visit, () => act({ operation: "note", visit: visit.name, payload: { text } }));
}

export function rate(visit, values) {
	return act(
		{ operation: "rate", visit: visit.name, payload: values, was: get_was(visit, values) },
		UNHURRIED,
	);
}

export function sign(visit, signature, signed_by) {
	const payload = { signature, signed_by, completion_status: get_completion(visit) };
	return once("sign", visit, () => act({ operation: "sign", visit: visit.name, payload }));
}

/** Check out, where that wasn't done, and complete. It can be undone for a moment. */
export function complete(visit) {
	return once("complete", visit, () => leave_and_complete(visit));
}

async function leave_and_complete(visit) {
	const patience = { send_in: TIME_TO_UNDO, is_held: true };
	const log = get_open_log(visit, about.value.person);
	const payload = { completion_status: visit.completion_status || get_completion(visit) };
	const done = [];
	if (log)
		done.push(await act({ operation: "check_out", visit: visit.name, payload: get_person() }, patience));
	done.push(await act({ operation: "complete", visit: visit.name, payload }, patience));
	if (done.some((one) => !one)) return null;
	tell(__("Completed"), "good", { label: __("Undo"), run: () => undo(done) });
	return done.at(-1);
}

async function undo(done) {
	for (const { id } of done.reverse())
		if (!(await take_back(id))) {
			tell(__("It is with the office already. Call them to change it."), "bad");
			return;
		}
}
