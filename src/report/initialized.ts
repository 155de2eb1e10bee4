import ansis from "ansis";
import type { Initialized } from "../init/init";

export function initializedText({ written, kept, missing }: Initialized): string {
  return [
    ...written.map((path) => `${ansis.green("+")} ${path}`),
    ...kept.map((path) => ansis.dim(`  ${path} is there already and was left alone`)),
    ...keptAdvice(kept),
    ...(missing.length === 0 ? [] : [`Install what is missing: npm install ${missing.join(" ")}`]),
    "Then describe your tables in entities/, and run `schema generate` and `schema apply`.",
  ].join("\n");
}

/** What a file that was left alone should say. */
function keptAdvice(kept: readonly string[]): string[] {
  return [
    ...(kept.includes(".gitignore") ? ["See that .gitignore has the lines .schema/ and .env."] : []),
    ...(kept.includes("tsconfig.json")
      ? ["See that tsconfig.json sets experimentalDecorators and emitDecoratorMetadata."]
      : []),
  ];
}

export function initializedJson({ directory, written, kept, missing }: Initialized) {
  return { status: "initialized", directory, written, kept, missing };
}
