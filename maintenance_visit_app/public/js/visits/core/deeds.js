// What a technician does on a visit, each as an operation.

import { locate, TIME_TO_LOCATE } from "./distance.js";
import { __ } from "./messages.js";
import { about, act, add_position, store, take_back, visits } from "./store.js";
import { tell } from "./toasts.js";
import { get_completion, get_open_log } from "./view.js";

// While somebody types or goes on tapping, what he says is kept at once and sent a little later
const UNHURRIED = { send_in: 4000 };
const TIME_TO_UNDO = 6000;

/** Check in; nobody is at two places, and so check out where he forgot to. */
export async function check_in(visit) {
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
	return act_here({ operation: "check_out", visit: visit.name, payload: get_person() });
}

/** Do it now: where that was is added when the telephone knows, which is sent a moment later for it. */
async function act_here(operation) {
	if (!store.facts.settings?.ask_positions) return act(operation);
	const done = await act(operation, { send_in: TIME_TO_LOCATE + 500 });
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
	return act({ operation: "part", visit: visit.name, payload }, UNHURRIED);
}

export function add_photo(visit, picture, { taken, caption }) {
	const payload = { row: crypto.randomUUID(), taken, ...(caption && { caption }) };
	return act({ operation: "photo", visit: visit.name, payload, picture });
}

export function write_note(visit, text) {
	return act({ operation: "note", visit: visit.name, payload: { text } });
}

export function rate(visit, values) {
	return act(
		{ operation: "rate", visit: visit.name, payload: values, was: get_was(visit, values) },
		UNHURRIED,
	);
}

export function sign(visit, signature, signed_by) {
	const payload = { signature, signed_by, completion_status: get_completion(visit) };
	return act({ operation: "sign", visit: visit.name, payload });
}

/** Check out, where that wasn't done, and complete. It can be undone for a moment. */
export async function complete(visit) {
	const hurry = { send_in: TIME_TO_UNDO };
	const log = get_open_log(visit, about.value.person);
	const payload = { completion_status: visit.completion_status || get_completion(visit) };
	const done = [];
	if (log) done.push(await act({ operation: "check_out", visit: visit.name, payload: get_person() }, hurry));
	done.push(await act({ operation: "complete", visit: visit.name, payload }, hurry));
	if (done.some((one) => !one)) return;
	tell(__("Completed"), "good", { label: __("Undo"), run: () => undo(done) });
}

async function undo(done) {
	for (const { id } of done.reverse())
		if (!(await take_back(id))) {
			tell(__("It is with the office already. Call them to change it."), "bad");
			return;
		}
}
