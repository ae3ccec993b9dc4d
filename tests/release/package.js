// @ts-check
/** The package as it would be published. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(repository, "build/release");

/**
 * Packs the package and unpacks it again.
 * @param {string} [from] the package's folder
 * @param {string} [name] of the place below build/release
 */
export function pack(from = join(repository, "web"), name = "package") {
  const place = join(folder, name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const output = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", place, from], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [{ filename }] = JSON.parse(output);
  const tarball = join(place, filename);
  execFileSync("tar", ["-xzf", tarball, "-C", place]);
  return { tarball, root: join(place, "package") };
}

/**
 * Every file below a folder, by its path in it.
 * @param {string} root
 * @returns {{ path: string, size: number, read: () => Buffer }[]}
 */
export function filesOf(root) {
  return readdirSync(root, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(root, path)).isFile())
    .sort()
    .map((path) => ({
      path,
      size: statSync(join(root, path)).size,
      read: () => readFileSync(join(root, path)),
    }));
}
