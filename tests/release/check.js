// @ts-check
/**
 * Whether the package may be published:  npm run release:check
 * Packs it and looks at the tarball: sizes, types, licences, the models' provenance, and whether a second
 * build gives the same bytes.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { checkLicences } from "./licences.js";
import { pack, repository } from "./package.js";
import { checkProvenance } from "./provenance.js";
import { checkReproducible } from "./reproducible.js";
import { checkSizes } from "./sizes.js";
import { checkTypes } from "./types.js";

execFileSync(join(repository, "web/build"), ["--quiet"], { stdio: "inherit" });
const packed = pack();
const say = (/** @type {string} */ line) => console.log(`  ${line}`);
/** @type {[string, () => string[]][]} */
const checks = [
  ["sizes", () => checkSizes(packed.root, say)],
  ["types", () => checkTypes(packed, say)],
  ["licences", () => checkLicences(packed.root, say)],
  ["provenance", () => checkProvenance(packed.root, say)],
  ["reproducible build", () => checkReproducible(packed, say)],
];
let failed = 0;
for (const [name, check] of checks) {
  console.log(`${name}:`);
  const wrong = check();
  for (const what of wrong) console.log(`  WRONG: ${what}`);
  if (wrong.length > 0) failed += 1;
}
console.log(failed === 0 ? "release:check passed" : `release:check FAILED in ${failed} of ${checks.length} parts`);
process.exitCode = failed === 0 ? 0 : 1;
