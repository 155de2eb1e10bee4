import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("courses")
export class Course {
  @PrimaryGeneratedColumn("increment", { type: "bigint" })
  id!: string;

  @Column({ length: 80, unique: true })
  slug!: string;

  @Column({ type: "text" })
  title!: string;

  @Column({ name: "weekly_hours", type: "real", array: true, nullable: true })
  weeklyHours!: number[] | null;
}
