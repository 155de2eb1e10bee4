import { Column, Entity, ManyToOne, PrimaryColumn } from "typeorm";

export enum Color {
  Red = "red",
  Green = "it's green",
}

export enum Level {
  Low,
  High = 10,
}

@Entity()
export class Paint {
  @PrimaryColumn({ type: "enum", enum: Color, enumName: "shared_color" })
  color!: Color;
  @Column({ type: "enum", enum: Level, default: Level.High })
  level!: Level;
  @Column({ type: "simple-enum", enum: ["a", "b"], nullable: true })
  simple!: string;
  @Column({ type: "enum", enum: Color, enumName: "shared_color", default: Color.Red })
  shared!: Color;
  @Column({ type: "enum", enum: Color, enumName: "shared_color", array: true, default: [Color.Red] })
  sharedArray!: Color[];
  @Column({ name: "camelCase", type: "enum", enum: ["x"], array: true, default: ["x"] })
  upperCase!: string[];
  @Column({ type: "enum", enum: ["1", "2"], default: "2" })
  digits!: string;
  @Column({ type: "enum", enum: Color })
  own!: Color;
}

@Entity()
export class Car {
  @PrimaryColumn()
  id!: number;
  @Column({ type: "enum", enum: Color, enumName: "shared_color" })
  color!: Color;
  @ManyToOne(() => Paint)
  paint!: Paint;
}
