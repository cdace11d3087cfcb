// Judges answers by the schemas of an OpenAPI document: node schemas.mjs OPENAPI < [{ "operation": "workflow.list", "answer": … }, …]
// Prints what does not fit, as a JSON list; a schema that is none ends it with an error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.DXFLOW_NODE}/package.json`);
const Ajv = require("ajv/dist/2020").default;
const known = { int32: true, int64: true, double: true, "date-time": (text) => !Number.isNaN(Date.parse(text)) };
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, formats: known, keywords: ["components"] });

const document = JSON.parse(readFileSync(process.argv[2], "utf8"));
ajv.addSchema({ $id: "api", components: document.components });
for (const name of Object.keys(document.components.schemas)) {
  ajv.getSchema(`api#/components/schemas/${name}`);
}

const operations = Object.values(document.paths).flatMap((path) => Object.values(path)).filter((one) => one.operationId);
const wrong = [];
for (const { operation, answer } of JSON.parse(readFileSync(0, "utf8"))) {
  const schema = operations.find((one) => one.operationId === operation).responses["200"].content["application/json"].schema;
  const fits = ajv.getSchema(`api${schema.$ref}`);
  if (!fits(answer)) {
    wrong.push({ operation, errors: fits.errors });
  }
}
console.log(JSON.stringify(wrong));
