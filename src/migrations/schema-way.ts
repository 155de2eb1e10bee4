import type { MigrationInterface } from "typeorm";
import type { SchemaWay } from "./migration";

/** As a generated class says which schemas it leads from and to. */
export function schemaLine({ from, to }: SchemaWay): string {
  return `public readonly schema = { from: "${from}", to: "${to}" };`;
}

export function schemaWayOf(instance: MigrationInterface): SchemaWay | null {
  const said: unknown = Reflect.get(instance, "schema");
  if (typeof said !== "object" || said === null) return null;
  const [from, to]: unknown[] = [Reflect.get(said, "from"), Reflect.get(said, "to")];
  return typeof from === "string" && typeof to === "string" ? { from, to } : null;
}
