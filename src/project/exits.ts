/** Runs the project's code while a call of `process.exit` in it is an error, which has a place; else it would end all without a word. */
export async function withoutExits<T>(work: () => Promise<T>): Promise<T> {
  const { exit } = process;
  process.exit = (code) => {
    throw new Error(`it calls process.exit(${code ?? ""})`);
  };
  try {
    return await work();
  } finally {
    process.exit = exit;
  }
}
