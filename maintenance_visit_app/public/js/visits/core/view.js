// A visit as the technician sees it: what the server said, and what he has done since. Nothing here is kept.

import { to_site_time } from "./times.js";

const FULLY = "Fully Completed";
const PENDING = "Pending";

// What says that all is there, in its order
const LAST = ["sign", "complete"];

/**
 * Return the operations in the order in which they count and are sent: what says that all is there goes after everything
 * else of its visit, and is left out where something before it `holds` it.
 */
export function get_in_order(operations, holds = is_refused) {
	const holding = operations.filter(holds);
	const is_held = (last) =>
		holding.some((one) => one.visit === last.visit && get_rank(one) <= get_rank(last));
	return operations
		.filter((one) => get_rank(one) < 0 || !is_held(one))
		.sort((one, other) => get_rank(one) - get_rank(other));
}

function get_rank({ operation }) {
	return LAST.indexOf(operation);
}

export function is_refused({ state }) {
	return state === "refused";
}

/** Return the visit with the operations done to it, in their order. The server's own copy stays as it is. */
export function get_view(visit, operations, about = {}) {
	const view = copy(visit, operations.length ? copy_rows : keep_rows);
	for (const operation of get_in_order(operations)) {
		const effect = EFFECTS[operation.operation];
		if (effect) effect(view, operation.payload || {}, operation, about);
	}
	return view;
}

const TABLES = ["purposes", "checks", "parts", "photos", "time_logs"];

function copy(visit, take) {
	const view = { docstatus: 0, status: "Planned", ...visit, notes: [] };
	for (const table of TABLES) view[table] = take(visit[table] || []);
	return view;
}

function copy_rows(rows) {
	return rows.map((row) => ({ ...row }));
}

/** Of most visits: nothing is done to them. */
function keep_rows(rows) {
	return rows;
}

const EFFECTS = {
	check_in(view, payload, { at, id }, { zone, person }) {
		view.time_logs.push({
			name: payload.row || id,
			service_person: payload.service_person || person,
			from_time: to_site_time(at, zone),
		});
		view.status = "In Progress";
	},
	check_out(view, payload, { at }, { zone, person }) {
		const log = get_open_log(view, payload.service_person || person);
		if (log) log.to_time = to_site_time(at, zone);
	},
	answer(view, payload) {
		change(view.checks, payload.check, payload, ["result", "reading", "remark"]);
	},
	work_done(view, payload) {
		change(view.purposes, payload.row, payload, ["work_done", "completion_status"]);
	},
	part(view, payload) {
		if (payload.remove) view.parts = view.parts.filter(({ name }) => name !== payload.row);
		else if (!change(view.parts, payload.row, payload, Object.keys(payload)))
			view.parts.push({ name: payload.row, ...payload });
	},
	photo(view, { row, taken, caption, image }, { id }) {
		view.photos.push({ name: row, taken, caption, image, picture: id });
	},
	rate(view, payload) {
		Object.assign(view, payload);
	},
	sign(view, payload, { at }, { zone }) {
		view.signature_status = "Signed";
		view.signed_by = payload.signed_by;
		view.signed_on = to_site_time(at, zone);
		if (payload.completion_status) view.completion_status = payload.completion_status;
	},
	complete(view, payload) {
		view.completion_status = payload.completion_status || get_completion(view);
		view.docstatus = 1;
		view.status = "Submitted";
	},
	note(view, { text }, { at, state }) {
		view.notes.push({ text, at, is_sent: state === "sent" });
	},
};

function change(rows, name, payload, fieldnames) {
	const row = rows.find((one) => one.name === name);
	for (const fieldname of row ? fieldnames : [])
		if (fieldname in payload && fieldname !== "row") row[fieldname] = payload[fieldname];
	return row;
}

/** Return the stretch of work that the person hasn't ended. */
export function get_open_log(view, person) {
	return view.time_logs.find((log) => !log.to_time && (!person || log.service_person === person));
}

/** Return how far the visit got, as its rows say. */
export function get_completion(view) {
	const open = view.purposes.filter((row) => (row.completion_status || PENDING) !== FULLY);
	return open.length ? "Partially Completed" : FULLY;
}

export function is_answered(check) {
	const lacks_reading = check.uom && !check.reading && check.result !== "Not Applicable";
	return Boolean(check.result) && !(check.mandatory && lacks_reading);
}
