import { once } from "node:events";

export default async function stopServers(): Promise<void> {
  const keeper = globalThis.testServers;
  if (keeper === undefined) return;
  const ended = once(keeper, "close");
  keeper.stdin?.end();
  await ended;
}
