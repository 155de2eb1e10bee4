import { decorate } from "../../src/renames/write-decorator";

const renamed = (text: string, className = "A") =>
  decorate(text, { className, property: "b", name: "RenamedFrom", arguments: ["it's"] });

describe("a decorator written into an entity", () => {
  it("keeps tabs, single quotes, missing semicolons and decorators on one line", () => {
    const text = "import { Column } from 'typeorm'\n\nclass A {\n\t/** why */\n\t@Column() b!: string\n}\n";
    expect(renamed(text)).toBe(
      "import { Column } from 'typeorm'\nimport { RenamedFrom } from 'typeorm-schema'\n\nclass A {\n\t/** why */\n\t@RenamedFrom('it\\'s')\n\t@Column() b!: string\n}\n",
    );
  });

  it("keeps the line ends of Windows, and joins the import that is there", () => {
    const text =
      'import { Using } from "typeorm-schema";\r\nclass A {\r\n  @Using("1")\r\n  b!: string;\r\n}\r\n';
    expect(renamed(text)).toBe(
      'import { Using, RenamedFrom } from "typeorm-schema";\r\nclass A {\r\n  @RenamedFrom("it\'s")\r\n  @Using("1")\r\n  b!: string;\r\n}\r\n',
    );
  });

  it("stands where the property is declared, in a class that this one extends", () => {
    const text = "abstract class Base {\n  b!: string;\n}\nclass A extends Base {}\n";
    expect(renamed(text)).toContain('abstract class Base {\n  @RenamedFrom("it\'s")\n  b!: string;\n}');
  });

  it("has no place in a description without a class, or without the property", () => {
    expect(renamed("export const A = new EntitySchema({ name: 'A' });")).toBeNull();
    expect(renamed("class A extends Elsewhere {}")).toBeNull();
  });
});
