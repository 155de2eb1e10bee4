export { type Answers, noAnswers } from "../change";
export { type Decision, decide } from "./decision";
export { parseColumnSql, parseDrop, parseMap, parseRename } from "./hints";
export { readHintsFile } from "./hints-file";
export type { Answer, Question } from "./questions";
export { spokenOf, withinReach } from "./reach";
export { flagsOf, rememberedAnswers } from "./remember";
export { resolveValues } from "./values";
export { type Wanted, type WantedAnswer, wantedFlag, wantedValues } from "./wanted";
