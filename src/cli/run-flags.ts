import { boolean, option } from "@oclif/core/flags";
import type { TransactionMode } from "../apply";
import { durationFlag } from "./duration";

const modes = ["each", "all", "none"] as const;

/** How migrations are run, up or down. */
export const runFlags = {
  transaction: option({
    options: modes,
    exclusive: ["sql"],
    description:
      "Give each migration a transaction of its own, one to all of them, or none: then each statement commits by itself. Without it each has its own, but small ones that follow each other share one and are run one by one when anything is in the way.",
    helpGroup: "RUN",
  })(),
  "lock-timeout": durationFlag({
    description:
      "How long a statement may wait for a lock that others queue behind, before it is rolled back and tried again. Default: 1s.",
    helpGroup: "RUN",
  }),
  "statement-timeout": durationFlag({
    description: "How long one statement may take. Default: what the server says.",
    helpGroup: "RUN",
  }),
  wait: durationFlag({
    description: "How long to wait for another run to end, and for locks that others hold. Default: 5min.",
    helpGroup: "RUN",
  }),
  "allow-pooler": boolean({
    description:
      "Go on behind a transaction pooler: a row of a table keeps other runs out, and nothing is set for a session.",
    helpGroup: "RUN",
  }),
  log: option({
    options: ["text", "json"] as const,
    description:
      "Tell what is going on in lines of text, or of JSON: one object each on the error output, the result on the standard one. Default: text.",
    helpGroup: "RUN",
  })(),
  "allow-edited": boolean({
    description: "Go on though an applied migration was edited since.",
    helpGroup: "RUN",
  }),
};

interface RunFlagValues {
  readonly transaction?: TransactionMode | undefined;
  readonly "lock-timeout"?: number | undefined;
  readonly "statement-timeout"?: number | undefined;
  readonly wait?: number | undefined;
  readonly "allow-edited": boolean;
  readonly "allow-pooler": boolean;
}

/** What a script can be told as well. */
export function scriptOptions(flags: Omit<RunFlagValues, "transaction">) {
  return {
    lockTimeout: flags["lock-timeout"],
    statementTimeout: flags["statement-timeout"],
    allowEdited: flags["allow-edited"],
  };
}

export function runOptions(flags: RunFlagValues) {
  return {
    transaction: flags.transaction,
    ...scriptOptions(flags),
    wait: flags.wait,
    allowPooler: flags["allow-pooler"],
  };
}
