import { Column, type ColumnOptions, Entity, type EntityOptions, PrimaryColumn } from "typeorm";
import type { EntityTarget } from "../../../src/project/project";

/** An entity `t` with the key `id` and a column `c`, decorated as a class would be; without options, no `c`. */
export function withColumn(
  options: ColumnOptions | null,
  decorate: (target: EntityClass) => void = () => {},
): EntityTarget[] {
  const target = class {};
  Entity("t")(target);
  PrimaryColumn({ type: "int" })(target.prototype, "id");
  if (options !== null) Column(options)(target.prototype, "c");
  decorate(target);
  return [target];
}

// biome-ignore lint/complexity/noBannedTypes: what TypeORM's decorators take.
export type EntityClass = Function & { prototype: object };

/** An entity of these columns, the first of them the key. */
export function entityOf(
  name: string,
  columns: Readonly<Record<string, ColumnOptions>>,
  { decorate = () => {}, ...options }: EntityOptions & { decorate?: (target: EntityClass) => void } = {},
): EntityTarget {
  // TypeORM tells circular relations apart by the names of classes.
  const { [name]: target = class {} } = { [name]: class {} };
  Entity(name, options)(target);
  for (const [property, column] of Object.entries(columns)) Column(column)(target.prototype, property);
  decorate(target);
  return target;
}
