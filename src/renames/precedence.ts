import type { HintSource, Said } from "../change";
import { SchemaError } from "../errors";

const strength: { readonly [S in HintSource]: number } = { header: 0, decorator: 1, file: 2, flag: 3 };

/** It stays for ever, also for databases that never knew the old name. */
export const isLasting = ({ source }: Said) => source === "decorator" || source === "header";

export const strongestFirst = <T extends { readonly source: HintSource }>(hints: readonly T[]): T[] =>
  hints.toSorted((a, b) => strength[b.source] - strength[a.source]);

/** Settles who speaks for a thing when several say something about it: the strongest source. */
export class Claims {
  private readonly known = new Map<string, { readonly hint: Said; readonly meaning: string }>();

  /** Whether nobody as strong has said something else about the thing. Throws where one source says two things. */
  accepts(thing: string, meaning: string, hint: Said): boolean {
    const claim = this.known.get(thing);
    if (claim === undefined || strength[claim.hint.source] < strength[hint.source]) {
      this.known.set(thing, { hint, meaning });
      return true;
    }
    if (claim.meaning === meaning) return false;
    if (claim.hint.source === hint.source) throw contradiction(claim.hint, hint);
    return false;
  }

  /** Whether this is what holds for the thing. */
  holds(thing: string, meaning: string): boolean {
    return this.known.get(thing)?.meaning === meaning;
  }

  /** Whether this holds, or nothing else does and `otherwise` is so. */
  allows(thing: string, meaning: string, otherwise: boolean): boolean {
    return this.known.has(thing) ? this.holds(thing, meaning) : otherwise;
  }
}

export function contradiction(one: Said, other: Said): SchemaError {
  return new SchemaError({
    code: "HINT_CONTRADICTION",
    message: `"${one.text}" and "${other.text}" say two things about one object.`,
    hint: "Keep one of them.",
  });
}
