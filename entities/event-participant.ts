import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { Event } from "./event";
import { User } from "./user";

export enum Answer {
  Invited = "invited",
  Accepted = "accepted",
  Declined = "declined",
}

@Entity("event_participants")
export class EventParticipant {
  @PrimaryColumn({ name: "event_id", type: "uuid" })
  eventId!: string;

  @PrimaryColumn({ name: "user_id", type: "uuid" })
  userId!: string;

  @ManyToOne(
    () => Event,
    (event) => event.participants,
    { onDelete: "CASCADE" },
  )
  @JoinColumn({ name: "event_id" })
  event!: Event;

  @ManyToOne(() => User, { onDelete: "CASCADE" })
  @JoinColumn({ name: "user_id" })
  user!: User;

  @Column({ type: "enum", enum: Answer, default: Answer.Invited })
  answer!: Answer;

  @Column({ name: "answered_at", type: "timestamptz", nullable: true })
  answeredAt!: Date | null;
}
