import { string as stringArgument } from "@oclif/core/args";
import { string } from "@oclif/core/flags";
import { SchemaError } from "../errors";

/** How a place among the migrations is written; docs/migrations.md has the whole grammar. */
const place = "head, base, current, +N, -N, NAME+N, or the unique beginning of a name or timestamp";

export const placeArgument = (description: string) =>
  stringArgument({ description: `${description} ${capitalised(place)}.` });

export const rangeArgument = (description: string) =>
  stringArgument({ description: `${description} A..B is what comes after A, up to and with B: ${place}.` });

export const toFlag = (helpValue: string, description: string) =>
  string({ helpValue, description: `${description} ${capitalised(place)}.` });

/** The same may be said as the argument or as the flag. */
export function onePlace(argument: string | undefined, flag: string | undefined): string | undefined {
  if (argument === undefined || flag === undefined || argument === flag) return argument ?? flag;
  throw new SchemaError({
    code: "USAGE",
    message: `"${argument}" and --to ${flag} are two places.`,
    hint: "Give one of them.",
  });
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
