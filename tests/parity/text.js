// @ts-check
/** node text.js MODEL FILE...: scores files of UTF-8 text by the package in web/dist, and prints as earful_text_scores. */
import { readFileSync } from "node:fs";
import { loadTextScorer } from "earful";

const [model = "", ...files] = process.argv.slice(2);
try {
  const scorer = await loadTextScorer({ model: readFileSync(model) });
  for (const file of files) {
    console.log(JSON.stringify({ file, scores: scorer.score(readFileSync(file, "utf8")).scores }));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
