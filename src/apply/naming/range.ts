import { SchemaError } from "../../errors";
import type { MigrationRef } from "../record/references";
import { asksDatabase, type Line, placeOf } from "./line";

/** Places on the line: the migrations after the one, up to and with the other. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** `A..B`, either of which may be left out: then it begins at base, or ends at head. Null for what is no range. */
export function endsOf(text: string): { readonly from: string; readonly to: string } | null {
  const [, from, to] = /^\s*([^./\\]*)\.\.([^./\\]*)\s*$/.exec(text) ?? [];
  if (from === undefined || to === undefined) return null;
  return { from: from.trim() || "base", to: to.trim() || "head" };
}

/** A range, or the one migration that a place comes after. */
export function rangeOf(line: Line, text: string): Range {
  const ends = endsOf(text);
  if (ends === null) {
    const to = placeOf(line, text);
    return { from: Math.max(0, to - 1), to };
  }
  const [from, to] = [placeOf(line, ends.from), placeOf(line, ends.to)];
  if (from <= to) return { from, to };
  throw new SchemaError({
    code: "RANGE_BACKWARDS",
    message: `"${text}" goes backwards: ${ends.from} comes after ${ends.to}.`,
    hint: `Write it as ${ends.to}..${ends.from}: what comes after the first, up to and with the second.`,
  });
}

export function within({ migrations }: Line, { from, to }: Range): readonly MigrationRef[] {
  return migrations.slice(from, to);
}

/** Whether the text can only be understood by asking the database what is applied. */
export function rangeAsksDatabase(text: string): boolean {
  const ends = endsOf(text);
  return ends === null ? asksDatabase(text) : asksDatabase(ends.from) || asksDatabase(ends.to);
}
