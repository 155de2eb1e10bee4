import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
import { Project } from "./project";

@Entity("documents", { comment: "Files of a project, one row for each version" })
export class Document {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Index()
  @ManyToOne(
    () => Project,
    (project) => project.documents,
    { nullable: false, onDelete: "CASCADE" },
  )
  @JoinColumn({ name: "project_id" })
  project!: Project;

  @ManyToOne(() => Document, { onDelete: "SET NULL" })
  @JoinColumn({ name: "previous_version_id" })
  previousVersion!: Document | null;

  @Column({ type: "text" })
  title!: string;

  @Column({ type: "jsonb", default: { reviewed: false, labels: [] } })
  properties!: { reviewed: boolean; labels: string[] };

  @Column({ type: "bytea", nullable: true, select: false })
  content!: Buffer | null;

  @Column({
    name: "title_length",
    type: "integer",
    generatedType: "STORED",
    asExpression: "length(title)",
  })
  titleLength!: number;
}
