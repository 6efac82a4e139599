// When the app asks the server: no browser tells for sure whether there is network, so it tries.

import { store, sync } from "./store.js";

const EVERY = 60_000;
// After a failure, ever longer, in seconds
const WAITS = [5, 15, 30, 60];

let failures = 0;
let timer = null;

export async function try_sync() {
	clearTimeout(timer);
	const is_done = await sync();
	failures = is_done ? 0 : failures + 1;
	const wait = is_done ? EVERY : WAITS[Math.min(failures, WAITS.length) - 1] * 1000;
	timer = setTimeout(() => document.visibilityState === "visible" && try_sync(), wait);
}

/** Ask now, and whenever there may be news. Wait for the first answer, or for the lack of one. */
export async function listen() {
	addEventListener("online", try_sync);
	document.addEventListener("visibilitychange", () => {
		store.now = new Date();
		if (document.visibilityState === "visible") try_sync();
	});
	setInterval(() => (store.now = new Date()), 30_000);
	await try_sync();
}
