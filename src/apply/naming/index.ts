export { type Line, lineOf, lineOfFiles, placeOf } from "./line";
export { endsOf, type Range, rangeAsksDatabase, rangeOf, within } from "./range";
export { resolveMigration } from "./resolve";
