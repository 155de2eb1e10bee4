import { type Id, listOf, type Schema, schemaOf, sequencesIn } from "../schema";

/** The desired schema with the sequences that belong to what goes, and from which a default of what stays draws. */
export function keepDrawn(current: Schema, desired: Schema): Schema {
  const drawn = new Set<Id>(
    listOf(desired, "column").flatMap(({ default: text, schema }) =>
      text === null ? [] : sequencesIn(text, schema),
    ),
  );
  const kept = [...drawn].flatMap((id) => {
    const sequence = desired.objects.has(id) ? undefined : current.objects.get(id);
    return sequence?.kind === "sequence" ? [{ ...sequence, ownedBy: null }] : [];
  });
  return kept.length === 0 ? desired : schemaOf([...kept, ...desired.objects.values()]);
}
