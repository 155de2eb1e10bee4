import { isNarrowerPlace, typeSql } from "../../plan";
import { type DataType, pathOf } from "../../schema";
import { changesToExisting } from "../evidence";
import type { Rule } from "../rule";

export const typeNarrowing: Rule = {
  code: "TYPE_NARROWING",
  severity: "warning",
  message: "Values that the new type has no room for make the migration fail, or lose precision.",
  remedy: "Look for such values before, or keep the wider type and add a check.",
  find: (evidence) =>
    changesToExisting(evidence).flatMap(({ change, step }) => {
      if (change.action !== "alter") return [];
      if (change.kind === "enum")
        return change.from.labels
          .filter(
            (label) =>
              !change.to.labels.includes(label) && change.to.labels.length < change.from.labels.length,
          )
          .map((label) => ({ subject: pathOf(change.to), step, detail: `loses ${label}` }));
      if (change.kind !== "column" || !isNarrower(change.from.type, change.to.type)) return [];
      const detail = `${typeSql(change.from.type)} to ${typeSql(change.to.type)}`;
      return [{ subject: pathOf(change.to), step, detail }];
    }),
};

/** From narrow to wide. */
const widths = [
  ["smallint", "integer", "bigint", "numeric"],
  ["real", "double precision"],
  ["date", "timestamp without time zone", "timestamp with time zone"],
  ["character", "character varying", "text"],
];

function isNarrower(from: DataType, to: DataType): boolean {
  if (from.extension === "postgis" && to.extension === "postgis") return isNarrowerPlace(from, to);
  if (from.name === to.name) return isShorter(from.modifiers, to.modifiers);
  return widths.some((family) => {
    const [old, next] = [family.indexOf(from.name), family.indexOf(to.name)];
    return old > next && next >= 0;
  });
}

/** `50` after `80`, `8,2` after `10,2`, and anything after nothing. */
function isShorter(from: string | null, to: string | null): boolean {
  if (to === null) return false;
  if (from === null) return true;
  const [room, places = 0] = from.split(",").map(Number);
  const [nextRoom, nextPlaces = 0] = to.split(",").map(Number);
  if (room === undefined || nextRoom === undefined) return false;
  return nextPlaces < places || nextRoom - nextPlaces < room - places;
}
