// Checks workflows, actions and YAML blocks in pages with GitHub's own language service and this project's rules.
//
//   node --import ./json-imports.mjs check.mjs ROOT OWNER/NAME FILE...
//
// References to OWNER/NAME resolve to the working tree at ROOT. Prints one JSON object per line: {problem: {file, line, column, message}} for an error,
// {script: {file, line, shell, text}} for each run block, {seen: {file, kind}} for each document, so that nothing is skipped silently.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { FeatureFlags } from "@actions/expressions";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";
import YAML from "yaml";
import { documents } from "./blocks.mjs";
import { ownRules, scripts } from "./rules.mjs";

const [root, repository, ...files] = process.argv.slice(2);
const [owner, name] = repository.split("/");
const read = file => readFileSync(path.join(root, file), "utf8");
const parsed = file => existsSync(path.join(root, file)) ? YAML.parse(read(file)) : undefined;
const tell = what => console.log(JSON.stringify(what));

const config = {
  featureFlags: new FeatureFlags({ all: true }),
  // Reusable workflows: our own are read from the working tree, whatever references them.
  fileProvider: { getFileContent: async reference => ({ name: reference.path, content: read(reference.path) }) },
  actionsMetadataProvider: {
    fetchActionMetadata: async action => action.owner === owner && action.name === name
      ? parsed(path.posix.join(action.path ?? "", "action.yml"))
      : JSON.parse(readFileSync(new URL("known-actions.json", import.meta.url), "utf8"))[`${action.owner}/${action.name}`],
  },
};

for (const file of files) {
  for (const { kind, text } of documents(file, read(file))) {
    tell({ seen: { file, kind } });
    const uri = kind === "action" ? `file:///${file}/action.yml` : `file:///.github/workflows/${file.replaceAll("/", "-")}.yml`;
    const document = TextDocument.create(uri, kind === "action" ? "github-actions-action" : "yaml", 1, text);
    for (const { range, message } of await validate(document, config)) {
      tell({ problem: { file, line: range.start.line + 1, column: range.start.character + 1, message } });
    }
    const lines = new YAML.LineCounter();
    const tree = YAML.parseDocument(text, { lineCounter: lines });
    for (const { node, message } of ownRules(tree, kind, { repository, parsed })) {
      const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
      tell({ problem: { file, line, column: col, message } });
    }
    for (const { node, shell } of scripts(tree, kind)) {
      tell({ script: { file, line: lines.linePos(node.range[0]).line, shell, text: node.value } });
    }
  }
}
