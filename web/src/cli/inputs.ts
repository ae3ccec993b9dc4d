import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";

/** A thing to score, or why a name on the command line stands for none. */
export interface Input {
  name: string;
  failure?: unknown;
}

// In a folder what is called so is taken. A file that is named itself is tried, whatever its name.
const AUDIO =
  /^\.(wav|wave|mp3|ogg|oga|opus|flac|m4a|m4b|mp4|aac|webm|mka|mkv|aif|aiff|caf|amr|wma|ac3|eac3|wv|tta|mpc|qoa)$/i;

/** The files that names stand for: a folder for the audio files in it and its folders, by name. */
export async function findInputs(names: string[]): Promise<Input[]> {
  const found = await Promise.all(names.map(resolveName));
  return found.flat();
}

async function resolveName(name: string): Promise<Input[]> {
  if (name === "-") return [{ name }];
  try {
    if (!(await stat(name)).isDirectory()) return [{ name }];
    const files = await audioFiles(name);
    return files.length > 0 ? files : [{ name, failure: new Error("there are no audio files in this folder") }];
  } catch (failure) {
    return [{ name, failure }];
  }
}

// Links to files are followed; links to folders are not, so that no circle is walked. What begins with a dot is hidden.
async function audioFiles(folder: string): Promise<Input[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => !entry.name.startsWith("."));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = entries.map(async (entry): Promise<Input[]> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return audioFiles(path).catch((failure: unknown) => [{ name: path, failure }]);
    return AUDIO.test(extname(path)) && !(entry.isSymbolicLink() && (await isFolder(path))) ? [{ name: path }] : [];
  });
  return (await Promise.all(parts)).flat();
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false, // a link to nothing: named when it is tried
  );
}
