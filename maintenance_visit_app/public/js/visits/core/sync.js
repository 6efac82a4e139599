// Brings to the server what was done, and from it what is new. One at a time, over all tabs of the telephone.

import { get_picture, get_sendable, get_sent, note_results } from "./outbox.js";
import { ServerError, get, get_session, post, post_file } from "./server.js";
import { get_losses, get_moves } from "./news.js";
import { __ } from "./messages.js";
import { get_moment } from "./times.js";

const SEND = "technician.queue.send";
const SEND_PHOTO = "technician.queue.send_photo";
const MOST_OPERATIONS = 100;
// Of JSON: at the speed of a cellar that is done before anybody's patience is at its end
const MOST_CHARACTERS = 48_000;
// One after the other: it isn't what is sent
const MOST_BROKEN = 5;
const MOST_MISSING = 100;
const LOCK = "maintenance-visits-sync";

/** Run the work unless another tab of this telephone is at it. Return what it returns, or null. */
export function alone(work) {
	if (!navigator.locks) return work();
	return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : null));
}

// Where nothing can be asked for either
const HOPELESS = ["network", "logged_out", "other_user"];

/** Send the queue of this user, who is logged in, and read what is new. Raises ServerError; what was done until then is kept.
 *
 * News of the office don't wait behind pictures. `tell({done, of})` is called with each picture; what is `early` by its
 * id isn't sent yet. */
export async function exchange(database, user, tell, early) {
	const sending = { database, user, tell, early, asked: new Set(), broken: null, in_a_row: 0 };
	let failure = await get_failure(send_all(sending, get_operations));
	await pull(database, user);
	const before = sending.asked.size;
	if (!failure || (failure.kind === "broken" && sending.in_a_row < MOST_BROKEN))
		failure = await get_failure(send_all(sending, get_operations_or_pictures));
	if (sending.asked.size > before) await pull(database, user);
	if (failure) throw failure;
}

/** Return why it failed, where there may be news all the same. */
async function get_failure(sent) {
	try {
		await sent;
		return null;
	} catch (error) {
		if (error.name !== "ServerError" || HOPELESS.includes(error.kind)) throw error;
		return error;
	}
}

/** Return the session, if it is this user's. */
export async function get_own_session(user) {
	const session = await get_session();
	validate_own(session, user);
	return session;
}

export function validate_own(session, user) {
	if (!session.user) throw new ServerError("logged_out");
	if (session.user !== user) throw get_other_user(session);
	if (!session.may_use) throw new ServerError("forbidden");
}

function get_other_user(session) {
	return Object.assign(new ServerError("other_user"), { session });
}

/** Ask each time anew what may be sent: what is refused holds others, and a picture that is there lets them go. */
async function send_all(sending, choose) {
	for (;;) {
		const batch = choose(get_sendable(await get_queue(sending.database), sending.asked, sending.early));
		if (!batch.length) break;
		if (batch[0].has_picture) await send_pictures(sending, batch);
		else await send_operations(sending, batch);
		for (const { id } of batch) sending.asked.add(id);
	}
	if (sending.broken) throw sending.broken;
}

function get_queue({ operations }) {
	return operations.orderBy("number").toArray();
}

function get_operations_or_pictures({ operations, pictures }) {
	return operations.length ? get_operations({ operations }) : pictures;
}

/** Return the first ones, as many as go through a narrow line at once. */
function get_operations({ operations }) {
	let characters = 0;
	const is_fit = (operation, index) => {
		characters += JSON.stringify(get_sent(operation)).length;
		return !index || characters <= MOST_CHARACTERS;
	};
	const first = operations.slice(0, MOST_OPERATIONS);
	const end = first.findIndex((operation, index) => !is_fit(operation, index));
	return end < 0 ? first : first.slice(0, end);
}

/** Send them together; where that breaks the office, one by one: then all arrive but the one that does so. */
async function send_operations(sending, batch) {
	try {
		await send_together(sending, batch);
		sending.in_a_row = 0;
	} catch (error) {
		if (error.kind !== "broken") throw error;
		if (batch.length === 1) note_broken(sending, error);
		else for (const operation of batch) await send_operations(sending, [operation]);
	}
}

/** Go on with what follows, unless nothing gets through. */
function note_broken(sending, error) {
	sending.broken = error;
	if (++sending.in_a_row >= MOST_BROKEN) throw error;
}

async function send_together({ database, user }, batch) {
	const sent = await mark_tried(database, batch);
	if (!sent.length) return;
	const answer = await post(SEND, { user, operations: sent.map(get_sent), sent_at: get_moment() });
	await note_results(database, answer.results);
}

