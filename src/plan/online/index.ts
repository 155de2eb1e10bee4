import { type Alter, type Change, subjectOf, withoutDetours } from "../../change";
import {
  type Id,
  idOf,
  mapSchema,
  type ObjectKind,
  type ObjectOf,
  pathOf,
  qualify,
  type Schema,
  type SchemaObject,
} from "../../schema";
import { dependenciesOf } from "../dependencies";
import type { Sql, World } from "../renderer";
import type { Step } from "../steps";
import { columns } from "./columns";
import { checks, exclusions, foreignKeys } from "./constraints";
import { type Forms, type Ground, groundOf, plainly } from "./ground";
import { indexes } from "./indexes";
import { primaryKeys, uniques } from "./keys";
import { type Merged, retypes } from "./retype";

/** Every kind of object with its online forms. What has none is changed plainly. */
const forms: { readonly [K in ObjectKind]: Forms<K> } = {
  namespace: {},
  extension: {},
  enum: {},
  sequence: {},
  table: {},
  column: columns,
  primaryKey: primaryKeys,
  unique: uniques,
  check: checks,
  exclusion: exclusions,
  foreignKey: foreignKeys,
  index: indexes,
  view: {},
  materializedView: {},
};

/** The same steps in forms that let others use the tables meanwhile. What they do, and what they need, stays the same. */
export function online(steps: readonly Step[], given: World): Step[] {
  const changes = steps.flatMap(({ change, absorbed }) => [change, ...absorbed]);
  const world = { ...given, before: renamedIn(given.before, changes) };
  const dropped = idsOf(changes, "drop");
  const remade = new Set([...idsOf(changes, "create")].filter((id) => dropped.has(id)));
  const ground = groundOf(world, remade, dropped);
  const unsettled = new Set([...remade, ...retyped(changes, world)]);
  const copied = retypes(steps, ground, unsettled);
  const merged = [
    ...replacements(steps, ground, unsettled),
    ...(copied.merged === null ? [] : [copied.merged]),
  ];
  const gone = new Set(merged.flatMap(({ instead }) => instead));
  return [
    ...steps
      .filter((step) => !gone.has(step))
      .map((step) => because(copied.plainly.get(step), inSteps(step, ground))),
    ...merged.map(({ step }) => step),
  ];
}

/** Constraints and indexes get their new names before anything else is done to what they stand on. */
function renamedIn(before: Schema, changes: readonly Change[]): Schema {
  const renames = new Map<Id, SchemaObject>(
    withoutDetours(changes).flatMap((change) =>
      change.action === "rename" ? [[idOf(change.from), change.to]] : [],
    ),
  );
  // A name that another object leaves behind is free later only.
  const isFree = (to: SchemaObject) => !before.objects.has(idOf(to)) || renames.has(idOf(to));
  return renames.size > 0 && [...renames.values()].every(isFree)
    ? mapSchema(before, (object) => renames.get(idOf(object)) ?? object)
    : before;
}

/** The step as it is, with the reason for that. */
function because(obstacle: string | undefined, step: Step): Step {
  if (obstacle === undefined) return step;
  return { ...step, sql: plainly(`${pathOf(subjectOf(step.change))}: ${obstacle}`, step.sql) };
}

function idsOf(changes: readonly Change[], action: Change["action"]): Set<Id> {
  return new Set(
    changes.flatMap((change) => (change.action === action ? [idOf(change.to ?? change.from)] : [])),
  );
}

/** Columns whose values are written anew: what stands on them may have to step aside meanwhile. */
function retyped(changes: readonly Change[], { before, rebuiltEnums }: World): Id[] {
  const altered = changes.flatMap((change): Id[] =>
    change.action === "alter" &&
    change.kind === "column" &&
    (change.aspects.includes("type") || change.aspects.includes("collation"))
      ? [idOf(change.to)]
      : [],
  );
  const rebuilt = [...before.objects.values()].flatMap((object) =>
    object.kind === "column" && rebuiltEnums.has(qualify(object.type.schema, object.type.name))
      ? [idOf(object)]
      : [],
  );
  return [...altered, ...rebuilt];
}

function inSteps(step: Step, ground: Ground): Step {
  const sql = formOf(step.change, ground);
  return sql === null ? step : { ...step, sql };
}

function formOf(change: Change, ground: Ground): readonly Sql[] | null {
  const form = forms[change.kind] as Forms<ObjectKind>;
  switch (change.action) {
    case "create":
      return form.create?.(change.to, ground) ?? null;
    case "drop":
      return form.drop?.(change.from, ground) ?? null;
    case "alter":
      return form.alter?.(change as Alter & { kind: ObjectKind }, ground) ?? null;
    case "rename":
      return null;
  }
}

/**
 * What is dropped and made again under one name, in one step. Only where nothing that it stands on changes in between:
 * then the old one has to be out of the way.
 */
function replacements(steps: readonly Step[], ground: Ground, unsettled: ReadonlySet<Id>): Merged[] {
  const drops = new Map(
    steps.flatMap((step) => (step.change.action === "drop" ? [[idOf(step.change.from), step] as const] : [])),
  );
  return steps.flatMap((to): Merged[] => {
    if (to.change.action !== "create") return [];
    const from = drops.get(idOf(to.change.to));
    if (from?.change.action !== "drop") return [];
    const [old, fresh] = [from.change.from, to.change.to];
    const stoodOn = [
      ...dependenciesOf(old, ground.world.before),
      ...dependenciesOf(fresh, ground.world.after),
    ];
    if (stoodOn.some((id) => unsettled.has(id))) return [];
    const sql = (forms[fresh.kind] as Forms<ObjectKind>).replace?.(
      old as ObjectOf<ObjectKind>,
      fresh,
      ground,
    );
    if (sql === undefined || sql === null) return [];
    const absorbed = [...to.absorbed, from.change, ...from.absorbed];
    return [{ instead: [from, to], step: { change: to.change, absorbed, sql } }];
  });
}
