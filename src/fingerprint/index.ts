export { madeBy, partMadeBy, schemaWayOf } from "./own";
export { structureOf, wholeOf } from "./structure";
