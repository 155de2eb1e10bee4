import {
  Column,
  Entity,
  ForeignKey,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  RelationId,
  Unique,
} from "typeorm";

@Entity()
export class Country {
  @PrimaryColumn({ length: 2 })
  code!: string;
  @Column({ unique: true })
  name!: string;
  @OneToMany(
    () => City,
    (city) => city.country,
  )
  cities!: City[];
}

@Entity()
@Unique(["country", "name"])
export class City {
  @PrimaryGeneratedColumn("uuid")
  id!: string;
  @Column()
  name!: string;
  @ManyToOne(
    () => Country,
    (country) => country.cities,
    { onDelete: "CASCADE", onUpdate: "RESTRICT", nullable: false },
  )
  country!: Country;
  @ManyToOne(() => Country, { createForeignKeyConstraints: false })
  unchecked!: Country;
  @ManyToOne(() => Country, { deferrable: "INITIALLY DEFERRED", onDelete: "SET NULL" })
  @JoinColumn({ name: "deferred_code", foreignKeyConstraintName: "fk_deferred" })
  deferred!: Country;
  @ManyToOne(() => Country, { deferrable: "INITIALLY IMMEDIATE", onDelete: "NO ACTION" })
  immediate!: Country;
  @ManyToOne(() => Country)
  @JoinColumn({ name: "country_name", referencedColumnName: "name" })
  byName!: Country;
  @Column({ nullable: true })
  countryNote!: string;
  @RelationId((city: City) => city.country)
  countryCode!: string;
}

@Entity()
export class Person {
  @PrimaryColumn()
  first!: string;
  @PrimaryColumn()
  last!: string;
  @ManyToOne(
    () => Person,
    (person) => person.reports,
  )
  manager!: Relation<Person> | null;
  @OneToMany(
    () => Person,
    (person) => person.manager,
  )
  reports!: Person[];
  @ManyToMany(() => Person)
  @JoinTable()
  friends!: Person[];
  @ManyToMany(() => City)
  @JoinTable({
    name: "residence",
    joinColumns: [
      { name: "person_first", referencedColumnName: "first", foreignKeyConstraintName: "fk_resident" },
      { name: "person_last", referencedColumnName: "last" },
    ],
    inverseJoinColumn: { name: "city", referencedColumnName: "id", foreignKeyConstraintName: "fk_city" },
  })
  residences!: City[];
  @ManyToMany(
    () => Club,
    (club) => club.members,
  )
  clubs!: Club[];
}

@Entity()
export class Club {
  @PrimaryGeneratedColumn()
  id!: number;
  @ManyToMany(
    () => Person,
    (person) => person.clubs,
    { onDelete: "RESTRICT", onUpdate: "NO ACTION" },
  )
  @JoinTable()
  members!: Person[];
  @ManyToMany(() => Country, { createForeignKeyConstraints: false })
  @JoinTable()
  countries!: Country[];
}

@Entity()
export class Passport {
  @PrimaryColumn()
  number!: string;
  @OneToOne(() => Person)
  @JoinColumn([
    { name: "holder_first", referencedColumnName: "first" },
    { name: "holder_last", referencedColumnName: "last" },
  ])
  holder!: Person;
  @OneToOne(() => City, { nullable: true })
  @JoinColumn()
  issuedIn!: City;
}

/** The key is the relation. */
@Entity()
export class Profile {
  @PrimaryColumn()
  clubId!: number;
  @OneToOne(() => Club)
  @JoinColumn()
  club!: Club;
}

@Entity()
export class Membership {
  @PrimaryColumn()
  clubId!: number;
  @PrimaryColumn({ type: "uuid" })
  cityId!: string;
  @ManyToOne(() => Club)
  club!: Club;
  @ManyToOne(() => City)
  city!: City;
}

@Entity()
@ForeignKey(() => Person, ["first", "last"], ["first", "last"], { onDelete: "CASCADE" })
export class Visitor {
  @PrimaryColumn()
  id!: number;
  @Column()
  first!: string;
  @Column()
  last!: string;
  @Column({ length: 2 })
  @ForeignKey(() => Country)
  country!: string;
  @Column({ type: "uuid" })
  @ForeignKey("City", "id", { name: "fk_visited", onUpdate: "CASCADE", deferrable: "INITIALLY DEFERRED" })
  cityId!: string;
}
