// Exits with 0 if the server at PORT runs the version of this release. The version is on the web page or, from 6.5 on, in a script of it.
import { readFileSync } from "node:fs";

const [port] = process.argv.slice(2);
const manifest = new URL("node_modules/verdaccio/package.json", import.meta.url);
const expected = JSON.parse(readFileSync(manifest, "utf8")).version;
const pages = ["/", "/-/static/ui-options.js"].map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).text());
const served = (await Promise.all(pages)).map((page) => page.match(/"version":"([^"]+)"/)?.[1]).find(Boolean);

if (served !== expected) {
  console.error(`port ${port} serves Verdaccio ${served ?? "of an unknown version"}, expected ${expected}`);
  process.exit(1);
}
console.log(`port ${port} serves Verdaccio ${served}`);
