import type { ApplyEvent } from "../apply";
import { progressText } from "../report/progress";
import type { Terminal } from "./terminal";

/** Shows the events of a run as they come. */
export function progressOn(terminal: Terminal): (event: ApplyEvent) => void {
  return (event) => terminal.progress(progressText(event, terminal.interactive));
}
