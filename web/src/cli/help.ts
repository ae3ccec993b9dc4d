export const HELP = `Scores voice chat for toxicity on this machine. A score is a hint, not proof.

usage: earful score [--json | --csv] [--model MODEL] [--jobs N] FILE...
       earful inspect [--json] [MODEL]
       earful bench [--json] [--model MODEL]
       earful --help | --version

score    For each label the probability that the speech is so, and where in the file it is highest. A FILE may be a
         folder, whose audio files are scored, those of its folders too, or - for standard input.
  --json       one JSON object a line: {"file","duration","model","scores","windows":[{"start","end","scores"}]}, in
               seconds and probabilities
  --csv        a head and one line for each file: file,duration,model and a column for each label
  --jobs N     files scored at once; as many as there are processors if not given. The output is the same
inspect  What a model file holds: labels, sizes, operating points, licence, training, hash; and its self-test.
bench    How fast this machine scores, with each WebAssembly build that it runs.

A MODEL is a bundled model's name (cnn, which is taken if none is given), NAME where the package earful-model-NAME is
installed, or a model file; ./cnn is a file called cnn.

PCM and float WAV files need nothing more. Other formats, mp3, ogg, opus, flac, m4a, webm and more, need two packages:
npm install audio-decode audio-type. Channels are mixed to one.

exit status: 0 all went well; 1 some files could not be scored, or the self-test failed: the reasons are on standard
error, and the other files were scored; or the output could not be written; 2 nothing was tried: wrong usage, or the
model cannot be loaded.
`;
