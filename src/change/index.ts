export * from "./answers";
export * from "./changes";
export * from "./locks";
export { rekey, renamedIds } from "./rekey";
export * from "./renaming";
export { inCircles, inSequence } from "./sequence";
export * from "./statements";
export * from "./strategy";
export * from "./values";
