export { type Answers, type Decision, decide, noAnswers } from "./decision";
export { type DropHint, type Hint, type HintSource, parseDrop, parseRename } from "./hints";
export { readHintsFile } from "./hints-file";
export type { Answer, Question } from "./questions";
