// What the screens show, and what they can do. Read anew from the telephone's store whenever that changes.

import { liveQuery } from "dexie";
import { computed, shallowReactive } from "vue";
import { by_time } from "./days.js";
import { device, get_setting, is_full, keep_setting, open_person, remove_person } from "./database.js";
import { __, get_language, speak } from "./messages.js";
import * as outbox from "./outbox.js";
import { pause } from "./pause.js";
import { ask_to_keep } from "./pictures.js";
import { get_session, get_texts, log_out, stop_requests } from "./server.js";
import { alone, exchange, validate_own } from "./sync.js";
import { get_clock, get_day_name, get_today, SHORT_DAY } from "./times.js";
import { tell } from "./toasts.js";
import { get_view } from "./view.js";

// Each is put in place of the former as a whole: what is in it needs no watching
export const store = shallowReactive({
	is_ready: false,
	is_broken: false, // the telephone can't read what it keeps
	person: null,
	server_visits: [],
	facts: {},
	operations: [],
	notices: [],
	others: [],
	now: new Date(),
	is_syncing: false,
	// Why the last one didn't succeed: what `get_problem` has words for
	problem: null,
	told: "",
	progress: null,
	new_version: false,
	// The last position that the office asked for; kept no longer than the app is open
	here: null,
});

// Facts that are what somebody typed, by the name of the field
export const TYPED = "typed: ";
let database = null;
let subscription = null;

export const about = computed(() => ({
	zone: store.facts.me?.zone,
	person: store.facts.me?.persons?.[0],
	persons: store.facts.me?.persons || [],
}));
// By the office's clock where the telephone's is wrong
const WRONG = 5 * 60_000;
export const now = computed(() => {
	const offset = store.facts.me?.offset || 0;
	return Math.abs(offset) > WRONG ? new Date(store.now.getTime() + offset) : store.now;
});
export const today = computed(() => get_today(about.value.zone, now.value));
export const waiting = computed(() => store.operations.filter(({ state }) => state === "waiting"));
export const refused = computed(() => store.operations.filter(({ state }) => state === "refused"));
// All that the office doesn't have
export const unsent = computed(() => waiting.value.length + refused.value.length);
// What stands in a field, and wasn't said yet
export const typed = computed(() => Object.keys(store.facts).filter((name) => name.startsWith(TYPED)).length);
// When the last exchange was: the clock, and the day where that was another one
export const synced = computed(() => {
	const moment = (store.facts.synced_at || "").slice(0, 19);
	if (!moment || get_today(undefined, store.now) === moment.slice(0, 10)) return get_clock(moment);
	return `${get_day_name(moment, get_language(), SHORT_DAY)}, ${get_clock(moment)}`;
});
export const visits = computed(() => {
	const of_visit = new Map();
	for (const operation of store.operations) {
		if (!of_visit.has(operation.visit)) of_visit.set(operation.visit, []);
		of_visit.get(operation.visit).push(operation);
	}
	const views = store.server_visits.map((visit) => ({
		...get_view(visit, of_visit.get(visit.name) || [], about.value),
		operations: of_visit.get(visit.name) || [],
	}));
	return views.sort(by_time);
});

export function get_visit(name) {
	return visits.value.find((visit) => visit.name === name);
}

/** Open what is kept of whoever used the telephone last. Return whether that could be read. */
export async function start() {
	await open_last().catch(note_broken);
	if (store.is_broken) speak_as_browser();
	return !store.is_broken;
}

export function show() {
	store.is_ready = true;
}

function note_broken(error) {
	console.warn(error);
	store.is_broken = true;
	return error;
}

async function open_last() {
	const current = await get_setting("current");
	const person = current && (await device.people.get(current));
	if (person) await open(person);
	else speak_as_browser();
}

/** Speak the browser's language when its texts come, if nobody has come before: without network they may never. */
async function speak_as_browser() {
	const language = (navigator.language || "en").slice(0, 2);
	const texts = await read_texts(language).catch(() => null);
	if (texts && !store.person) speak(language, texts);
}

// What was read since the app was opened: another version of it is another page
let newest = {};

async function read_texts(language) {
	if (newest.language === language) return newest.texts;
	const texts = await get_texts(language);
	if (texts) newest = { language, texts };
	return texts;
}

async function open(person) {
	close();
	speak(person.language, person.texts);
	const opened = (database = open_person(person.user));
	// Removed in another tab, or by a newer version of the app
	database.on("versionchange", begin_again);
	// What is read of one that can't be opened never ends
	await database.open();
	await new Promise((resolve, reject) => {
		subscription = liveQuery(read).subscribe({
			async next(found) {
				await pause();
				if (database === opened) Object.assign(store, found, { person });
				resolve();
			},
			error: (error) => reject(note_broken(error)),
		});
	});
	find_others(person).catch(console.warn);
}

function begin_again() {
	close();
	location.reload();
}

async function find_others({ user }) {
	const others = await device.people.where("user").notEqual(user).toArray();
	if (store.person?.user === user) store.others = others;
}

async function read() {
	const [server_visits, facts, operations, notices] = await Promise.all([
		database.visits.toArray(),
		database.facts.toArray(),
		database.operations.orderBy("number").toArray(),
		database.notices.toArray(),
	]);
	return {
		server_visits,
		operations,
		notices,
		facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])),
	};
}

