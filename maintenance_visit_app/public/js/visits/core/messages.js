// What the app says, in the user's language. English is in the code; the rest is kept beside the user's visits.

import { reactive } from "vue";

const said = reactive({ language: "en", texts: {} });

/** Return the text in the user's language, with {0}, {1} … filled in; by its `context` where the word has other meanings. */
export function __(text, values = [], context = "") {
	const translated = said.texts[context ? `${text}:${context}` : text] || text;
	return translated.replace(/\{(\d+)\}/g, (whole, number) => values[number] ?? whole);
}

/** Speak this language from now on. */
export function speak(language, texts) {
	said.language = language || "en";
	said.texts = texts || {};
	document.documentElement.lang = said.language;
}

export function get_language() {
	return said.language;
}
