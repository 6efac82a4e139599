// What takes long is done in pieces, so that a tap between two of them is heard at once.

/** Let the browser draw and answer before what follows. */
export function pause() {
	return globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
