// The language service imports JSON files without an import attribute, which Node rejects: this adds it.
import { register } from "node:module";

const hook = `export const load = (url, context, next) => next(url, url.endsWith(".json")
  ? { ...context, importAttributes: { ...context.importAttributes, type: "json" } } : context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
