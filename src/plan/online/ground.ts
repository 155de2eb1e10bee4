import { createHash } from "node:crypto";
import type { Alter } from "../../change";
import {
  homeIds,
  makeId,
  maximumIdentifierBytes,
  type ObjectKind,
  type ObjectOf,
  qualify,
  type TableChild,
  tableIdOf,
} from "../../schema";
import type { Sql, World } from "../renderer";

/** What the forms may ask about the plan that they are part of. */
export interface Ground {
  readonly world: World;
  /** Whether its table is there before and afterwards: others use it, and it may hold rows. */
  stands(child: TableName): boolean;
  isPartitioned(child: TableName): boolean;
  /** Whether rows of other tables are rows of it too. */
  isInherited(child: TableName): boolean;
  /** Whether a column of that table goes. */
  loses(child: TableName, column: string): boolean;
}

export type TableName = Pick<TableChild, "schema" | "table">;

/**
 * How one kind of object is changed while others use its table. Null where the plain statement does no harm, or where
 * PostgreSQL has nothing better.
 */
export interface Forms<K extends ObjectKind> {
  readonly create?: (object: ObjectOf<K>, ground: Ground) => Sql[] | null;
  readonly drop?: (object: ObjectOf<K>, ground: Ground) => Sql[] | null;
  readonly alter?: (change: Extract<Alter, { kind: K }>, ground: Ground) => Sql[] | null;
  /** Another one of the same name takes its place, without a moment in which there is none. */
  readonly replace?: (from: ObjectOf<K>, to: ObjectOf<K>, ground: Ground) => Sql[] | null;
}

export const tableSql = ({ schema, table }: TableName) => qualify(schema, table);

/** The statements with what a reader should know before the first. */
export function noted(note: string, statements: readonly Sql[]): Sql[] {
  return statements.map((statement, position) => (position === 0 ? { ...statement, note } : statement));
}

/** The statements, which have no online form, with the reason. */
export function plainly(reason: string, statements: readonly Sql[]): Sql[] {
  return statements.map((statement, position) =>
    position === 0 ? { ...statement, plainly: [reason] } : statement,
  );
}

/** A name for what lasts as long as the migration does: nothing has it before or afterwards. */
export function passingName(name: string, suffix: string, { before, after }: World): string {
  const taken = new Set([...before.objects.values(), ...after.objects.values()].map((object) => object.name));
  for (let number = 1; ; number += 1) {
    const candidate = cut(name, `${suffix}${number === 1 ? "" : number}`);
    if (!taken.has(candidate)) return candidate;
  }
}

/** PostgreSQL would cut a long name, and two could become one. */
function cut(name: string, suffix: string): string {
  const whole = `${name}${suffix}`;
  if (Buffer.byteLength(whole) <= maximumIdentifierBytes) return whole;
  const ending = `_${createHash("sha1").update(name).digest("hex").slice(0, 6)}${suffix}`;
  let stem = name;
  while (Buffer.byteLength(stem + ending) > maximumIdentifierBytes) stem = [...stem].slice(0, -1).join("");
  return stem + ending;
}

export function groundOf(world: World, remade: ReadonlySet<string>, dropped: ReadonlySet<string>): Ground {
  const table = (name: TableName) => world.after.objects.get(tableIdOf(name));
  return {
    world,
    stands: (name) =>
      homeIds(name).some(
        (id) => world.before.objects.has(id) && world.after.objects.has(id) && !remade.has(id),
      ),
    isPartitioned: (child) => {
      const found = table(child);
      return found?.kind === "table" && found.partitionKey !== null;
    },
    isInherited: (child) => {
      const found = table(child);
      return found?.kind === "table" && found.inherited;
    },
    loses: ({ schema, table: name }, column) => dropped.has(makeId("column", schema, name, column)),
  };
}
