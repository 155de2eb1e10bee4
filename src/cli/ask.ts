import type { Answers } from "../change";
import type { Generated } from "../pipeline";
import { parseDrop, parseRename, type Question } from "../renames";
import { headline, newName } from "../report/decisions";
import type { Terminal } from "./terminal";

/** Generates, asking at the terminal whatever only a person can know, until nothing is left to ask. */
export async function generateAsking(
  generate: (answers: Answers) => Promise<Generated>,
  given: Answers,
  terminal: Terminal,
): Promise<Generated> {
  let answers = given;
  const flags: string[] = [];
  for (;;) {
    const result = await generate(answers);
    const [question] = result.status === "needs-decision" ? result.difference.decision.questions : [];
    if (question === undefined) {
      if (flags.length > 0) terminal.note(`The same answers as flags: ${flags.join(" ")}`);
      return result;
    }
    const flag = await ask(question);
    flags.push(flag);
    answers = withFlag(answers, question, flag);
  }
}

async function ask(question: Question): Promise<string> {
  const { select } = await import("@inquirer/prompts");
  return select({
    message: `${headline(question)} What became of it?`,
    choices: [
      ...question.candidates.map(({ renaming, flag }) => ({
        name: `renamed to ${newName(renaming)}`,
        value: flag,
        description: flag,
      })),
      { name: "dropped, with its data", value: question.drop, description: question.drop },
    ],
  });
}

function withFlag(answers: Answers, question: Question, flag: string): Answers {
  const chosen = question.candidates.find((candidate) => candidate.flag === flag);
  return chosen === undefined
    ? { ...answers, drops: [...answers.drops, parseDrop(unquoted(question.drop), "flag")] }
    : { ...answers, renames: [...answers.renames, parseRename(unquoted(chosen.flag), "flag")] };
}

/** The value of a flag that was quoted for the shell. */
function unquoted(flag: string): string {
  const value = flag.replace(/^--\w+ /, "");
  return value.startsWith("'") ? value.slice(1, -1).replaceAll("'\\''", "'") : value;
}
