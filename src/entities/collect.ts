import { isDeepStrictEqual } from "node:util";
import { SchemaError } from "../errors";
import { idOf, pathOf, type SchemaObject, slotsOf } from "../schema";
import type { FindOrigin } from "./origins";
import { nameOfPlace } from "./problems";
import type { Described } from "./source";

/**
 * One schema of all descriptions. What several entities say alike is one object; two things that PostgreSQL could not
 * tell apart are an error.
 */
export function collect(all: readonly Described[], findOrigin: FindOrigin): Described[] {
  const taken = new Map<string, Described>();
  return all.filter((described) => {
    const before = taken.get(idOf(described.object));
    if (before !== undefined && isDeepStrictEqual(before.object, described.object)) return false;
    for (const slot of new Set([idOf(described.object), ...slotsOf(described.object)])) {
      const other = taken.get(slot);
      if (other !== undefined) throw conflict(other, described, findOrigin);
      taken.set(slot, described);
    }
    return true;
  });
}

function conflict(first: Described, second: Described, findOrigin: FindOrigin): SchemaError {
  const [here, there] = [first, second].map(({ place }) => nameOfPlace(place, findOrigin(place)));
  const [one, other] = [first.object, second.object].map((object) => `${word(object)} ${pathOf(object)}`);
  const same = one === other;
  return new SchemaError({
    code: "ENTITIES_CONFLICT",
    message: same
      ? `${here} and ${there} describe ${one} differently.`
      : `${here} and ${there} cannot both have their way: PostgreSQL cannot hold ${one} and ${other} together.`,
    hint: same
      ? "Say the same in both places, or give one of them another name. PostgreSQL cuts names after 63 bytes."
      : "Give one of them another name. PostgreSQL cuts names after 63 bytes.",
  });
}

const word = ({ kind }: SchemaObject) => kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
