// The language service imports JSON files without saying so, which Node refuses: say it for them.
import { register } from "node:module";

const hook = `export const load = (url, context, next) => next(url, url.endsWith(".json")
  ? { ...context, importAttributes: { ...context.importAttributes, type: "json" } } : context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
