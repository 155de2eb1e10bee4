import { writeFileSync } from "node:fs";
import { failureOf } from "../../src/cli/failure";

test("a file that cannot be written is no bug of the tool", () => {
  let error: unknown = null;
  try {
    // A disk without room, on every Linux.
    writeFileSync("/dev/full", "text");
  } catch (thrown) {
    error = thrown;
  }
  expect(failureOf(error, ["backup"])).toMatchObject({
    code: "FILE_DENIED",
    message: expect.stringContaining("ENOSPC"),
    hint: expect.stringContaining("the disk has room"),
    exit: 1,
  });
  expect(failureOf(new Error("ENOSPC"), ["backup"]).code).toBe("UNEXPECTED");
});
