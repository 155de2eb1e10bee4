import { type Alter, type Change, noValues, type Values } from "../change";
import { type Column, type Id, idOf, quoteIdentifier } from "../schema";
import { usingOf } from "./casts";
import { systemBack } from "./spatial";
import { typeSql } from "./types";

/**
 * What the way back says about values. Where nobody said how to get back to a type, and PostgreSQL has no cast, it is
 * attempted: the old type reads the text of the new value. Coordinates go back to their system as they came from it.
 */
export function valuesBack(changes: readonly Change[], { usings, usingsBack }: Values): Values {
  const retyped = changes.flatMap((change) =>
    change.kind === "column" && change.action === "alter" && isConverted(change) ? [change] : [],
  );
  const systems = new Map(
    retyped.flatMap(({ from, to }): [Id, string][] => {
      const back = systemBack(from, to, usings.get(idOf(to)) ?? "");
      return back === null ? [] : [[idOf(to), back]];
    }),
  );
  const said = new Map([...systems, ...usingsBack]);
  const attempts = retyped.filter(({ from, to }) => !said.has(idOf(to)) && !hasCast(to, from));
  const reading = ({ from, to }: (typeof attempts)[number]): [Id, string] => [
    idOf(to),
    `${quoteIdentifier(to.name)}::text::${typeSql(from.type)}`,
  ];
  return {
    ...noValues,
    usings: new Map([...said, ...attempts.map(reading)]),
    attempted: new Set(attempts.map(({ to }) => idOf(to))),
  };
}

/** What was computed is computed anew. */
const isConverted = ({ from, aspects }: Extract<Alter, { kind: "column" }>) =>
  aspects.includes("type") && from.generated === null;

function hasCast(from: Column, to: Column): boolean {
  try {
    usingOf(from, to);
    return true;
  } catch {
    return false;
  }
}
