// From an empty page to what the technician sees.

import { createApp } from "vue";
import { __ } from "./core/messages.js";
import { pause } from "./core/pause.js";
import { show, start } from "./core/store.js";
import { listen } from "./core/triggers.js";
import { register } from "./core/version.js";
import VisitsApp from "./VisitsApp.vue";

/** Show what the telephone keeps, once dates can be written, and then ask for what is new. */
export async function open(is_written) {
	const is_open = start();
	const app = createApp(VisitsApp);
	app.config.globalProperties.__ = __;
	app.mount("#visits");
	await Promise.all([is_open, is_written]);
	await pause();
	show();
	await pause();
	if (await is_open) await listen();
	// Fetches every file once more, which would hold up the first visits
	register();
}
