// Drives the compiled client as a program of a user would: node typescript.mjs CLIENT URL TOKEN. Prints what it saw, as JSON.
import { createRequire } from "node:module";

const [client, url, token] = process.argv.slice(2);
const { DxflowClient, DxflowError } = await import(client);
const { WebSocket } = createRequire(`${process.env.DXFLOW_NODE}/package.json`)("ws");
const engine = new DxflowClient({ url, token: async () => token, WebSocket });
const seen = {};

const compose = `
name: ts
x-workflow: { inputs: { text: { type: file } }, outputs: { copy: "{{ steps.copy.outputs.copy }}" } }
services:
  hold: { command: [sleep, "600"], x-step: {} }
  copy:
    x-step:
      inputs: { text: "{{ workflow.inputs.text }}" }
      outputs: { copy: { type: file, path: outputs/copy } }
      script: |
        cat "$DXFLOW_INPUT_TEXT" > outputs/copy
        echo copied
`;
const document = {
  projectDirectory: "/nowhere",
  documents: [{ name: "compose.yaml", path: "/nowhere/compose.yaml" }],
  files: { "/nowhere/compose.yaml": compose },
};
seen.created = (await engine.workflow.create({ document })).result;
const { reference } = await engine.artifact.upload({ name: "hello.txt" }, "hello");
const { run } = await engine.workflow.start({ name: "ts", input: { text: `@${reference}` } });

const sequences = [];
for await (const change of engine.workflow.events({ name: "ts", follow: true })) {
  sequences.push(change.sequence);
  if (change.step === "copy" && change.state === "succeeded") {
    break;
  }
}
const later = [];
for await (const change of engine.workflow.events({ name: "ts", run: run.number }, { resumeAfter: sequences.at(-2) })) {
  later.push(change.sequence);
}
seen.resumed = later[0] === sequences.at(-1);

const lines = [];
for await (const line of engine.workflow.logs({ name: "ts", steps: ["copy"] })) {
  lines.push(line.text);
}
seen.lines = lines;
const outputs = await engine.workflow.outputs({ name: "ts", run: run.number });
const copied = await engine.workflow.steps({ name: "ts", run: run.number });
seen.steps = copied.items.map((step) => step.name);
const answer = await engine.artifact.download({ reference: outputs.steps.copy.copy.reference });
seen.copy = await answer.text();

async function* typed() {
  yield { bytes: Buffer.from("typed\n").toString("base64") };
  yield { end: true };
}
const echoed = [];
for await (const record of engine.workflow.exec({ name: "ts", step: "hold", command: ["cat"], interactive: true }, typed())) {
  echoed.push(Buffer.from(record.bytes, "base64").toString());
  seen.exit = record.exit ?? seen.exit;
}
seen.echoed = echoed.join("");

try {
  await engine.workflow.show({ name: "absent" });
} catch (failure) {
  seen.failure = [failure instanceof DxflowError, failure.code, failure.status, Boolean(failure.hint)];
}
await engine.workflow.remove({ name: "ts", stop: true });
console.log(JSON.stringify(seen));
