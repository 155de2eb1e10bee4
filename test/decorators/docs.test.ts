import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import * as decorators from "../../src";
import { diff } from "../../src/diff";
import { plan } from "../../src/plan";
import type { EntityTarget } from "../../src/project/project";
import { locateExtensions } from "../../src/reconcile/extensions";
import { emptySchema } from "../../src/schema";
import { schemaOfEntities } from "../entities/describe";

/** Each piece of TypeScript in the manual, with the SQL that follows it. */
const manual = readFileSync(join(__dirname, "../../docs/decorators.md"), "utf8");
const examples = [...manual.matchAll(/```ts\n([^`]*(?:`[^`]+`[^`]*)*?)```\n\n```sql\n([^`]*)```/g)].map(
  ([, code = "", sql = ""]) => ({ code, sql }),
);
const entity = /```ts entity\n([^`]*)```/.exec(manual)?.[1] ?? "";

test("the manual has examples", () => {
  expect(examples.length).toBeGreaterThan(8);
  expect(manual.match(/```sql/g)).toHaveLength(examples.length);
});

test.each(examples)("$code makes the SQL that the manual shows", async ({ code, sql }) => {
  const schema = locateExtensions(emptySchema, await schemaOfEntities([run(complete(code))]), "public");
  const statements = plan(diff(emptySchema, schema), emptySchema, schema).statements.map(({ sql }) => sql);
  for (const expected of sql.trim().split(";\n"))
    expect(statements).toContainEqual(expect.stringMatching(pattern(expected)));
});

/** A statement as a whole, but for what an ellipsis leaves out. */
function pattern(sql: string): RegExp {
  const escaped = sql.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll(/\s+/g, "\\s+").replaceAll("…", "[^]*")}$`);
}

/** A decorator of the class goes before it, one of a property into it. */
function complete(code: string): string {
  const isProperty = /^\w+!: .*;$/m.test(code);
  return isProperty
    ? entity.replace(/\}\s*$/, `${code}}`)
    : entity.replace("@Entity()", `@Entity()\n${code}`);
}

function run(code: string): EntityTarget {
  const imports = `import { Column, Entity, ManyToOne, PrimaryGeneratedColumn, type Relation } from "typeorm";
import { Extension, SqlIndex, sql, TableOptions } from "typeorm-schema";\n`;
  const compiled = transformSync(imports + code, {
    jsc: {
      parser: { syntax: "typescript", decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: "es2022",
    },
    module: { type: "commonjs" },
  });
  const exported: { Person?: EntityTarget } = {};
  const requireThere = (name: string) => (name === "typeorm-schema" ? decorators : require(name));
  new Function("require", "exports", compiled.code)(requireThere, exported);
  if (exported.Person === undefined) throw new Error("the example exports no Person");
  return exported.Person;
}
