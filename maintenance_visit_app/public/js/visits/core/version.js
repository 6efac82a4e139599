// The worker that keeps the app, and new versions of it: they wait until the user is ready.

import { store } from "./store.js";

let waiting = null;

export async function register() {
	if (!navigator.serviceWorker) return;
	const registration = await navigator.serviceWorker.register("/visits/worker.js", { scope: "/visits" });
	offer(registration.waiting);
	registration.addEventListener("updatefound", () => {
		const found = registration.installing;
		found.addEventListener("statechange", () => found.state === "installed" && offer(found));
	});
	// Another app's worker may have thrown away what this one keeps
	registration.active?.postMessage("fill");
	document.addEventListener("visibilitychange", () => {
		if (document.visibilityState === "visible") registration.update().catch(() => {});
	});
}

function offer(worker) {
	if (!worker || !navigator.serviceWorker.controller) return;
	waiting = worker;
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
