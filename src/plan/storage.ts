/** `SET (…)` and `RESET (…)` that make one list of storage parameters of another. */
export function storageActions(from: readonly string[], to: readonly string[]): string[] {
  const names = new Set(to.map(nameOf));
  const set = to.filter((parameter) => !from.includes(parameter));
  const reset = from.map(nameOf).filter((name) => !names.has(name));
  return [
    ...(set.length === 0 ? [] : [`SET (${set.join(", ")})`]),
    ...(reset.length === 0 ? [] : [`RESET (${reset.join(", ")})`]),
  ];
}

const nameOf = (parameter: string) => parameter.split("=", 1)[0] ?? parameter;
