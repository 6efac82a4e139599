// The technicians' app: a page of its own beside Desk, which works without network.

import { write_first_date } from "./core/first_date.js";
import { pause } from "./core/pause.js";

// All is in this one file; what is imported below is only evaluated there, in pieces
async function begin() {
	const is_written = write_first_date();
	// So that its store is open when it is asked for something
	globalThis.indexedDB?.databases?.().catch(console.warn);
	await pause();
	await import("dexie");
	await pause();
	const { open } = await import("./opening.js");
	await pause();
	await open(is_written);
}

begin();