/** Mark what is about to be sent, and read it again: it isn't changed from now on. */
async function mark_tried({ operations }, batch) {
	const numbers = batch.map(({ number }) => number);
	return operations.db.transaction("rw", operations, async () => {
		await operations.where("number").anyOf(numbers).modify({ tried: true });
		return (await operations.bulkGet(numbers)).filter((one) => one?.state === "waiting");
	});
}

async function send_pictures(sending, pictures) {
	for (const [index, operation] of pictures.entries()) {
		sending.tell({ done: index, of: pictures.length });
		try {
			await send_picture(sending, operation);
			sending.in_a_row = 0;
		} catch (error) {
			if (error.kind !== "broken") throw error;
			note_broken(sending, error);
		}
	}
	sending.tell(null);
}

async function send_picture({ database, user }, operation) {
	const [sent] = await mark_tried(database, [operation]);
	const picture = await get_picture(database, operation.id);
	if (!sent) return;
	if (!picture) {
		await note_results(database, [get_lost(operation)]);
		return;
	}
	const values = { user, operation: get_sent(sent), sent_at: get_moment() };
	const answer = await post_file(SEND_PHOTO, values, picture, `${operation.id}.jpg`);
	await note_results(database, answer.results);
}

function get_lost({ id }) {
	const message = __("The picture is not on this telephone any more. Remove the photo and take it again.");
	return { id, outcome: "refused", error: { message } };
}

// What the server leaves out where nothing of it is new
const SECTIONS = ["settings", "sites", "contacts", "equipment", "stock", "phrases"];

/** Read what is new since the last time, and forget what is no longer this user's. */
async function pull(database, user) {
	let [state, lacking, asked] = [null, [], null];
	do {
		const after = state ? state.cursor : (await database.facts.get("cursor"))?.value;
		asked = lacking.slice(0, MOST_MISSING);
		const missing = asked.length ? JSON.stringify(asked) : undefined;
		state = await get("technician.device.get_state", { after, missing });
		// The session is shared by all tabs
		if (state.user !== user) throw get_other_user(state);
		await keep_state(database, state);
		lacking = await get_lacking(database, state.mine);
		// What the server names and doesn't give is no reason to ask for ever
	} while (state.more || lacking.some((name) => !asked.includes(name)));
}

async function keep_state(database, state) {
	const { visits, facts, operations, notices } = database;
	await database.transaction("rw", visits, facts, operations, notices, async () => {
		const former = await visits.bulkGet(state.visits.map(({ name }) => name));
		await notices.bulkAdd(get_moves(former.filter(Boolean), state.visits));
		await visits.bulkPut(state.visits);
		await forget_others(database, new Set(state.mine));
		await forget_sent(operations, new Set(state.mine));
		const known = SECTIONS.filter((name) => state[name] !== undefined);
		const me = {
			user: state.user,
			full_name: state.full_name,
			persons: state.sales_persons || [],
			company: state.company,
			zone: state.time_zone,
			// How far the telephone's clock is behind, in milliseconds
			offset: Date.parse(state.server_time) - Date.now(),
		};
		await facts.bulkPut([
			...known.map((name) => ({ name, value: state[name] })),
			{ name: "cursor", value: state.cursor },
			{ name: "me", value: me },
			{ name: "synced_at", value: get_moment() },
		]);
	});
}

/** What is sent is on the visits now; but for notes, which stay to be read as long as their visit does. */
async function forget_sent(operations, mine) {
	const sent = operations.where("state").equals("sent");
	await sent.filter(({ operation, visit }) => operation !== "note" || !mine.has(visit)).delete();
}

async function forget_others({ visits, operations, notices }, mine) {
	const busy = new Set(
		(await operations.where("state").notEqual("sent").toArray()).map(({ visit }) => visit),
	);
	const others = (await visits.toArray()).filter(({ name }) => !mine.has(name));
	const gone = others.filter(({ name }) => !busy.has(name));
	await visits.bulkDelete(gone.map(({ name }) => name));
	// What became of his work says already that the visit is gone, and why
	const told = new Set((await notices.toArray()).map(({ visit }) => visit));
	await notices.bulkAdd(
		get_losses(gone.filter(({ name, no_longer_mine }) => !no_longer_mine && !told.has(name))),
	);
	for (const { name } of others.filter((visit) => busy.has(visit.name)))
		await visits.update(name, { no_longer_mine: true });
}

async function get_lacking({ visits }, mine) {
	const held = new Set(await visits.toCollection().primaryKeys());
	return mine.filter((name) => !held.has(name));
}
