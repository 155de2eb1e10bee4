import { Column, Entity, Index, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn } from "typeorm";
import { Course } from "./course";
import { EventParticipant } from "./event-participant";

@Entity("events")
@Index(["course", "startsAt"])
export class Event {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @ManyToOne(() => Course, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "course_id" })
  course!: Course;

  @Column({ name: "starts_at", type: "timestamptz" })
  startsAt!: Date;

  @Column({ type: "interval", default: "01:00:00" })
  duration!: string;

  @OneToMany(
    () => EventParticipant,
    (participant) => participant.event,
  )
  participants!: EventParticipant[];
}
