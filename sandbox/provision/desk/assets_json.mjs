// `assets.json` maps the names of bundles to their files, which are named by their content.

import fs from "node:fs";
import path from "node:path";

export function writeAssetsJson(output, outputs) {
	const file = path.join(output, "assets.json");
	const assets = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
	for (const [built, { entryPoint }] of Object.entries(outputs)) {
		if (!entryPoint) continue;
		const name = path.basename(entryPoint).replace(/\.scss$/, ".css");
		assets[name] = `/assets/${path.relative(output, path.resolve(built)).split(path.sep).join("/")}`;
	}
	fs.writeFileSync(file, JSON.stringify(assets, null, "\t"));
}
