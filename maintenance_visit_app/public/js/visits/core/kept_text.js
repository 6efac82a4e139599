// What is typed and not said yet: it outlives the screen and the app.

import { onBeforeUnmount, ref, watch } from "vue";
import { keep_fact, store, TYPED } from "./store.js";

const PAUSE = 500;

/** Return `text`, a ref of what the person typed under that name and kept whenever she pauses, and `forget()`. */
export function use_kept_text(name) {
	const key = `${TYPED}${name}`;
	const text = ref(store.facts[key] || "");
	let kept = text.value;
	let timer = null;

	async function keep() {
		clearTimeout(timer);
		if (text.value === kept) return;
		kept = text.value;
		// Where there is no room for it, it stands on the screen still
		await keep_fact(key, kept)?.catch(console.warn);
	}

	// The field is empty once nothing is kept any more: who reloads at once doesn't find the text again
	async function forget() {
		clearTimeout(timer);
		kept = text.value;
		try {
			await keep_fact(key, "");
		} finally {
			if (text.value === kept) text.value = "";
			kept = "";
		}
	}

	watch(text, () => {
		clearTimeout(timer);
		timer = setTimeout(keep, PAUSE);
	});
	onBeforeUnmount(keep);
	return { text, forget };
}
