import { adoptAt, type Comparable, type Doubt, expressionsOf, findDoubts } from "../reconcile";
import { filterSchema, type Id, idOf, isView, mapSchema, type Schema, type SchemaObject } from "../schema";
import { excerpt } from "./excerpt";

/** Prints a schema as PostgreSQL does. */
export type Printer = (schema: Schema) => Promise<Schema>;

/**
 * Settles by PostgreSQL's own word which expressions of the entities only look different from the live ones, and
 * gives those the live spelling. Each of the printers is called only when there is a doubt left.
 */
export async function settleSpelling(
  comparable: Comparable,
  printers: readonly Printer[],
): Promise<Comparable> {
  let settled = comparable;
  for (const printer of printers) settled = await settleBy(printer, settled);
  return settled;
}

async function settleBy(printer: Printer, { current, desired }: Comparable): Promise<Comparable> {
  const doubts = findDoubts(current, desired);
  if (doubts.length === 0) return { current, desired };
  const asked = excerpt(
    desired,
    doubts.map((doubt) => doubt.desired),
  );
  const printed = await printer(asked);
  // A sequence of nobody's is in the scratch database already.
  const once = filterSchema(
    printed,
    (object) => object.kind !== "sequence" || object.ownedBy !== null || asked.objects.has(idOf(object)),
  );
  const settled = settle(
    doubts,
    (object) => once.objects.get(idOf(object)),
    (live) => live,
  );
  const left = doubts.filter(({ desired: object, live }) =>
    differs(settled.get(idOf(object)) ?? object, live),
  );
  if (left.length === 0) return { current, desired: replace(desired, settled) };
  // What PostgreSQL prints is not always printed the same again: print both sides once more.
  const twice = await printer(once);
  const printedLive = await printer(
    excerpt(
      current,
      left.map(({ live }) => live),
    ),
  );
  const again = settle(
    left,
    (object) => twice.objects.get(idOf(object)),
    (live) => printedLive.objects.get(idOf(live)),
  );
  return { current, desired: replace(desired, new Map([...settled, ...again])) };
}

type Find = (object: SchemaObject) => SchemaObject | undefined;

function settle(doubts: readonly Doubt[], printedDesired: Find, printedLive: Find): Map<Id, SchemaObject> {
  const settled = new Map<Id, SchemaObject>();
  for (const { desired, live } of doubts) {
    const [ours, theirs] = [printedDesired(desired), printedLive(live)];
    if (ours === undefined || theirs === undefined) continue;
    const known = settled.get(idOf(desired)) ?? withFindings(desired, ours);
    settled.set(idOf(desired), adoptAt(known, live, equalPositions(ours, theirs)));
  }
  return settled;
}

/** What a query gives and reads, PostgreSQL has found out by building it. */
function withFindings(desired: SchemaObject, printed: SchemaObject): SchemaObject {
  return isView(desired) && printed.kind === desired.kind
    ? { ...desired, reads: printed.reads, columns: printed.columns }
    : desired;
}

function equalPositions(a: SchemaObject, b: SchemaObject): Set<number> {
  const other = expressionsOf(b);
  return new Set(expressionsOf(a).flatMap((text, at) => (text !== null && text === other[at] ? [at] : [])));
}

function differs(a: SchemaObject, b: SchemaObject): boolean {
  const other = expressionsOf(b);
  return expressionsOf(a).some((text, at) => text !== other[at]);
}

function replace(schema: Schema, settled: ReadonlyMap<Id, SchemaObject>): Schema {
  return mapSchema(schema, (object) => settled.get(idOf(object)) ?? object);
}
