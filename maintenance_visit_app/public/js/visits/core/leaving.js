// Leaving the telephone: logged out, removed, or both.

import { forget_setting, keep_setting } from "./database.js";
import { __ } from "./messages.js";
import { LOGIN } from "./route.js";
import { get_session, log_out } from "./server.js";
import { forget, is_anything_left, store } from "./store.js";
import { tell } from "./toasts.js";

/** Log out, and remove all if that is wanted and the office has it: what waits to be sent stays for the same person. */
export async function leave({ removes }) {
	const { user } = store.person;
	try {
		const session = await get_session();
		if (session.user === user) await log_out();
	} catch {
		tell(__("Without network you can't be logged out. Remove your visits, or try again later."), "bad");
		return;
	}
	// Something may have been done in another tab, or while the server was asked
	if (removes && !(await is_anything_left())) await forget(user);
	location.assign(LOGIN);
}

/** Remove all that is this person's from the telephone, whatever the server says. */
export async function remove() {
	const { user } = store.person;
	// First: another tab that begins again meanwhile must not let him in
	await keep_setting("left", user).catch(console.warn);
	await forget(user);
	try {
		const session = await get_session();
		if (session.user === user) await log_out();
		await forget_setting("left");
	} catch {
		// Without network nobody can be logged out: that is done first thing when there is some
		await keep_setting("left", user);
	}
	location.assign("/visits");
}
