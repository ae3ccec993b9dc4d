export default {
  mode: "production",
  entry: { main: "./main.js", live: "./live.js" },
};
