// What was done and isn't on the server yet, in the order in which it was done.

import { get_moment } from "./times.js";
import { get_in_order, is_refused } from "./view.js";

// What takes the place of what was said before about the same thing, while nobody has heard that
const SAID_AGAIN = { answer: "check", work_done: "row", part: "row", rate: null, sign: null, complete: null };

/** Keep what was done; a picture with it, or neither. Return the operation, which may say more than this. */
export async function add(database, { operation, visit, payload = {}, was }, picture = null) {
	const done = {
		id: crypto.randomUUID(),
		operation,
		visit,
		at: get_moment(),
		payload,
		was,
		state: "waiting",
		tried: false,
	};
	if (operation === "photo") done.has_picture = true;
	// As plain bytes: some browsers, such as Safari in a private window, keep no Blob
	const kept = picture && { id: done.id, data: await picture.arrayBuffer(), type: picture.type };
	return database.transaction("rw", database.operations, database.pictures, async () => {
		if (kept) await database.pictures.add(kept);
		return say(database, done);
	});
}

/** Say it with the rest of what was refused, or was never sent, of the same thing: that makes room for this. */
async function say({ operations }, done) {
	const former = await get_former(operations, done);
	const waiting = former.find(({ state }) => state === "waiting");
	const said = {
		...done,
		...(waiting && { id: waiting.id, number: waiting.number }),
		payload: Object.assign({}, ...former.map(({ payload }) => payload), done.payload),
		// What had been read before any of it was said
		was: Object.assign({}, done.was, ...former.map(({ was }) => was).reverse()),
	};
	await operations.bulkDelete(former.map(({ number }) => number));
	await operations.add(said);
	return said;
}

/** Return what the server refused of the same thing, and the last of it that was never sent, in their order. */
async function get_former(operations, done) {
	if (!(done.operation in SAID_AGAIN)) return [];
	const key = SAID_AGAIN[done.operation];
	const same = (await operations.where("visit").equals(done.visit).toArray()).filter(
		(one) => one.operation === done.operation && (!key || one.payload[key] === done.payload[key]),
	);
	const waiting = same.findLast((one) => one.state === "waiting" && !one.tried);
	return same.filter((one) => one.state === "refused" || one === waiting);
}

/** Return the picture of an operation as a Blob; null where there is none. */
export async function get_picture({ pictures }, id) {
	const found = await pictures.get(id);
	return found ? found.blob || new Blob([found.data], { type: found.type }) : null;
}

/** Say more of what was done and never sent. */
export async function add_to({ operations }, id, values) {
	const untried = operations.where("id").equals(id);
	await untried.modify((one) => one.tried || Object.assign(one.payload, values));
}

/** Take back what was done and never sent. Return whether that was still possible. */
export async function take_back(database, id) {
	return database.transaction("rw", database.operations, database.pictures, async () => {
		const found = await database.operations.where("id").equals(id).first();
		if (!found || (found.tried && found.state !== "refused")) return false;
		await database.operations.delete(found.number);
		await database.pictures.delete(id);
		return true;
	});
}

/** Return the operation as the API wants it. */
export function get_sent({ id, operation, visit, at, payload, was }) {
	const sent = { id, operation, visit, at, payload };
	if (was && Object.keys(was).length) sent.was = was;
	return sent;
}

/**
 * Return what may be sent now: {operations, pictures}, pictures one by one. What was `asked` already isn't sent again,
 * and holds what closes its visit as long as it waits for an answer; what is `early` by its id holds what follows.
 */
export function get_sendable(queue, asked = new Set(), early = new Set()) {
	const first = queue.filter((one) => is_waiting(one) && early.has(one.id));
	const holds = (one) =>
		is_refused(one) || first.includes(one) || (is_waiting(one) && (one.has_picture || asked.has(one.id)));
	const may_be_sent = (one) =>
		is_waiting(one) && !asked.has(one.id) && !first.some((other) => is_before(other, one));
	const open = get_in_order(queue, holds).filter(may_be_sent);
	return {
		operations: open.filter(({ has_picture }) => !has_picture),
		pictures: open.filter(({ has_picture }) => has_picture),
	};
}

function is_waiting({ state }) {
	return state === "waiting";
}

const WAYS = ["check_in", "check_out"];

/** Tell whether an operation makes no sense before the other one: nobody comes who has not left elsewhere. */
function is_before(other, one) {
	const is_way = other.operation === "check_out" && WAYS.includes(one.operation);
	return other.number <= one.number && (other.visit === one.visit || is_way);
}

/** Write what became of operations: what the server has is forgotten once the visit is read again. */
export async function note_results(database, results) {
	const { operations, notices, pictures, visits } = database;
	await database.transaction("rw", operations, notices, pictures, visits, async () => {
		for (const result of results) await note_result(database, result);
	});
}

async function note_result({ operations, notices, pictures, visits }, result) {
	const { id, outcome, error } = result;
	const operation = id && (await operations.where("id").equals(id).first());
	if (!operation || error?.is_busy) return;
	if (outcome === "refused") {
		await operations.update(operation.number, { state: "refused", error });
		return;
	}
	await operations.update(operation.number, { state: "sent" });
	await pictures.delete(id);
	const notice = get_notice(operation, result);
	if (notice) await notices.add({ ...notice, customer: await get_customer(visits, operation) });
}

/** Return where that was: the visit may be gone from the telephone when the notice is read. */
async function get_customer(visits, operation) {
	const visit = await visits.get(operation.visit);
	return visit?.customer_name || visit?.customer;
}

/** Return what the technician is told of what became of an operation, where it isn't just what he did. */
function get_notice({ operation, visit }, { outcome, told, visit: name }) {
	return outcome === "superseded" || told ? { visit: name || visit, operation, outcome, told } : null;
}
