import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Origin, Origins } from "../entities/desired";
import type { Generated } from "../pipeline";
import { saveHints } from "../renames/save";
import { flagOf, type Spoken, type SpokenDecorator } from "../renames/spoken";
import type { Terminal } from "./terminal";

export type Keeper = "flags" | "entities" | "hints";

/** Where answers go that no decorator says, and no other file is named. */
const defaultHints = "schema-hints.json";

export interface Keeping {
  readonly root: string;
  readonly hints: string | undefined;
  /** `--keep-answers`; asked for when left out. */
  readonly keeper: Keeper | undefined;
}

/** Keeps what a person answered at the terminal, so that nobody is asked again. */
export async function keepAnswers(
  spoken: readonly Spoken[],
  result: Generated,
  { root, hints = defaultHints, keeper }: Keeping,
  terminal: Terminal,
): Promise<void> {
  if (spoken.length === 0 || !("difference" in result)) return;
  const chosen = keeper ?? (await askKeeper(hints));
  if (chosen === "hints") {
    await saveHints(hints, spoken);
    terminal.note(`Kept in ${hints}: give it with --hints ${hints}.`);
    return;
  }
  const left =
    chosen === "entities" ? await writeDecorators(spoken, result.difference.origins, root, terminal) : spoken;
  if (left.length > 0) terminal.note(`The same answers as flags: ${left.map(flagOf).join(" ")}`);
}

async function askKeeper(hints: string): Promise<Keeper> {
  const { select } = await import("@inquirer/prompts");
  return select<Keeper>({
    message: "Where shall these answers be kept?",
    choices: [
      { name: "nowhere: print them as flags", value: "flags", description: "--keep-answers flags" },
      { name: "in the entities, as decorators", value: "entities", description: "--keep-answers entities" },
      { name: `in ${hints}`, value: "hints", description: `--keep-answers hints --hints ${hints}` },
    ],
  });
}

/** Writes what decorators can say into the entities; gives what they cannot. */
async function writeDecorators(
  spoken: readonly Spoken[],
  origins: Origins,
  root: string,
  terminal: Terminal,
): Promise<Spoken[]> {
  const left: Spoken[] = [];
  for (const answer of spoken) {
    const origin = answer.decorator === null ? undefined : origins.get(answer.decorator.id);
    const written =
      answer.decorator !== null &&
      origin !== undefined &&
      (await writeDecorator(answer.decorator, origin, root));
    if (written) terminal.note(`Wrote @${answer.decorator?.name} into ${origin?.file}.`);
    else left.push(answer);
  }
  return left;
}

async function writeDecorator(
  { name, arguments: given }: SpokenDecorator,
  { file, entity, property }: Origin,
  root: string,
): Promise<boolean> {
  // A property of an embedded class is another class's.
  if (property?.includes(".") || !/\.[cm]?ts$/.test(file)) return false;
  const { decorate } = await import("../renames/write-decorator.js");
  const path = resolve(root, file);
  const text = await readFile(path, "utf8");
  const decorated = decorate(text, { className: entity, property, name, arguments: given });
  if (decorated === null) return false;
  await writeFile(path, decorated);
  return true;
}
