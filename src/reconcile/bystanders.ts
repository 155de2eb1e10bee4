import {
  type Id,
  idOf,
  isTableChild,
  joinSchemas,
  type Schema,
  type SchemaObject,
  schemaOf,
  tableIdOf,
} from "../schema";
import { surroundings } from "./surroundings";

interface Sides {
  readonly live: Schema;
  readonly described: Schema;
}

/**
 * Both sides with these objects of nobody's as they are in the database, and with what those cannot be without: a plan
 * may then take them down and put them back, and the proof can show it.
 */
export function withBystanders({ live, described }: Sides, whole: Schema, ids: ReadonlySet<Id>): Sides {
  if (ids.size === 0) return { live, described };
  const standing = schemaOf([...whole.objects.values()].filter((object) => ids.has(idOf(object))));
  const known = joinSchemas(described, standing);
  const frozen = surroundings([known], whole);
  const added = joinSchemas(frozen, standing);
  // Of a table that is only there for others, nothing else is.
  const rest = [...live.objects.values()].filter(
    (object) => !frozen.objects.has(homeOf(object) ?? idOf(object)),
  );
  return { live: joinSchemas(schemaOf(rest), added), described: joinSchemas(described, added) };
}

/** The table that the object lives on or counts for. */
function homeOf(object: SchemaObject): Id | null {
  if (isTableChild(object)) return tableIdOf(object);
  const owner = object.kind === "sequence" ? object.ownedBy : null;
  return owner === null ? null : tableIdOf(owner);
}
