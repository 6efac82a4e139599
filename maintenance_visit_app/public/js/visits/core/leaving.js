// Leaving the telephone: logged out, removed, or both.

import { keep_setting } from "./database.js";
import { __ } from "./messages.js";
import { LOGIN } from "./route.js";
import { get_session, log_out } from "./server.js";
import { forget, store } from "./store.js";
import { tell } from "./toasts.js";

/** Log out. What waits to be sent stays for the same person, unless all is to be removed. */
export async function leave({ removes }) {
	const { user } = store.person;
	try {
		const session = await get_session();
		if (session.user === user) await log_out();
	} catch {
		tell(__("Without network you can't be logged out. Remove your visits, or try again later."), "bad");
		return;
	}
	if (removes) await forget(user);
	location.assign(LOGIN);
}

/** Remove all that is this person's from the telephone, whatever the server says. */
export async function remove() {
	const { user } = store.person;
	await forget(user);
	try {
		const session = await get_session();
		if (session.user === user) await log_out();
	} catch {
		// Without network nobody can be logged out: that is done first thing when there is some
		await keep_setting("left", user);
	}
	location.assign("/visits");
}
