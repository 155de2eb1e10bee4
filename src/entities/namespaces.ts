import type { Namespace } from "../schema";
import type { Described } from "./source";

/** The namespaces that the described objects live in. */
export function describeNamespaces(all: readonly Described[]): Described[] {
  const first = new Map<string, Described>();
  for (const described of all) {
    const { object } = described;
    if ("schema" in object && object.schema !== null && !first.has(object.schema))
      first.set(object.schema, described);
  }
  return [...first].map(([name, { place }]) => ({
    object: { kind: "namespace", name, comment: null } satisfies Namespace,
    place: { ...place, property: null },
  }));
}
