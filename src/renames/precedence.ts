import { SchemaError } from "../errors";
import type { DropHint, Hint, HintSource } from "./hints";

const strength: { readonly [S in HintSource]: number } = { decorator: 0, file: 1, flag: 2 };

/** Of several hints about one thing the strongest source's counts. Throws where one source says two things. */
export function strongest(hints: readonly Hint[], drops: readonly DropHint[]): Hint[] {
  const chosen = new Map<string, Hint>();
  for (const hint of hints) {
    const key = keyOf(hint.prefix, hint.from);
    const known = chosen.get(key);
    if (known !== undefined && known.source === hint.source && known.to.join() !== hint.to.join())
      throw contradiction(known.text, hint.text);
    if (known === undefined || strength[hint.source] > strength[known.source]) chosen.set(key, hint);
  }
  for (const drop of drops) {
    const renamed = chosen.get(keyOf(drop.prefix, drop.path));
    if (renamed === undefined) continue;
    if (renamed.source === "flag") throw contradiction(renamed.text, `--drop ${drop.text}`);
    chosen.delete(keyOf(drop.prefix, drop.path));
  }
  return [...chosen.values()];
}

const keyOf = (prefix: string | null, path: readonly string[]) => JSON.stringify([prefix, path]);

function contradiction(one: string, other: string): SchemaError {
  return new SchemaError({
    code: "HINT_CONTRADICTION",
    message: `"${one}" and "${other}" say two things about one object.`,
    hint: "Keep one of them.",
  });
}
