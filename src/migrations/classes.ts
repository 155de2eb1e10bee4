import type { MigrationInterface } from "typeorm";
import type { MigrationClass } from "../config/configuration";

/** Every class with an `up` among a module's exports, wherever in them it stands: TypeORM looks just as deep. */
export function migrationClasses(exported: unknown, seen: Set<unknown> = new Set()): MigrationClass[] {
  if (seen.has(exported)) return [];
  seen.add(exported);
  if (typeof exported === "function") return isMigrationClass(exported) ? [exported] : [];
  if (typeof exported !== "object" || exported === null) return [];
  return Object.values(exported).flatMap((value) => migrationClasses(value, seen));
}

export function instantiate(type: MigrationClass): MigrationInterface {
  return Reflect.construct(type, []);
}

function isMigrationClass(type: MigrationClass): boolean {
  if (typeof type.prototype !== "object" || type.prototype === null) return false;
  // `up` may be a property that holds an arrow function; then only an instance has it.
  return typeof type.prototype.up === "function" || /\bup\s*=/.test(String(type));
}
