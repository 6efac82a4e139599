// What somebody types into a field is his until he leaves it: what the office answers meanwhile waits for that.

import { computed, onBeforeUnmount, ref, watch } from "vue";

const PAUSE = 500;

/**
 * Return a field's `text`, which is what `get_told()` returns until somebody types, and what its events call.
 * `say(text)` keeps what was typed, whenever he pauses: it returns undefined where nothing is new, null where it
 * couldn't be kept.
 */
export function use_draft(get_told, say) {
	const draft = ref(null);
	const text = computed({ get: () => draft.value ?? get_told(), set: (typed) => (draft.value = typed) });
	let timer = null;
	let is_left = true;

	function pause() {
		is_left = false;
		clearTimeout(timer);
		timer = setTimeout(keep, PAUSE);
	}

	function keep() {
		clearTimeout(timer);
		return draft.value === null ? undefined : say(draft.value.trim());
	}

	async function leave() {
		is_left = true;
		const said = await keep();
		if (said === undefined && is_left) draft.value = null;
		if (said === null) is_left = false;
	}

	// What was kept comes back as what is told: until then it stands as it was typed
	watch(get_told, () => {
		if (is_left) draft.value = null;
	});
	onBeforeUnmount(leave);
	return { text, pause, leave };
}
