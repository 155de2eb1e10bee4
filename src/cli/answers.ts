import { option, string } from "@oclif/core/flags";
import type { Answers } from "../renames";

/** What became of what is gone, said on the command line. */
export const answerFlags = {
  rename: string({
    helpValue: "OLD=NEW",
    multiple: true,
    multipleNonGreedy: true,
    description:
      "What is gone has a new name: users.name=full_name (a column), users=accounts (a table), order_status.new=open (an enum label), table:public.t=app.t (moved to another schema).",
    helpGroup: "DECISION",
  }),
  drop: string({
    helpValue: "NAME",
    multiple: true,
    multipleNonGreedy: true,
    description: "What is gone shall go, with its data: users.ssn, table:audit.",
    helpGroup: "DECISION",
  }),
  hints: string({
    helpValue: "FILE",
    description: "A JSON file of such answers; flags beat it.",
    helpGroup: "DECISION",
  }),
};

export const acceptFlag = option({
  options: ["data-loss"] as const,
  multiple: true,
  multipleNonGreedy: true,
  description: "Let whatever is removed go, with its data.",
  helpGroup: "DECISION",
})();

interface AnswerFlagValues {
  readonly rename?: string[] | undefined;
  readonly drop?: string[] | undefined;
  readonly hints?: string | undefined;
}

export async function answersOf({ rename = [], drop = [], hints }: AnswerFlagValues): Promise<Answers> {
  const { noAnswers, parseDrop, parseRename, readHintsFile } = await import("../renames/index.js");
  const file = hints === undefined ? noAnswers : await readHintsFile(hints);
  return {
    renames: [...file.renames, ...rename.map((text) => parseRename(text, "flag"))],
    drops: [...file.drops, ...drop.map(parseDrop)],
  };
}
