import { Column, Entity, JoinTable, ManyToMany, PrimaryGeneratedColumn } from "typeorm";
import { User } from "./user";

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

  @ManyToMany(
    () => User,
    (user) => user.courses,
  )
  @JoinTable({
    name: "course_students",
    joinColumn: { name: "course_id" },
    inverseJoinColumn: { name: "student_id" },
  })
  students!: User[];
}
