import type { ApplyEvent, MigrationRef } from "../apply";
import { withoutSecrets } from "../postgres";
import { refJson } from "./references";

/** An event of a run as a line of a log has it. */
export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly event: string;
  readonly [field: string]: unknown;
}

export function eventLine({ kind, ...event }: ApplyEvent, root: string): LogLine {
  const fields = Object.entries(event).map(([key, value]) => [key, fieldOf(key, value, root)]);
  return { level: levelOf(kind), event: kind, ...Object.fromEntries(fields) };
}

function fieldOf(key: string, value: unknown, root: string): unknown {
  if (key === "sql") return withoutSecrets(String(value));
  if (key !== "migration" || value === null) return value;
  const { name, timestamp, file, ...more } = value as MigrationRef;
  return { ...refJson({ name, timestamp, file }, root), ...more };
}

function levelOf(kind: ApplyEvent["kind"]): LogLine["level"] {
  return ["waiting", "blocked", "retrying", "warning"].includes(kind) ? "warn" : "info";
}
