import {
  Column,
  type DataSource,
  Entity,
  Index,
  ManyToOne,
  PrimaryGeneratedColumn,
  ViewColumn,
  ViewEntity,
} from "typeorm";

@Entity()
export class Author {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column()
  name!: string;
}

@Entity()
export class Book {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column()
  title!: string;
  @ManyToOne(() => Author)
  author!: Author;
}

@ViewEntity({ expression: `SELECT b.id, b.title FROM book b, "author" a WHERE a.id = b."authorId";` })
export class BookTitle {
  @ViewColumn()
  id!: number;
  @ViewColumn()
  title!: string;
}

@ViewEntity({
  name: "author_books",
  expression: (dataSource: DataSource) =>
    dataSource
      .createQueryBuilder()
      .select("author.name", "name")
      .addSelect("count(*)", "books")
      .from(Author, "author")
      .leftJoin(Book, "book", "book.authorId = author.id")
      .groupBy("author.name"),
})
export class AuthorBooks {
  @ViewColumn()
  name!: string;
  @ViewColumn()
  books!: string;
}

@ViewEntity({
  materialized: true,
  dependsOn: [AuthorBooks, "BookTitle"],
  expression:
    "SELECT name, books FROM author_books UNION ALL SELECT title, 1 FROM (SELECT * FROM book_title) t",
})
@Index("ix_summary_books", ["books"])
export class Summary {
  @ViewColumn()
  @Index({ unique: true })
  name!: string;
  @ViewColumn()
  books!: string;
}

@ViewEntity({ expression: "SELECT 1 AS one", synchronize: false })
export class NotOurs {
  @ViewColumn()
  one!: number;
}
