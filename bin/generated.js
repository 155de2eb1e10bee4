// Writes again what is generated from the commands: oclif.manifest.json and the README's command reference.
// `node bin/generated.js --check` writes nothing and fails when one of them is stale.
const { readFileSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { Plugin } = require("@oclif/core");

const root = resolve(__dirname, "..");
const [before, after] = ["<!-- commands -->", "<!-- /commands -->"];

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

async function main() {
  const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  const commands = Object.values(plugin.manifest.commands).sort((a, b) => (a.id < b.id ? -1 : 1));
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const files = {
    "oclif.manifest.json": `${JSON.stringify(sorted(plugin.manifest), null, 2)}\n`,
    "README.md": between(readme, commands.map(reference).join("\n\n")),
  };
  const stale = Object.entries(files).filter(([file, text]) => read(file) !== text);
  if (process.argv.includes("--check")) {
    if (stale.length === 0) return;
    console.error(`${stale.map(([file]) => file).join(" and ")} out of date: run \`npm run generated\`.`);
    process.exitCode = 1;
  } else for (const [file, text] of stale) writeFileSync(join(root, file), text);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return null;
  }
}

/**
 * Keys in one order, whatever the order of loading.
 * @param {unknown} value
 * @returns {unknown}
 */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
}

/** @param {string} text @param {string} inside */
function between(text, inside) {
  const [start, end] = [text.indexOf(before), text.indexOf(after)];
  if (start < 0 || end < start) throw new Error(`README.md lacks ${before} … ${after}`);
  return `${text.slice(0, start + before.length)}\n\n${inside}\n\n${text.slice(end)}`;
}

/** @param {import("@oclif/core").Command.Cached} command */
function reference({ id, summary, args = {}, flags = {}, examples = [] }) {
  const own = Object.values(flags).filter(({ hidden }) => !hidden);
  const usage = Object.values(args)
    .map(({ name, required }) => (required ? ` ${name}` : ` [${name}]`))
    .join("");
  return [
    `### \`schema ${id}${usage}\``,
    "",
    summary,
    "",
    "| flag | |",
    "|---|---|",
    ...own.map((flag) => `| ${flagText(flag)} | ${cell(flag.description ?? flag.summary ?? "")} |`),
    "",
    "```sh",
    ...examples.flatMap((example) =>
      typeof example === "string"
        ? [fill(example, id)]
        : [`# ${example.description}`, fill(example.command, id)],
    ),
    "```",
  ].join("\n");
}

/** @param {import("@oclif/core").Command.Flag.Cached} flag */
function flagText(flag) {
  const { name, char } = flag;
  const value = flag.type === "boolean" ? "" : ` ${flag.options?.join("\\|") ?? flag.helpValue ?? "VALUE"}`;
  return `\`${char ? `-${char}, ` : ""}--${name}${value.replaceAll("\\|", "|")}\``.replaceAll("|", "\\|");
}

/** @param {string} text */
const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
/** @param {string} text @param {string} id */
const fill = (text, id) => text.replaceAll("<%= config.bin %>", "schema").replaceAll("<%= command.id %>", id);
