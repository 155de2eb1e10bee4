export * from "./children";
export * from "./collections";
export * from "./identity";
export * from "./keywords";
export * from "./objects";
export * from "./quoting";
export * from "./schema";
export * from "./tokens";
