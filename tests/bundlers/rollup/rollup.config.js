import { nodeResolve } from "@rollup/plugin-node-resolve";
import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";

export default {
  input: ["main.js", "live.js"],
  output: { dir: "dist" },
  plugins: [nodeResolve({ browser: true }), importMetaAssets()],
};
