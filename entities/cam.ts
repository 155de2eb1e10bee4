import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
import { Project } from "./project";

@Entity("cams")
@Check("cams_frame_rate", "frame_rate BETWEEN 1 AND 240")
export class Cam {
  @PrimaryGeneratedColumn("identity", { generatedIdentity: "ALWAYS" })
  id!: number;

  @Column({ type: "inet" })
  address!: string;

  @Column({ name: "frame_rate", type: "smallint", default: 25 })
  frameRate!: number;

  @Column({ type: "point", nullable: true })
  position!: string | null;

  @Column({ name: "is_live", default: false })
  isLive!: boolean;

  @ManyToOne(
    () => Project,
    (project) => project.cams,
    { nullable: false, onDelete: "CASCADE" },
  )
  @JoinColumn({ name: "project_id" })
  project!: Project;
}
