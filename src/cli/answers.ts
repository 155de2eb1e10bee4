import { option, string } from "@oclif/core/flags";
import type { Answers } from "../change";

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
  using: string({
    helpValue: "COLUMN=SQL",
    multiple: true,
    multipleNonGreedy: true,
    description: "How old values become new ones when a column's type changes: users.age='age::int'.",
    helpGroup: "DECISION",
  }),
  "using-back": string({
    helpValue: "COLUMN=SQL",
    multiple: true,
    multipleNonGreedy: true,
    description:
      "How new values become old ones again when that is rolled back: users.level=\"CASE level WHEN 'low' THEN 1 ELSE 2 END\".",
    helpGroup: "DECISION",
  }),
  backfill: string({
    helpValue: "COLUMN=SQL",
    multiple: true,
    multipleNonGreedy: true,
    description: `What rows without a value get before the column becomes NOT NULL: users.status="'active'".`,
    helpGroup: "DECISION",
  }),
  map: string({
    helpValue: "ENUM.LABEL=LABEL",
    multiple: true,
    multipleNonGreedy: true,
    description: "What rows get whose enum label goes: order_status.cancelled=closed.",
    helpGroup: "DECISION",
  }),
  hints: string({
    helpValue: "FILE",
    description: "A JSON file of such answers; flags beat it.",
    helpGroup: "DECISION",
  }),
};

export const acceptFlag = option({
  options: ["data-loss", "edits"] as const,
  multiple: true,
  multipleNonGreedy: true,
  description:
    "Let whatever is removed go, with its data; or, with --amend, what was edited outside of the places.",
  helpGroup: "DECISION",
})();

export const acceptHazardFlag = string({
  helpValue: "CODE=REASON",
  multiple: true,
  multipleNonGreedy: true,
  description:
    "Take a hazard all the same that the settings would have refused, for a reason that the file will give: TABLE_REWRITE='the table has forty rows'.",
  helpGroup: "DECISION",
});

export const keepFlag = option({
  options: ["flags", "entities", "hints"] as const,
  description:
    "Where to keep what was answered at the terminal: printed as flags, in the entities as decorators, or in the file of --hints.",
  helpGroup: "DECISION",
})();

interface AnswerFlagValues {
  readonly rename?: string[] | undefined;
  readonly drop?: string[] | undefined;
  readonly using?: string[] | undefined;
  readonly "using-back"?: string[] | undefined;
  readonly backfill?: string[] | undefined;
  readonly map?: string[] | undefined;
  readonly hints?: string | undefined;
}

export async function answersOf({
  rename = [],
  drop = [],
  using = [],
  "using-back": usingBack = [],
  backfill = [],
  map = [],
  hints,
}: AnswerFlagValues): Promise<Answers> {
  const { joinAnswers, noAnswers } = await import("../change/index.js");
  const { parseColumnSql, parseDrop, parseMap, parseRename, readHintsFile } = await import(
    "../renames/index.js"
  );
  const file = hints === undefined ? noAnswers : await readHintsFile(hints);
  return joinAnswers(file, {
    renames: rename.map((text) => parseRename(text, "flag")),
    drops: drop.map((text) => parseDrop(text, "flag")),
    usings: using.map((text) => parseColumnSql(text, "flag")),
    usingsBack: usingBack.map((text) => parseColumnSql(text, "flag")),
    backfills: backfill.map((text) => parseColumnSql(text, "flag")),
    maps: map.map((text) => parseMap(text, "flag")),
  });
}
