// What the server refuses and the technician can't mend: the office gets it as he entered it.

import { __ } from "./messages.js";
import { strip } from "./missing.js";
import { get_sent } from "./outbox.js";
import { get_own_session } from "./sync.js";
import { get_moment } from "./times.js";
import { drop, get_picture, store, sync } from "./store.js";
import { post_file } from "./server.js";
import { tell } from "./toasts.js";

/** Give a refused operation to the office, and forget it here once it is there. */
export async function hand_over(operation) {
	try {
		await get_own_session(store.person.user);
		const picture = operation.has_picture ? await get_picture(operation.id) : null;
		const sent = get_sent(JSON.parse(JSON.stringify(operation)));
		const values = { user: store.person.user, operation: sent, sent_at: get_moment() };
		const { told } = await post_file(
			"technician.queue.hand_to_office",
			values,
			picture,
			`${operation.id}.jpg`,
		);
		await drop(operation);
		tell(strip(told) || __("The office has it."), "good");
		sync();
	} catch (error) {
		if (error.name !== "ServerError") throw error;
		const reason = error.kind === "network" ? __("There is no network. Try again later.") : strip(error.told);
		tell(__("Not handed over. {0}", [reason]), "bad");
	}
}
