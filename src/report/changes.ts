import ansis from "ansis";
import { lossesOf, lossText } from "../hazards/data-loss";
import type { ReviewedChange } from "../migrations";
import type { Difference } from "../pipeline";
import { reviewOf, stopsOf } from "./review";

const colours = { "+": ansis.green, "-": ansis.red, "~": ansis.yellow, ">": ansis.cyan } as const;

/** What changes, a line each, as in the head of a migration file. */
function reviewedChanges(difference: Difference): readonly ReviewedChange[] {
  const { current: before, desired: after } = difference;
  return reviewOf({ ...difference, before, after, title: "", proof: null, hazards: [] }).changes;
}

export function changeLines(difference: Difference): string[] {
  return reviewedChanges(difference).map(({ sign, text, origin }) => {
    const place = origin === null ? "" : ansis.dim(`  ${origin}`);
    return `  ${colours[sign](`${sign} ${text}`)}${place}`;
  });
}

/** The data that going up destroys, as a warning. */
export function lossLines({ up }: Difference): string[] {
  const losses = lossesOf(up);
  return losses.length === 0
    ? []
    : [
        ansis.yellow.bold("Going up destroys data:"),
        ...losses.map((loss) => ansis.yellow(`  ${lossText(loss)}`)),
      ];
}

/** Where the way back depends on rows, and what says otherwise. */
export function stopLines({ down }: Difference): string[] {
  const stops = stopsOf(down);
  return stops.length === 0
    ? []
    : [
        ansis.bold(
          "Going down stops, before it changes anything, where rows do not allow it (see --using-back):",
        ),
        ...stops.map((stop) => `  ${stop}`),
      ];
}

export function changesJson(difference: Difference) {
  const { up, down } = difference;
  return {
    changes: reviewedChanges(difference),
    destroys: { up: lossesOf(up).map(lossText), down: lossesOf(down).map(lossText) },
    downStops: stopsOf(down),
    up: up.statements.map(({ sql }) => sql),
    down: down.statements.map(({ sql }) => sql),
    transaction: up.transaction && down.transaction,
  };
}
