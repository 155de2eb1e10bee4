import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from "typeorm";
import { RenamedFrom } from "../../src";
import type { EntityTarget } from "../../src/project/project";
import { questionsJson } from "../../src/report/decisions";
import { serverVersions } from "../support/servers";
import { flags, journey } from "./journey";

@Entity("orders")
class Order {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: "enum", enumName: "order_status", enum: ["new", "done"], default: "new" }) status!: string;
  @Column({ type: "text", nullable: true }) ssn!: string | null;
}

function orders(...labels: string[]): EntityTarget[] {
  @Entity("orders")
  class Relabelled {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ type: "enum", enumName: "order_status", enum: labels, default: labels[0] }) status!: string;
    @Column({ type: "text", nullable: true }) ssn!: string | null;
  }
  return [Relabelled];
}

@Entity("orders")
class WithNickname {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: "enum", enumName: "order_status", enum: ["new", "done"], default: "new" }) status!: string;
  @Column({ type: "text", nullable: true }) nickname!: string | null;
}

@Entity("visits")
class Visit {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: "text", nullable: true }) ssn!: string | null;
}

@Entity("orders")
class Smaller {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: "enum", enumName: "order_status", enum: ["new", "done"], default: "new" }) status!: string;
}

const rows = "INSERT INTO orders (status, ssn) VALUES ('new', '1'), ('done', '2')";

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  it("an enum label is renamed with the rows that have it", () =>
    journey(version, [Order], async ({ query, up, down }) => {
      await query(rows);
      await up(orders("open", "done", "late"), { rename: ["order_status.new=open"] });
      expect(await query("SELECT id, status FROM orders ORDER BY id")).toEqual([
        { id: 1, status: "open" },
        { id: 2, status: "done" },
      ]);
      await down();
      expect(await query("SELECT id, status FROM orders ORDER BY id")).toEqual([
        { id: 1, status: "new" },
        { id: 2, status: "done" },
      ]);
    }));
});

describe("a decision", () => {
  it("is asked for where one column goes and one like it comes: a number is no nickname", () =>
    journey(18, [Order], async ({ generate }) => {
      const result = await generate([WithNickname]);
      if (result.status !== "needs-decision") throw new Error(result.status);
      expect(result.difference.decision.questions).toMatchObject([
        {
          removed: "public.orders.ssn",
          candidates: [{ flag: "--rename column:public.orders.ssn=nickname" }],
          drop: "--drop column:public.orders.ssn",
        },
      ]);
    }));

  it("is suggested for each table by itself: one name in two of them is no conflict", () =>
    journey(18, [Order, Visit], async ({ generate }) => {
      @Entity("visits")
      class Called {
        @PrimaryGeneratedColumn() id!: number;
        @Column({ type: "text", nullable: true }) nickname!: string | null;
      }
      const result = await generate([WithNickname, Called]);
      if (result.status !== "needs-decision") throw new Error(result.status);
      expect(questionsJson(result.difference, "schema generate more").command).toBe(
        "schema generate more --rename column:public.orders.ssn=nickname --rename column:public.visits.ssn=nickname",
      );
    }));

  it("is not needed for a plain removal, which is refused until it is accepted", () =>
    journey(18, [Order], async ({ generate }) => {
      const refused = await generate([Smaller]);
      if (refused.status !== "refused") throw new Error(refused.status);
      expect(refused.losses).toMatchObject([{ kind: "column", path: "public.orders.ssn" }]);
      for (const options of [{ answers: flags({ drop: ["orders.ssn"] }) }, { acceptDataLoss: true }]) {
        const accepted = await generate([Smaller], options);
        if (accepted.status !== "generated") throw new Error(accepted.status);
        expect(accepted.text).toMatch(/Going up destroys, as accepted:\n \* {3}column public\.orders\.ssn/);
      }
    }));

  it("once made has no effect any more: the hint may stay", () =>
    journey(18, [Order], async ({ query, up, generate }) => {
      await query(rows);
      const answers = flags({ rename: ["orders.ssn=nickname"] });
      await up([WithNickname], { rename: ["orders.ssn=nickname"] });
      expect(await generate([WithNickname], { answers })).toEqual({ status: "nothing" });
      expect(await query("SELECT nickname FROM orders ORDER BY id")).toEqual([
        { nickname: "1" },
        { nickname: "2" },
      ]);
    }));

  it("cannot rename two things into one", () =>
    journey(18, [Order], async ({ generate }) => {
      @Entity("orders")
      class Merged {
        @PrimaryColumn() @RenamedFrom("id") @RenamedFrom("ssn") key!: number;
      }
      await expect(generate([Merged])).rejects.toMatchObject({ code: "HINT_CONTRADICTION" });
    }));
});
