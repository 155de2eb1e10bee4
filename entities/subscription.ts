import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
import { User } from "./user";

export enum Plan {
  Free = "free",
  Team = "team",
  Company = "company",
}

@Entity("subscriptions")
@Check("subscriptions_period", "ends_on IS NULL OR ends_on > starts_on")
@Index("subscriptions_one_open", ["user"], { unique: true, where: "ends_on IS NULL" })
export class Subscription {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @ManyToOne(
    () => User,
    (user) => user.subscriptions,
    { nullable: false, onDelete: "CASCADE" },
  )
  @JoinColumn({ name: "user_id" })
  user!: User;

  @Column({ type: "enum", enum: Plan, enumName: "plan", default: Plan.Free })
  plan!: Plan;

  @Column({ name: "monthly_price", type: "numeric", precision: 10, scale: 2, default: 0 })
  monthlyPrice!: string;

  @Column({ name: "starts_on", type: "date", default: () => "CURRENT_DATE" })
  startsOn!: string;

  @Column({ name: "ends_on", type: "date", nullable: true })
  endsOn!: string | null;
}
