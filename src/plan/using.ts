import { type Change, noValues, type Values } from "../change";
import { type Column, type Id, idOf, quoteIdentifier } from "../schema";
import { usingOf } from "./casts";
import { typeSql } from "./types";

/**
 * What the way back says about values. Where a person said how to get to a type and PostgreSQL has no cast back, the
 * old type reads what the new one writes.
 */
export function valuesBack(changes: readonly Change[], { usings }: Values): Values {
  const back = changes.flatMap((change): [Id, string][] =>
    change.kind === "column" &&
    change.action === "alter" &&
    usings.has(idOf(change.to)) &&
    !hasCast(change.to, change.from)
      ? [[idOf(change.to), `${quoteIdentifier(change.to.name)}::text::${typeSql(change.from.type)}`]]
      : [],
  );
  return { ...noValues, usings: new Map(back) };
}

function hasCast(from: Column, to: Column): boolean {
  try {
    usingOf(from, to);
    return true;
  } catch {
    return false;
  }
}
