import type { Alter } from "../../../change";
import { type Enum, type Id, idOf, qualify, quoteIdentifier } from "../../../schema";
import { columnsKeeping, enums, isRebuilt, relabelled } from "../../enums";
import type { Sql } from "../../renderer";
import type { Step } from "../../steps";
import { type Ground, noted, passingName } from "../ground";
import { leaving, typeLeft } from "../leftovers";
import { type Copy, copyThrough } from "./copy";
import { isObstacle, type Obstacle } from "./obstacle";

/** An enum that loses labels or changes their order: another type with the labels that stay takes its place. */
export interface Relabelling {
  /** What is done otherwise: the change of the enum, and what else there is to change of its columns. */
  readonly instead: readonly Step[];
  readonly to: Enum;
  /** The other type, for as long as there are two. */
  readonly fresh: Enum;
  readonly copies: readonly Copy[];
}

/** With what keeps its columns from being copied, where something does. */
export function relabellingsIn(
  steps: readonly Step[],
  ground: Ground,
  unsettled: ReadonlySet<Id>,
): { readonly step: Step; readonly found: Relabelling | Obstacle }[] {
  return steps.flatMap((step) => {
    const { change } = step;
    if (change.action !== "alter" || change.kind !== "enum" || !isRebuilt(change)) return [];
    const found = relabelling(step, change, steps, ground, unsettled);
    return found === null ? [] : [{ step, found }];
  });
}

function relabelling(
  step: Step,
  { to }: Extract<Alter, { kind: "enum" }>,
  steps: readonly Step[],
  ground: Ground,
  unsettled: ReadonlySet<Id>,
): Relabelling | Obstacle | null {
  const { world } = ground;
  const columns = columnsKeeping(to, world);
  const fresh = { ...to, name: passingName(to.name, "_new", world) };
  const altered = columns.flatMap(({ after }) => alterationsOf(idOf(after), steps));
  if (columns.length === 0) return null;
  if (altered.some(({ change }) => isRetyped(change)))
    return { obstacle: "a column of it gets another type as well" };
  const found = columns.flatMap(({ before, after }) => {
    const passing = { ...after.type, name: fresh.name };
    const using = relabelled(quoteIdentifier(before.name), passing, world.values.maps.get(idOf(to)));
    return copyThrough({ from: before, to: after, using, passing }, ground, unsettled) ?? [];
  });
  const obstacle = found.find(isObstacle);
  if (obstacle !== undefined) return obstacle;
  const copies = found.filter((each): each is Copy => !isObstacle(each));
  return copies.length === columns.length ? { instead: [step, ...altered], to, fresh, copies } : null;
}

const alterationsOf = (column: Id, steps: readonly Step[]) =>
  steps.filter(({ change }) => change.action === "alter" && idOf(change.to) === column);

const isRetyped = (change: Step["change"]) =>
  change.action === "alter" && change.kind === "column" && change.aspects.includes("type");

export const makeFresh = ({ fresh }: Relabelling, { world }: Ground): Sql[] =>
  noted(
    "A type with the labels that stay takes the place of the old one.",
    enums.create(fresh, world).map((statement) => leaving(statement, typeLeft(fresh.schema, fresh.name))),
  );

/** When no column has the old type any more. */
export const takeName = ({ to, fresh }: Relabelling): string[] => [
  `DROP TYPE ${qualify(to.schema, to.name)}`,
  `ALTER TYPE ${qualify(to.schema, fresh.name)} RENAME TO ${quoteIdentifier(to.name)}`,
];
