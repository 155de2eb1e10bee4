import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Rule, rules } from "../../src/hazards";

const manual = readFileSync(join(__dirname, "../../docs/safety.md"), "utf8");

it("docs/safety.md explains every rule in its own words", () => {
  const rows = rules.map(
    ({ code, severity, message, remedy }: Rule) => `| \`${code}\` | ${severity} | ${message} | ${remedy} |`,
  );
  expect(manual.split("\n").filter((line) => /^\| `[A-Z_]+` \|/.test(line))).toEqual(rows);
});

it("src/hazards/rules/index.ts lists every rule's file", () => {
  const files = readdirSync(join(__dirname, "../../src/hazards/rules")).filter((file) => file !== "index.ts");
  const listed = rules.map(({ code }: Rule) => `${code.toLowerCase().replaceAll("_", "-")}.ts`);
  expect(files.sort()).toEqual(listed.sort());
});
