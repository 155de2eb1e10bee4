import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SchemaError } from "../errors";
import type { Format } from "./language";

/** What a template may ask for. Each is given the indentation of the place where it stands. */
export type TemplateVariables = Readonly<Record<string, (indent: string) => string>>;

export interface Template {
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
}

const placeholder = /\{\{\s*(\w+)\s*\}\}/g;
const alone = /^([ \t]*)\{\{\s*(\w+)\s*\}\}[ \t]*$/;

/** The template that comes with the tool. */
export function shippedTemplate(format: Format): Template {
  const file = join(__dirname, "..", "..", "templates", `migration.${format}`);
  return { file, text: readFileSync(file, "utf8") };
}

/** Whether the template has a place for the variable. */
export function asksFor({ text }: Template, name: string): boolean {
  return [...text.matchAll(placeholder)].some(([, word]) => word === name);
}

/** Fills a template in. A placeholder alone on its line takes as many lines as it needs, none included. */
export function fill(template: Template, variables: TemplateVariables, required: readonly string[]): string {
  const used = new Set<string>();
  const value = (name: string, indent: string): string => {
    used.add(name);
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (variable === undefined) throw unknownVariable(template, name, Object.keys(variables));
    return variable(indent);
  };
  const lines = template.text.replaceAll("\r\n", "\n").split("\n");
  const filled = lines.flatMap((line) => {
    const [, indent = "", name] = alone.exec(line) ?? [];
    if (name === undefined) return [line.replace(placeholder, (_, word: string) => value(word, ""))];
    const text = value(name, indent);
    return text === "" ? [] : [text];
  });
  for (const name of required) if (!used.has(name)) throw missingVariable(template, name);
  return `${filled.join("\n").trimEnd()}\n`;
}

function unknownVariable(template: Template, name: string, known: readonly string[]): SchemaError {
  return new SchemaError({
    code: "TEMPLATE_UNKNOWN_VARIABLE",
    message: `The template ${template.file} asks for {{${name}}}, which there is not.`,
    hint: `Use one of ${known.map((word) => `{{${word}}}`).join(", ")}.`,
  });
}

function missingVariable(template: Template, name: string): SchemaError {
  return new SchemaError({
    code: "TEMPLATE_INCOMPLETE",
    message: `The template ${template.file} has no place for {{${name}}}.`,
    hint: `Add {{${name}}} to it, or delete the file to use the template that the tool brings.`,
  });
}
