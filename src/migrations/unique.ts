import { relative } from "node:path";
import { exitStatus, SchemaError } from "../errors";
import type { Migration } from "./migration";

/** The order of migrations is that of their timestamps, and the record knows them by name: neither may be ambiguous. */
export function checkUnique(root: string, migrations: readonly Migration[]): void {
  const name = firstTwice(migrations, (migration) => migration.name);
  if (name) {
    throw new SchemaError({
      code: "DUPLICATE_NAME",
      message: `Two migrations are named ${name[0].name}: ${places(root, name)}.`,
      hint: "Delete one of them, or read only the sources or only their compiled files.",
      exit: exitStatus.refused,
    });
  }
  const timestamp = firstTwice(migrations, (migration) => migration.timestamp);
  if (timestamp) {
    throw new SchemaError({
      code: "DUPLICATE_TIMESTAMP",
      message: `Two migrations have the timestamp ${timestamp[0].timestamp}: ${places(root, timestamp)}.`,
      hint: "Give the one that is to run later a greater timestamp, in the name of its class and of its file.",
      exit: exitStatus.refused,
    });
  }
}

type Pair = readonly [Migration, Migration];

function firstTwice(migrations: readonly Migration[], keyOf: (migration: Migration) => unknown): Pair | null {
  const seen = new Map<unknown, Migration>();
  for (const migration of migrations) {
    const earlier = seen.get(keyOf(migration));
    if (earlier) return [earlier, migration];
    seen.set(keyOf(migration), migration);
  }
  return null;
}

function places(root: string, pair: Pair): string {
  return pair
    .map(({ name, file }) => (file === null ? `the class ${name}` : relative(root, file)))
    .join(" and ");
}
