// Dialogs over the screen: what lies below the topmost one is neither seen nor heard.

import { onBeforeUnmount, onMounted, shallowReactive } from "vue";

export const dialogs = shallowReactive([]);

/** Open the dialog as long as its component is there. */
export function use_modal(dialog) {
	let element = null;
	onMounted(() => {
		element = dialog.value;
		element.showModal();
		dialogs.push(element);
	});
	onBeforeUnmount(() => {
		const index = dialogs.indexOf(element);
		if (index >= 0) dialogs.splice(index, 1);
		element?.close();
	});
}
