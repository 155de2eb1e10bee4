import {
  type Column,
  type Id,
  idOf,
  listOf,
  makeId,
  type Schema,
  type Sequence,
  schemaOf,
  sequencesIn,
} from "../schema";

/**
 * The desired schema with the sequences that belong to what goes, and from which a default of what stays draws; and with
 * those that somebody gave to a column, which draws from another one or from none.
 */
export function keepDrawn(current: Schema, desired: Schema): Schema {
  const drawn = new Set<Id>(listOf(desired, "column").flatMap(drawnBy));
  const missing = listOf(current, "sequence").filter((sequence) => !desired.objects.has(idOf(sequence)));
  const kept = missing.flatMap((sequence): Sequence[] => {
    if (drawn.has(idOf(sequence))) return [{ ...sequence, ownedBy: null }];
    return isGiven(sequence, current, desired) ? [sequence] : [];
  });
  return kept.length === 0 ? desired : schemaOf([...kept, ...desired.objects.values()]);
}

function isGiven(sequence: Sequence, current: Schema, desired: Schema): boolean {
  const { ownedBy } = sequence;
  if (ownedBy === null) return false;
  const id = makeId("column", ownedBy.schema, ownedBy.table, ownedBy.column);
  const owner = current.objects.get(id);
  return owner?.kind === "column" && desired.objects.has(id) && !drawnBy(owner).includes(idOf(sequence));
}

const drawnBy = ({ default: text, schema }: Column): Id[] => (text === null ? [] : sequencesIn(text, schema));
