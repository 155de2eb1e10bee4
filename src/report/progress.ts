import ansis from "ansis";
import type { ApplyEvent, LockHolder } from "../apply";
import { count } from "./references";
import { duration } from "./run";

/** What to write to a terminal for an event; `interactive` ones write over the line of what is going on. */
export function progressText(event: ApplyEvent, interactive: boolean): string {
  const line = (text: string) => `${interactive ? clearLine : ""}${text}\n`;
  switch (event.kind) {
    case "waiting":
      return line(ansis.yellow(`Waiting for another run${holderText(event.holder)}.`));
    case "started":
      return interactive ? `${clearLine}${ansis.dim(`… ${event.migration.name}`)}` : "";
    case "statement":
      return interactive
        ? `${clearLine}${ansis.dim(`… ${event.migration.name}, statement ${event.number}`)}`
        : "";
    case "finished": {
      const { name, direction, statements, milliseconds } = event.migration;
      const mark = ansis.green(direction === "up" ? "✔" : "↩");
      return line(
        `${mark} ${name} ${ansis.dim(`${count(statements, "statement")}, ${duration(milliseconds)}`)}`,
      );
    }
    case "warning":
      return line(ansis.yellow(event.message));
  }
}

/** Ends the line that an unfinished migration left. */
export const clearLine = "\r\u001b[2K";

function holderText(holder: LockHolder | null): string {
  if (holder === null) return "";
  const { pid, application, user, since } = holder;
  return ` (${application === "" ? "process" : application} ${pid} of ${user}, connected since ${since})`;
}
