import { lossesIn } from "../data-loss";
import type { Rule } from "../rule";

export const dataLoss: Rule = {
  code: "DATA_LOSS",
  severity: "warning",
  message: "A table or a column is dropped with all that is in it, and no down brings that back.",
  remedy: "Rename it instead where it only has a new name; otherwise keep a copy until nobody misses it.",
  find: ({ steps }) =>
    steps.flatMap(({ changes }, step) =>
      lossesIn(changes).map(({ kind, path }) => ({
        subject: path,
        step,
        detail: `the ${kind} and what is in it`,
      })),
    ),
};
