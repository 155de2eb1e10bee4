import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { splitOutsideQuotes } from "./hints";
import { readHintsJson } from "./hints-file";
import type { Spoken } from "./spoken";

/** Adds answers to a hints file, which is made if there is none. */
export async function saveHints(file: string, spoken: readonly Spoken[]): Promise<void> {
  const known = existsSync(file) ? await readHintsJson(file) : null;
  const hints = {
    ...(known?.$schema === undefined ? {} : { $schema: known.$schema }),
    renames: { ...known?.renames, ...pairs(spoken, "rename") },
    drops: [...new Set([...(known?.drops ?? []), ...texts(spoken, "drop")])],
    using: { ...known?.using },
    usingBack: { ...known?.usingBack },
    backfill: { ...known?.backfill, ...pairs(spoken, "backfill") },
    map: { ...known?.map, ...pairs(spoken, "map") },
  };
  const said = Object.entries(hints).filter(([, value]) => Object.keys(value).length > 0);
  await writeFile(file, `${JSON.stringify(Object.fromEntries(said), null, 2)}\n`);
}

const texts = (spoken: readonly Spoken[], kind: Spoken["kind"]) =>
  spoken.filter((answer) => answer.kind === kind).map(({ text }) => text);

function pairs(spoken: readonly Spoken[], kind: Spoken["kind"]): Record<string, string> {
  return Object.fromEntries(
    texts(spoken, kind).map((text) => {
      const [from = "", ...rest] = splitOutsideQuotes(text, "=");
      return [from, rest.join("=")];
    }),
  );
}
