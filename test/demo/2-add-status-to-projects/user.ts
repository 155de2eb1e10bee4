import {
  Column,
  CreateDateColumn,
  Entity,
  OneToMany,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from "typeorm";
import { Project } from "./project";
import { Subscription } from "./subscription";

export enum UserRole {
  Admin = "admin",
  Member = "member",
  Guest = "guest",
}

@Entity("users")
export class User {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ length: 320, unique: true })
  email!: string;

  @Column({ length: 100, comment: "As the person writes it" })
  name!: string;

  @Column({ type: "enum", enum: UserRole, default: UserRole.Member })
  role!: UserRole;

  @Column({ type: "text", array: true, default: [] })
  interests!: string[];

  @Column({ type: "jsonb", default: {} })
  preferences!: Record<string, unknown>;

  @CreateDateColumn({ name: "created_at", type: "timestamptz" })
  createdAt!: Date;

  @UpdateDateColumn({ name: "updated_at", type: "timestamptz" })
  updatedAt!: Date;

  @OneToMany(
    () => Project,
    (project) => project.owner,
  )
  projects!: Project[];

  @OneToMany(
    () => Subscription,
    (subscription) => subscription.user,
  )
  subscriptions!: Subscription[];
}
