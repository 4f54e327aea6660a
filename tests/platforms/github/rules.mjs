// What GitHub's own checks do not cover: text that becomes script, permissions of callers, variables that no step reads.
import YAML from "yaml";

// Every run block, with its shell.
export function scripts(tree, kind) {
  return steps(tree, kind).filter(step => step.has("run")).map(step => ({ node: step.get("run", true), shell: step.get("shell") ?? "bash" }));
}

export function* ownRules(tree, kind, { repository, parsed }) {
  for (const step of steps(tree, kind)) {
    yield* values(step);
    yield* variables(step, parsed);
  }
  for (const { value: job } of kind === "workflow" ? tree.get("jobs")?.items ?? [] : []) {
    yield* permissions(tree, job, repository, parsed);
  }
}

function steps(tree, kind) {
  const lists = kind === "action" ? [tree.getIn(["runs", "steps"])] : (tree.get("jobs")?.items ?? []).map(job => job.value.get("steps"));
  return lists.flatMap(list => list?.items ?? []);
}

function* values(step) {
  const run = step.get("run", true);
  if (run?.value.includes("${{")) {
    yield { node: run, message: "a value is pasted into a script. Pass it through env." };
  }
}

// `run: pipelines STEP` gets its values through PIPELINES_NAME variables: each must be an input of that step.
function* variables(step, parsed) {
  const command = /^\s*(?:exec )?pipelines ([a-z-]+)\s*$/.exec(step.get("run") ?? "")?.[1];
  if (command === undefined) {
    return;
  }
  if (!/^\s*exec /.test(step.get("run"))) {
    yield { node: step.get("run", true), message: "the runner's signals would reach the shell only. Write `exec pipelines ...`." };
  }
  const action = parsed(`actions/${command}/action.yml`);
  if (action === undefined) {
    yield { node: step.get("run", true), message: `there is no step ${command}` };
    return;
  }
  const known = new Map(Object.keys(action.inputs).map(input => [`PIPELINES_${input.toUpperCase().replaceAll("-", "_")}`, input]));
  const given = (step.get("env")?.items ?? []).map(pair => pair.key).filter(key => key.value.startsWith("PIPELINES_"));
  for (const key of given.filter(key => !known.has(key.value))) {
    yield { node: key, message: `${key.value} is no input of ${command}` };
  }
  for (const [variable, input] of known) {
    if (action.inputs[input].required && !given.some(key => key.value === variable)) {
      yield { node: step.get("run", true), message: `${command} needs ${variable}` };
    }
  }
}

// A called workflow gets no more than its caller has, and requesting more makes the run fail before it starts.
function* permissions(tree, job, repository, parsed) {
  const uses = job.get("uses");
  const file = uses?.startsWith("$/") ? uses.slice(2) : uses?.startsWith(`${repository}/.github/`) ? uses.slice(repository.length + 1).split("@")[0] : undefined;
  const called = file && parsed(file);
  if (!called) {
    return;
  }
  const granted = job.get("permissions") ?? tree.get("permissions");
  const has = YAML.isMap(granted) ? granted.toJSON() : {};
  const wanted = Object.values(called.jobs).flatMap(each => Object.entries(each.permissions ?? called.permissions ?? {}));
  for (const [scope, level] of wanted.filter(([scope, level]) => has[scope] !== level && has[scope] !== "write")) {
    yield { node: job.get("uses", true), message: `the called workflow needs the permission ${scope}: ${level}` };
  }
}
