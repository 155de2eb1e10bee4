import type { Answers } from "../change";
import type { Generated } from "../pipeline";
import type { Question, Wanted } from "../renames";
import { type Spoken, spokenDrop, spokenRename, spokenValue, withSpoken } from "../renames/spoken";
import { headline, newName, wantedChoice, wantedHeadline } from "../report/decisions";

export interface Asked {
  readonly result: Generated;
  readonly spoken: readonly Spoken[];
  /** What was given and what was answered. */
  readonly answers: Answers;
}

/** Generates, asking at the terminal whatever only a person can know, until nothing is left to ask. */
export async function generateAsking(
  generate: (answers: Answers) => Promise<Generated>,
  given: Answers,
): Promise<Asked> {
  const spoken: Spoken[] = [];
  for (;;) {
    const answers = spoken.reduce(withSpoken, given);
    const result = await generate(answers);
    const { questions, wanted } =
      result.status === "needs-decision" ? result.difference.decision : { questions: [], wanted: [] };
    const [question] = questions;
    const [value] = wanted;
    if (question !== undefined) spoken.push(await ask(question));
    else if (value !== undefined) spoken.push(await askValue(value));
    else return { result, spoken, answers };
  }
}

async function ask(question: Question): Promise<Spoken> {
  const { select } = await import("@inquirer/prompts");
  return select<Spoken>({
    message: `${headline(question)} What became of it?`,
    choices: [
      ...question.candidates.map((answer) => ({
        name: `renamed to ${newName(answer.renaming)}`,
        value: spokenRename(answer),
        description: answer.flag,
      })),
      { name: "dropped, with its data", value: spokenDrop(question), description: question.drop },
    ],
  });
}

async function askValue(wanted: Wanted): Promise<Spoken> {
  const { input, select } = await import("@inquirer/prompts");
  const given = [...wanted.candidates, wanted.none];
  const other = "another expression…";
  const value = await select<string>({
    message: `${wantedHeadline(wanted)} Which?`,
    choices: [
      ...given.map(({ value: name, flag }) => ({
        name: wantedChoice(wanted, name),
        value: name,
        description: flag,
      })),
      ...(wanted.kind === "backfill"
        ? [{ name: other, value: other, description: `--backfill ${wanted.subject}=…` }]
        : []),
    ],
  });
  if (value !== other) return spokenValue(wanted, value);
  const expression = await input({
    message: `SQL for ${wanted.subject} (--backfill ${wanted.subject}=…)`,
    required: true,
  });
  return spokenValue(wanted, expression);
}
