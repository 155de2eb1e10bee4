import ansis from "ansis";
import { renamedId } from "../change";
import { type Loss, lossText } from "../hazards/data-loss";
import type { Difference, Generated } from "../pipeline";
import type { Answer, Question, Wanted } from "../renames";
import { shellQuote } from "../schema";
import { kindName } from "./wording";

/** What a person has to say before a migration is written, and the flags that say it. */
export function questionsText({ decision }: Difference, command: string): string {
  const { questions, wanted } = decision;
  return [
    "Only a person knows what shall become of some of the data. Nothing was written.",
    "",
    ...questions.flatMap(questionLines),
    ...wanted.flatMap(wantedLines),
    ...spentLines(decision),
    "Answer with flags, for example:",
    `  ${ansis.bold(`${command} ${suggestedFlags(decision).join(" ")}`)}`,
  ].join("\n");
}

const suggestedFlags = ({ questions, wanted }: Difference["decision"]) => [
  ...suggestion(questions),
  ...wanted.map(({ candidates, none }) => (candidates[0] ?? none).flag),
];

function wantedLines(wanted: Wanted): string[] {
  const answers = [...wanted.candidates, wanted.none];
  return [
    `${wantedHeadline(wanted)}`,
    ...answers.map(({ value, flag }) => `  ${ansis.cyan(wantedChoice(wanted, value))}  ${ansis.dim(flag)}`),
    "",
  ];
}

export const wantedHeadline = ({ kind, subject }: Wanted) =>
  kind === "backfill"
    ? `The column ${ansis.bold(subject)} is NOT NULL: rows that are there need a value.`
    : `The enum label ${ansis.bold(subject)} goes: rows that have it need another.`;

/** How an answer reads. */
export function wantedChoice({ kind, none }: Wanted, value: string): string {
  if (value !== none.value) return value;
  return kind === "backfill" ? "the table has no rows" : "no row has it";
}

function questionLines(question: Question): string[] {
  const width = Math.max(...question.candidates.map(({ renaming }) => newName(renaming).length));
  return [
    `${headline(question)} It may be:`,
    ...question.candidates.map(
      ({ renaming, flag }) =>
        `  renamed to ${ansis.cyan(newName(renaming).padEnd(width))}  ${ansis.dim(flag)}`,
    ),
    `  ${ansis.red("dropped")}    ${" ".repeat(width)}  ${ansis.dim(question.drop)}`,
    "",
  ];
}

export const headline = ({ kind, removed }: Question) =>
  `The ${kind === "enumValue" ? "enum label" : kindName(kind)} ${ansis.bold(removed)} is gone.`;

export function newName(renaming: Answer["renaming"]): string {
  if (typeof renaming.to === "string") return renaming.to;
  const moved = typeof renaming.from !== "string" && renaming.from.schema !== renaming.to.schema;
  return moved ? `${renaming.to.schema}.${renaming.to.name}` : renaming.to.name;
}

/** The likeliest answer to each question, no two of them the same new name. */
function suggestion(questions: readonly Question[]): string[] {
  const taken = new Set<string>();
  return questions.map(({ candidates, drop }) => {
    const free = candidates.find(({ renaming }) => !taken.has(placeOf(renaming)));
    if (free === undefined) return drop;
    taken.add(placeOf(free.renaming));
    return free.flag;
  });
}

/** Where the renamed thing will stand; labels of one enum have an identity in common. */
const placeOf = (renaming: Answer["renaming"]) =>
  `${renamedId(renaming)} ${renaming.kind === "enumValue" ? renaming.to : ""}`;

export function questionsJson({ decision }: Difference, command: string) {
  return {
    status: "needs-decision",
    unresolved: [
      ...decision.questions.map(({ kind, removed, candidates, drop }) => ({
        kind,
        removed,
        candidates: candidates.map(({ renaming, score, flag }) => ({
          to: newName(renaming),
          score: Math.round(score * 100) / 100,
          flag,
        })),
        drop,
      })),
      ...decision.wanted.map(({ kind, subject, candidates, none }) => ({
        kind,
        subject,
        candidates: candidates.map(({ value, flag }) => ({ to: value, flag })),
        none: none.flag,
      })),
    ],
    unused: unusedJson(decision),
    command: `${command} ${suggestedFlags(decision).join(" ")}`,
  };
}

type Refused = Extract<Generated, { status: "refused" }>;

/** Data that would be lost and that nobody has given up. */
export function refusalText({ losses, difference }: Refused, command: string): string {
  return [
    ansis.yellow.bold("This would destroy data. Nothing was written."),
    ...losses.map((loss) => ansis.yellow(`  ${lossText(loss)}`)),
    "If that is meant, say so:",
    `  ${ansis.bold(`${command} ${losses.map(dropFlag).join(" ")}`)}`,
    "or accept whatever goes: --accept data-loss",
    ...spentLines(difference.decision),
  ].join("\n");
}

export function refusalJson({ losses, difference }: Refused, command: string) {
  return {
    status: "refused",
    unused: unusedJson(difference.decision),
    losses: losses.map((loss) => ({ kind: loss.kind, path: loss.path, flag: dropFlag(loss) })),
    command: `${command} ${losses.map(dropFlag).join(" ")}`,
  };
}

const dropFlag = ({ kind, path }: Loss) => `--drop ${shellQuote(`${kind}:${path}`)}`;

/** The same for programs. */
export const unusedJson = ({ spent }: Difference["decision"]) =>
  spent.filter(({ source }) => source !== "decorator").map(({ text }) => text);

/** Hints without effect: what they say has happened already. */
export function spentLines({ spent }: Difference["decision"]): string[] {
  return spent
    .filter(({ source }) => source !== "decorator")
    .map(({ text }) =>
      ansis.dim(`The hint ${text} has no effect: it has happened already, or nothing asks for it.`),
    );
}
