// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert } from "chai";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const read = (/** @type {string} */ path) => JSON.parse(readFileSync(join(repository, path), "utf8"));

/**
 * Runs commands in the project.
 * @param {string} project
 */
export function inShell(project) {
  return (/** @type {string} */ code) => {
    const env = { ...process.env, npm_config_offline: "true" };
    const { stderr, status } = spawnSync("sh", ["-e", "-c", code], { cwd: project, encoding: "utf8", env });
    assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  };
}

const installable = ["earful", "earful-model-NAME", ...Object.keys(read("web/package.json").peerDependencies)];

/**
 * Commands that a test cannot run, because they would run the tests, publish or wait for ever: what they name must exist.
 * @param {string} code
 */
export function namesWhatExists(code) {
  const scripts = Object.keys(read("package.json").scripts);
  const presets = read("CMakePresets.json").configurePresets.map((/** @type {{ name: string }} */ { name }) => name);
  for (const line of code.split("\n")) {
    const [command = "", ...words] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (command === "") continue;
    const named = words.filter((word) => !word.startsWith("-"));
    if (command === "npm" && named[0] === "install") {
      for (const name of named.slice(1)) assert.include(installable, name, line);
    } else if (command === "npm") {
      assert.include(scripts, named[0] === "run" ? named[1] : named[0], line);
    } else if (command === "cmake" && words.includes("--preset")) {
      assert.include(presets, words[words.indexOf("--preset") + 1], line);
    } else if (command.includes("/")) {
      assert.isTrue(existsSync(join(repository, command)) || command.startsWith("build/"), `${command} of: ${line}`);
      for (const name of named.filter((word) => /^tests?\//.test(word)))
        assert.isTrue(existsSync(join(repository, name)), line);
    } else {
      assert.include(["cmake", "cd", "git"], command, `what is ${line}?`);
    }
  }
}
