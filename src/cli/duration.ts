import { custom } from "@oclif/core/flags";
import { SchemaError } from "../errors";

const units = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000 } as const;

/** A flag that takes `500ms`, `2s` or `5min`, and gives milliseconds. A bare number is of seconds. */
export const durationFlag = custom<number>({
  helpValue: "TIME",
  parse: async (text) => {
    const milliseconds = millisecondsOf(text);
    if (milliseconds !== null) return milliseconds;
    throw new SchemaError({
      code: "USAGE",
      message: `"${text}" is not a length of time.`,
      hint: "Write it as 500ms, 2s, 5min or 1h.",
    });
  },
});

function millisecondsOf(text: string): number | null {
  const [, amount, unit = "s"] = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)?$/.exec(text.trim()) ?? [];
  if (amount === undefined) return null;
  return Math.round(Number(amount) * units[unit as keyof typeof units]);
}
