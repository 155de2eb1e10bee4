import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expandPatterns, findLine, staticBase } from "../../src/project";

const root = join(mkdtempSync(join(tmpdir(), "patterns-")), "a [1] (b)");
afterAll(() => rmSync(dirname(root), { recursive: true }));

function write(name: string, text = ""): string {
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe("patterns", () => {
  beforeAll(() => {
    for (const name of ["src/user.entity.ts", "src/b/role.entity.ts", "src/user.d.ts", "src/readme.md"])
      write(name);
    for (const name of ["dist/user.entity.js", "dist/only.entity.js", "node_modules/x/x.entity.js"])
      write(name);
  });

  const expand = async (...patterns: string[]) =>
    (await expandPatterns(root, patterns)).map((file) => file.slice(root.length + 1));

  test("find code, sorted, relative or absolute, whatever the root's name has in it", async () => {
    expect(await expand("src/**/*")).toEqual(["src/b/role.entity.ts", "src/user.entity.ts"]);
    expect(await expand(join(root, "src/b/*.ts"), `${root}/dist/../src/*{.ts,.js}`)).toEqual([
      "src/b/role.entity.ts",
      "src/user.entity.ts",
    ]);
  });

  test("leave out installed packages unless they name them", async () => {
    expect(await expand("**/x.entity.js")).toEqual([]);
    expect(await expand("node_modules/x/*.js")).toEqual(["node_modules/x/x.entity.js"]);
  });

  test("leave out compiled files whose source matches too", async () => {
    expect(await expand("**/*.entity.{ts,js}")).toEqual([
      "dist/only.entity.js",
      "src/b/role.entity.ts",
      "src/user.entity.ts",
    ]);
    expect(await expand("dist/*.js")).toEqual(["dist/only.entity.js", "dist/user.entity.js"]);
  });

  test("begin in a directory", () => {
    expect(staticBase(root, "src/migrations/*.ts")).toBe(join(root, "src/migrations"));
    expect(staticBase(root, join(root, "src/m/{a,b}/*.ts"))).toBe(join(root, "src/m"));
    expect(staticBase(root, "src/m/1-first.ts")).toBe(join(root, "src/m"));
  });
});

describe("lines", () => {
  const file = write(
    "lines.ts",
    `// class User
@Entity({ name: "name" })
export class User extends Base {
  @Column({ name: "status", default: { a: 1 } })
  name!: string; /* age: number */

  @Column() age?: number; @Index() @Column()
  private readonly status = name;

  greet(): string { const last = \`a\${1}\`; return last; }
  get last(): string { return ""; }
}
class Users { id!: number }
export const Role = new EntitySchema({
  name: "Role",
  columns: {
    id: { type: Number },
  },
});
`,
  );
  const compiled = write(
    "lines.js",
    `class User {}\n__decorate([\n  Column()\n], User.prototype, "name", void 0);\n`,
  );

  test.each([
    [file, "User", null, 3],
    [file, "User", "name", 5],
    [file, "User", "age", 7],
    [file, "User", "status", 8],
    [file, "User", "last", 11],
    [file, "User", "id", null],
    [file, "Users", "id", 13],
    [file, "Role", null, 15],
    [file, "Role", "id", 17],
    [file, "Absent", null, null],
    [compiled, "User", "name", 4],
  ])("of %s: %s.%s is %s", (name, className, property, line) => {
    expect(findLine(name, className, property)).toBe(line);
  });
});
