import { isDeepStrictEqual } from "node:util";
import type { Alter } from "../../change";
import { type Check, idOf, isView, quoteIdentifier } from "../../schema";
import { usingOf } from "../casts";
import { dependantsIn } from "../dependencies";
import { type Sql, sql, type World } from "../renderer";
import { unvalidated, validated } from "./constraints";
import { noted, tableSql } from "./ground";
import { rewrites } from "./retype/rewrites";

type ColumnChange = Extract<Alter, { kind: "column" }>;

/**
 * The checks for which PostgreSQL would read every row again though the column's values stay as they are. With a view
 * over the column all has to happen in one moment.
 */
export function checksLookingAgain({ from, to, aspects }: ColumnChange, { before, after }: World): Check[] {
  const isRetyped = aspects.includes("type") || aspects.includes("collation");
  if (!isRetyped || usingOf(from, to) !== null || rewrites(from.type, to.type)) return [];
  const standing = dependantsIn(before).get(idOf(from)) ?? [];
  if (standing.some(isView)) return [];
  return standing.flatMap((object) =>
    object.kind === "check" && object.validated && isDeepStrictEqual(after.objects.get(idOf(object)), object)
      ? [object]
      : [],
  );
}

/** The statements, and the checks only afterwards. */
export function lookingLater(statements: readonly Sql[], checks: readonly Check[]): Sql[] {
  const texts = [
    ...checks.map((check) => `ALTER TABLE ${tableSql(check)} DROP CONSTRAINT ${quoteIdentifier(check.name)}`),
    ...statements.map(({ text }) => text),
    ...checks.map((check) => `ALTER TABLE ${tableSql(check)} ADD ${unvalidated(check)}`),
  ];
  return noted(
    "What is checked of the column is looked at again afterwards, by VALIDATE, which lets others write.",
    [sql(texts.join(";\n")), ...checks.flatMap(validated)],
  );
}
