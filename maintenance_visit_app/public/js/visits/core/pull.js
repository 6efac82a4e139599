// Pulling the list down asks the server, as the button beside it does.

import { onBeforeUnmount, onMounted, ref } from "vue";

const FAR_ENOUGH = 60;

/** Return how far the element is pulled down, in pixels; `refresh` is called when it is let go far enough. */
export function use_pull(element, refresh) {
	const pulled = ref(0);
	let start = null;
	const begin = ({ touches }) => (start = scrollY === 0 ? touches[0].clientY : null);
	const move = ({ touches }) => {
		if (start !== null) pulled.value = Math.max(0, Math.min(90, (touches[0].clientY - start) / 2));
	};
	const end = () => {
		if (pulled.value > FAR_ENOUGH) refresh();
		pulled.value = 0;
		start = null;
	};
	const handlers = { touchstart: begin, touchmove: move, touchend: end, touchcancel: end };
	const each = (verb) => {
		for (const [name, handler] of Object.entries(handlers))
			element.value?.[verb](name, handler, { passive: true });
	};
	onMounted(() => each("addEventListener"));
	onBeforeUnmount(() => each("removeEventListener"));
	return pulled;
}
