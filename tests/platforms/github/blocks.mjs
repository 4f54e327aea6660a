// Extracts the YAML documents that GitHub would read: a workflow, an action, or the fenced blocks of a Markdown page.
// Every document keeps the line numbers of its file.
import YAML from "yaml";

const HEAD = "on: push\njobs:\n  example:\n    runs-on: ubuntu-latest\n    steps:\n";

export function documents(file, text) {
  if (!file.endsWith(".md")) {
    return [{ kind: /(^|\/)action\.ya?ml$/.test(file) ? "action" : "workflow", text }];
  }
  return fences(text).map(asDocument).filter(each => each !== null);
}

function fences(text) {
  const found = [];
  let open = null;
  text.split("\n").forEach((line, index) => {
    if (open !== null && /^\s*```\s*$/.test(line)) {
      found.push(open);
      open = null;
    } else if (open !== null) {
      open.lines.push(line);
    } else if (/^```ya?ml\b/.test(line)) {
      open = { start: index + 1, lines: [] };
    } else if (/^\s+```ya?ml\b/.test(line)) {
      throw new Error(`line ${index + 1}: put YAML blocks at the margin, so that they can be copied and checked`);
    }
  });
  return found;
}

// Bare steps are wrapped in a workflow; what is not for GitHub (configuration files, GitLab includes) is checked elsewhere.
function asDocument({ start, lines }) {
  const text = lines.join("\n") + "\n";
  const value = YAML.parse(text);
  if (Array.isArray(value) && value.every(step => step !== null && (step.uses ?? step.run) !== undefined)) {
    const head = HEAD.split("\n").length - 1;
    return { kind: "workflow", text: "\n".repeat(Math.max(0, start - head)) + HEAD + lines.map(line => `      ${line}`.trimEnd()).join("\n") + "\n" };
  }
  const kind = value?.jobs && (value.on !== undefined || value[true] !== undefined) ? "workflow" : value?.runs?.using ? "action" : null;
  return kind === null ? null : { kind, text: "\n".repeat(start) + text };
}
