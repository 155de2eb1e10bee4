import { relationsIn } from "../../src/entities/reads";

const known = [
  { schema: "public", name: "book" },
  { schema: "public", name: "author" },
  { schema: "public", name: "Order" },
  { schema: "sales", name: "book" },
];

function read(query: string): string[] {
  return relationsIn(query, known, "public").map(({ schema, name }) => `${schema}.${name}`);
}

test.each([
  ["SELECT * FROM book", ["public.book"]],
  ["SELECT * FROM Book b JOIN public.author a ON a.id = b.author", ["public.book", "public.author"]],
  ['SELECT * FROM "Order" o, author', ["public.author", "public.Order"]],
  ["SELECT * FROM sales.book", ["sales.book"]],
  ["SELECT book FROM author AS book_author", ["public.author"]],
  ["SELECT author.book, 'FROM book' FROM sales.book AS author -- FROM book", ["sales.book"]],
  [
    "SELECT (SELECT count(*) FROM book), author FROM LATERAL (TABLE author) t",
    ["public.book", "public.author"],
  ],
  [
    "WITH x AS (SELECT 1 FROM author) SELECT * FROM x CROSS JOIN ((book)) WHERE a IN (1, 2)",
    ["public.book", "public.author"],
  ],
  [
    "SELECT * FROM (author a LEFT JOIN ONLY book USING (id)), sales.book",
    ["public.book", "public.author", "sales.book"],
  ],
  ["SELECT * FROM books", []],
])("%s reads what follows FROM and JOIN", (query, relations) => {
  expect(read(query)).toEqual(relations);
});
