/** Plain lines of 20 words. */
export const lines = [
  "good morning all of you it is a lovely day and we will walk along the river with our friends",
  "please bring some bread and a bottle of water because the way up the hill is longer than it looks",
  "my sister has painted the old door blue and now everybody who comes to visit wants to have one too",
  "the train was late again so we sat in the small garden and read until the lights came on outside",
  "see you tomorrow at the gate when the shop opens and do not forget to tell your brother about it",
];

/** The lines as one of 100 words. */
export const longLine = lines.join(" ");
