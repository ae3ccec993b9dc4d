import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["build/", "web/dist/", "**/node_modules/"]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-redundant-type-constituents": "off", // "cnn" | string tells a reader more than string
    },
  },
  {
    // To import it reads process.stdin too, after which standard input fails where it would wait.
    files: ["web/src/cli/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        ...["node:process", "process"].map((name) => ({ name, message: "Use the global." })),
      ],
    },
  },
  {
    // Run by Node or a page as they are; TypeScript checks their names and types where they opt in by // @ts-check.
    files: ["**/*.js"],
    rules: { "no-undef": "off" },
  },
  { rules: { eqeqeq: "error", "prefer-const": "error" } },
);
