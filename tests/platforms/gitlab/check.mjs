// Checks what GitLab requires of a component and gitlab-ci-local does not check: check.mjs DIRECTORY-OF-TEMPLATES
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import YAML from "yaml";

const allowedKeys = ["default", "description", "options", "regex", "type"];
const globalKeywords = ["default", "stages", "image", "variables", "workflow", "before_script", "after_script", "cache", "services", "include", "pages"];
const blocks = /\$\[\[\s*(.*?)\s*\]\]/g;

const texts = (node) => typeof node === "string" ? [node] : node && typeof node === "object" ? Object.entries(node).flat().flatMap(texts) : [];
const uses = (node) => texts(node).flatMap((text) => [...text.matchAll(blocks)].map((match) => match[1]));

function* faultsOf(text) {
  const documents = YAML.parseAllDocuments(text);
  for (const error of documents.flatMap((document) => document.errors)) yield error.message;
  const [header, jobs] = documents.map((document) => document.toJS());
  if (documents.length !== 2 || !header?.spec?.inputs || !jobs) {
    yield "expected a header, ---, and jobs";
    return;
  }

  const used = new Set(uses(jobs));
  for (const [name, input] of Object.entries(header.spec.inputs)) yield* faultsOfInput(name, input ?? {}, used);
  for (const use of used) {
    const name = use.replace(/^inputs\./, "");
    if (!(name in header.spec.inputs)) yield `uses ${name}, which is not declared`;
  }

  yield* faultsOfJobs(jobs);
}

function* faultsOfInput(name, input, used) {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) yield `input ${name} is no lower-case name with dashes`;
  if (!input.description) yield `input ${name} has no description`;
  if (!used.has(`inputs.${name}`)) yield `input ${name} is never used`;
  for (const key of Object.keys(input)) if (!allowedKeys.includes(key)) yield `input ${name} has an unknown key ${key}`;
  if (input.default === undefined) return;
  const type = Array.isArray(input.default) ? "array" : typeof input.default;
  if (type !== (input.type ?? "string")) yield `the default of ${name} is a ${type}`;
  if (input.options && !input.options.includes(input.default)) yield `default of ${name} is not one of its options`;
  if (input.regex && !new RegExp(input.regex).test(input.default)) yield `default of ${name} does not match its regex`;
}

function* faultsOfJobs(jobs) {
  for (const [name, job] of Object.entries(jobs)) {
    if (globalKeywords.includes(name)) {
      yield `global keyword ${name} in a component`;
      continue;
    }

    if (uses(job.script ?? []).concat(uses(job.before_script ?? []), uses(job.after_script ?? [])).length > 0) yield "a script holds an input";
    if (job.image && job.image.entrypoint?.[0] !== "") yield `${name}: the image keeps its entrypoint, which would swallow the script`;
  }
}

let faults = 0;
const files = readdirSync(process.argv[2]).filter((file) => file.endsWith(".yml"));
for (const file of files) {
  for (const fault of faultsOf(readFileSync(path.join(process.argv[2], file), "utf8"))) {
    faults++;
    console.log(`${file}: ${fault}`);
  }
}

if (files.length === 0 || files.length > 30) {
  faults++;
  console.log(`${files.length} components; expected 1 to 30`);
}

if (faults === 0) console.log(`${files.length} components are sound`);
process.exit(faults === 0 ? 0 : 1);
