// The worker that keeps the app, and new versions of it: they wait until the user is ready.

import { store } from "./store.js";

// Milliseconds
const TRY_AGAIN = 60_000;

let waiting = null;
let timer = null;

/** Have the worker come, as soon as the network lets it, and new versions of it, too. */
export function register() {
	if (!navigator.serviceWorker) return;
	document.addEventListener("visibilitychange", () => {
		if (document.visibilityState === "visible") update().catch(() => {});
	});
	install().catch(install_later);
}

async function update() {
	const registration = await navigator.serviceWorker.getRegistration("/visits");
	await registration?.update();
}

async function install() {
	const registration = await navigator.serviceWorker.register("/visits/worker.js", { scope: "/visits" });
	offer(registration);
	follow(registration);
	registration.onupdatefound = () => follow(registration);
	registration.active?.postMessage("serve");
}

function follow(registration) {
	const worker = registration.installing;
	worker?.addEventListener("statechange", () => {
		if (worker.state === "installed") offer(registration);
		// The network broke off while it came, and without it the app doesn't open in a cellar
		if (worker.state === "redundant" && !navigator.serviceWorker.controller) install_later();
	});
}

// Once, whoever asks for it
function install_later() {
	clearTimeout(timer);
	timer = setTimeout(() => install().catch(install_later), TRY_AGAIN);
}

// The first worker takes over by itself
function offer(registration) {
	if (!registration.waiting || !registration.active) return;
	waiting = registration.waiting;
	store.new_version = true;
}

/** Begin again with the new version. */
export function restart() {
	// Another tab has let it take over
	if (["activated", "redundant"].includes(waiting?.state)) {
		location.reload();
		return;
	}
	navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
	waiting?.postMessage("restart");
}
