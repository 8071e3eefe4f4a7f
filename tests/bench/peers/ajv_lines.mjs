// Ajv checks each line of a file, or each of several files, against a schema.
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const [modules, schema, ...files] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const Ajv = require("ajv/dist/2020").default;
const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(schema)));
let invalid = 0;
if (files.length === 1) {
  for await (const line of createInterface({ input: createReadStream(files[0]) })) {
    invalid += validate(JSON.parse(line)) ? 0 : 1;
  }
} else {
  for (const file of files) invalid += validate(JSON.parse(readFileSync(file))) ? 0 : 1;
}
console.log(invalid);
