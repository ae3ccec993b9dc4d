import { parseArgs } from "node:util";

export const HELP = `Scores audio files: for each label the probability that the speech is so, and where it is highest.

usage: npm run -s score -- [--json] [--model NAME_OR_FILE] FILE...

  --json                 one JSON object a line: {"file","duration","model","scores","windows":[{"start","end","scores"}]},
                         in seconds and probabilities
  --model NAME_OR_FILE   a bundled model (default: cnn), or a model file (./cnn for a file called cnn)
  --help                 this text

Reads wav, mp3, ogg (Vorbis, Opus, FLAC), flac, m4a/aac, webm and more; channels are mixed to one. Exit status: 0 all
files were scored, 1 some could not be, 2 nothing was tried: wrong usage, or the model cannot be loaded.
`;

export interface Options {
  files: string[];
  json: boolean;
  model: string;
  help: boolean;
}

/** The command line's meaning. Throws an Error that says what is wrong with it. */
export function readOptions(args: string[]): Options {
  const { values, positionals: files } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      model: { type: "string", default: "cnn" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (files.length === 0 && !values.help) throw new Error("no file given");
  return { ...values, files };
}
