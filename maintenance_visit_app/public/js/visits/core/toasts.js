// Short sentences at the foot of the screen, which go by themselves.

import { reactive } from "vue";

export const toasts = reactive([]);
const SHOWN = 6000;
let last = 0;

/** Say something; `kind` is good, bad or plain, and `action` {label, run} a button beside it. What is said again is said once. */
export function tell(text, kind = "plain", action = null) {
	toasts.filter((toast) => toast.text === text).forEach(({ id }) => hush(id));
	const toast = { id: ++last, text, kind, action };
	toasts.push(toast);
	setTimeout(() => hush(toast.id), SHOWN);
}

export function hush(id) {
	const index = toasts.findIndex((toast) => toast.id === id);
	if (index >= 0) toasts.splice(index, 1);
}
