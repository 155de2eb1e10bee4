import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { SchemaError } from "../errors";
import type { Format } from "./language";
import { shippedTemplate, type Template } from "./template";

/** The template that shapes a new file: the one that was named, else the project's own, else that of the tool. */
export function templateOf(root: string, format: Format, named: string | undefined): Template {
  if (named === undefined) {
    const own = join(root, "templates", `migration.${format}`);
    return existsSync(own) ? readTemplate(root, own) : shippedTemplate(format);
  }
  const places = [resolve(root, named), join(root, "templates", named)];
  const file = places
    .flatMap((place) => [place, `${place}.${format}`])
    .find((place) => existsSync(place) && statSync(place).isFile());
  if (file === undefined) throw notFound(root, named);
  return readTemplate(root, file);
}

/** Whether a file of this template runs what the tool has planned, and nothing else. */
export const isShipped = ({ text }: Template, format: Format) => text === shippedTemplate(format).text;

function readTemplate(root: string, path: string): Template {
  const file = relative(root, path);
  try {
    return { file, text: readFileSync(path, "utf8") };
  } catch (cause) {
    throw new SchemaError({
      code: "TEMPLATE_UNREADABLE",
      message: `The template ${file} cannot be read: ${cause instanceof Error ? cause.message : cause}. Nothing was written.`,
      hint: "Let it be a file that you may read, or name another with --template.",
      cause,
    });
  }
}

function notFound(root: string, named: string): SchemaError {
  const directory = join(root, "templates");
  const known = existsSync(directory) ? readdirSync(directory) : [];
  return new SchemaError({
    code: "TEMPLATE_NOT_FOUND",
    message: `There is no template ${named}, neither in ${root} nor in its templates/.`,
    hint:
      known.length === 0
        ? "schema init --templates writes one to begin with."
        : `In templates/ there is ${known.join(", ")}.`,
  });
}
