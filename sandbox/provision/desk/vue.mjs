// Single-file Vue components for esbuild; their styles are put into the page by the script that needs them.

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export function vuePlugin(compiler, compileStyle) {
	return {
		name: "vue",
		setup(build) {
			build.onLoad({ filter: /\.vue$/ }, ({ path: file }) => loadComponent(compiler, compileStyle, file));
		},
	};
}

function loadComponent(compiler, compileStyle, file) {
	const { descriptor, errors } = compiler.parse(fs.readFileSync(file, "utf8"), { filename: file });
	if (errors.length) return { errors: errors.map(({ message }) => ({ text: `${file}: ${message}` })) };
	const id = crypto.createHash("sha256").update(path.basename(file)).update(descriptor.source).digest("hex");
	const component = { compiler, descriptor, file, id: `data-v-${id.slice(0, 8)}` };
	component.scoped = descriptor.styles.some((style) => style.scoped);
	const parts = [script(component), template(component), styles(component, compileStyle)];
	return {
		contents: [...parts, "export default component;"].join("\n"),
		loader: "js",
		resolveDir: path.dirname(file),
	};
}

function script({ compiler, descriptor, id, scoped }) {
	const scope = scoped ? `component.__scopeId = ${JSON.stringify(id)};` : "";
	if (!descriptor.script && !descriptor.scriptSetup) return `const component = {};\n${scope}`;
	const compiled = compiler.compileScript(descriptor, {
		id,
		inlineTemplate: true,
		genDefaultAs: "component",
		templateOptions: { compilerOptions: { scopeId: scoped ? id : undefined } },
	});
	return `${compiled.content}\n${scope}`;
}

// `<script setup>` carries its template already.
function template({ compiler, descriptor, file, id, scoped }) {
	if (!descriptor.template || descriptor.scriptSetup) return "";
	const { code, errors } = compiler.compileTemplate({
		source: descriptor.template.content,
		filename: file,
		id,
		scoped,
		compilerOptions: { scopeId: scoped ? id : undefined },
	});
	if (errors.length) throw new Error(`${file}: ${errors.join("\n")}`);
	return `${code}\ncomponent.render = render;`;
}

function styles({ compiler, descriptor, file, id }, compileStyle) {
	const css = descriptor.styles.map(({ content, scoped }) => {
		return compiler.compileStyle({
			source: compileStyle(takeInPlainCss(content), file),
			filename: file,
			id,
			scoped,
		}).code;
	});
	if (!css.length) return "";
	return `document.head.append(Object.assign(document.createElement("style"), {
		textContent: ${JSON.stringify(css.join("\n"))},
	}));`;
}

// Sass leaves an import that ends in `.css` to the browser, which has no such file.
function takeInPlainCss(text) {
	return text.replace(/(@import\s+["'][^"']+)\.css(["'])/g, "$1$2");
}
