import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  Unique,
} from "typeorm";
import { Cam } from "./cam";
import { Document } from "./document";
import { User } from "./user";

@Entity("projects")
@Unique(["owner", "name"])
@Index(["createdAt"], { where: "deleted_at IS NULL" })
export class Project {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 200 })
  name!: string;

  @ManyToOne(
    () => User,
    (user) => user.projects,
    { nullable: false, onDelete: "RESTRICT" },
  )
  @JoinColumn({ name: "owner_id" })
  owner!: User;

  /** A project may be part of another one. */
  @ManyToOne(
    () => Project,
    (project) => project.parts,
    { onDelete: "SET NULL" },
  )
  @JoinColumn({ name: "parent_id" })
  parent!: Project | null;

  @OneToMany(
    () => Project,
    (project) => project.parent,
  )
  parts!: Project[];

  @OneToMany(
    () => Cam,
    (cam) => cam.project,
  )
  cams!: Cam[];

  @OneToMany(
    () => Document,
    (document) => document.project,
  )
  documents!: Document[];

  @CreateDateColumn({ name: "created_at", type: "timestamptz" })
  createdAt!: Date;

  @DeleteDateColumn({ name: "deleted_at", type: "timestamptz" })
  deletedAt!: Date | null;
}