function close() {
	stop_requests();
	subscription?.unsubscribe();
	database?.close();
	database = null;
	Object.assign(store, {
		person: null,
		server_visits: [],
		facts: {},
		operations: [],
		notices: [],
		here: null,
	});
}

/** Keep what was done on a visit and send it when that is possible. Return the operation; null where it wasn't kept.
 *
 * Not before `send_in` milliseconds where it `is_held`, whatever else is sent meanwhile. */
export async function act(operation, { send_in = 300, is_held = false } = {}) {
	try {
		const { picture, ...said } = operation;
		const done = await outbox.add(database, JSON.parse(JSON.stringify(with_technicians(said))), picture);
		if (is_held) hold(done, send_in);
		else sync_soon(send_in);
		return done;
	} catch (error) {
		tell(get_reason(error), "bad");
		return null;
	}
}

function get_reason(error) {
	if (is_full(error))
		return __("The telephone's memory is full: this was not kept. Send what waits, or make room.");
	console.error(error);
	return __("This was not kept. Try again; if that doesn't help, restart the app.");
}

/** Say for whom the visit was, as it was read: the office may have given it to somebody else meanwhile. */
function with_technicians(operation) {
	const visit = store.server_visits.find(({ name }) => name === operation.visit);
	if (!visit || operation.operation === "note") return operation;
	return { ...operation, was: { technicians: visit.technicians || "", ...operation.was } };
}

/** Add where it was done to what was done, unless it is sent already. */
export async function add_position({ id }, position) {
	store.here = position;
	if (database) await outbox.add_to(database, id, position);
}

export const get_picture = (id) => outbox.get_picture(database, id);
export const take_back = (id) => outbox.take_back(database, id);
export const keep_fact = (name, value) =>
	value ? database?.facts.put({ name, value }) : database?.facts.delete(name);

/** Tell whether anything is on the telephone that the office doesn't have, as it is there now. */
export async function is_anything_left() {
	const left = await database.operations.where("state").notEqual("sent").count();
	return Boolean(left || (await database.facts.where("name").startsWith(TYPED).count()));
}

export const forget_notice = (number) => database.notices.delete(number);

export const drop = ({ number, id }) =>
	database.transaction("rw", database.operations, database.pictures, async () => {
		await database.operations.delete(number);
		await database.pictures.delete(id);
	});

export async function send_again({ number }) {
	await database.operations.update(number, { state: "waiting", error: null });
	sync();
}

// What can be taken back still, or be added to, by its id
const early = new Set();

function hold({ id }, milliseconds) {
	early.add(id);
	setTimeout(() => {
		early.delete(id);
		sync_soon(0);
	}, milliseconds);
}

let timer = null;
// Something was done while the queue was being sent
let is_wanted = false;

function sync_soon(milliseconds) {
	clearTimeout(timer);
	timer = setTimeout(sync, milliseconds);
}

/** Bring all up to date. Return whether that succeeded. */
export async function sync() {
	if (store.is_syncing) {
		is_wanted = true;
		return false;
	}
	store.is_syncing = true;
	try {
		const done = await alone(exchange_all);
		if (done) Object.assign(store, { problem: null, told: "" });
		return Boolean(done);
	} catch (error) {
		note_problem(error);
		return false;
	} finally {
		Object.assign(store, { is_syncing: false, progress: null });
		if (is_wanted) sync_soon(300);
		is_wanted = false;
	}
}

async function exchange_all() {
	const { person } = store;
	const session = await get_session_unless_left();
	if (person) validate_own(session, person.user);
	else await enter(session);
	if (!store.person) return false;
	await exchange(database, store.person.user, (progress) => (store.progress = progress), early);
	await learn(session);
	return true;
}

/** Return the session; whoever removed himself from the telephone without network is logged out now. */
async function get_session_unless_left() {
	const session = await get_session();
	const left = await get_setting("left");
	if (!left) return session;
	const is_here = session.user === left;
	// Forgotten only when it is done: the network may go once more meanwhile
	if (is_here) await log_out();
	await device.settings.delete("left");
	return is_here ? { user: null } : session;
}

function note_problem(error) {
	// What isn't the server's has no kind
	const problem = error.kind || (is_full(error) ? "full" : "stuck");
	if (problem === "stuck") console.error(error);
	Object.assign(store, { problem, told: error.told || "" });
	// Which the server says where it refuses what is sent as somebody else, without saying who he is
	if (error.kind === "other_user" && error.session) store.session = error.session;
}

/** Let whoever is logged in use the telephone. What waits of somebody else stays and waits for him. */
export async function enter(session) {
	if (!session.user || !session.may_use) {
		store.problem = session.user ? "forbidden" : "logged_out";
		return;
	}
	const texts = (await read_texts(session.language)) || {};
	const person = { user: session.user, full_name: session.full_name, language: session.language, texts };
	await device.people.put(person);
	await keep_setting("current", person.user);
	await open(person);
	ask_to_keep();
}

/** Take up what the office changed of the person: the language, or its texts. */
async function learn({ full_name, language }) {
	const texts = (await read_texts(language).catch(() => null)) || store.person.texts;
	const person = { user: store.person.user, full_name, language, texts };
	await device.people.put(JSON.parse(JSON.stringify(person)));
	if (language !== get_language()) speak(language, texts);
}

/** Forget a person: nothing of him is left on the telephone. */
export async function forget(user) {
	if (user === store.person?.user) close();
	await remove_person(user);
	store.others = store.others.filter((other) => other.user !== user);
}
