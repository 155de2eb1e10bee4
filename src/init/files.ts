/** What `schema init` writes, by path. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

export interface InitOptions {
  /** Also the templates of generated migrations, to be changed. */
  readonly templates: boolean;
}

export function projectFiles({ templates }: InitOptions, shapes: readonly ProjectFile[]): ProjectFile[] {
  return [
    { path: "data-source.ts", text: dataSource },
    { path: "entities/user.ts", text: entity },
    { path: "generated-migrations/.gitkeep", text: "" },
    ...(templates ? shapes : []),
    { path: "tsconfig.json", text: tsconfig },
    { path: ".env.example", text: environment },
    { path: "docker-compose.yml", text: compose },
    { path: ".github/workflows/schema.yml", text: workflow },
    { path: ".gitignore", text: "node_modules/\n.schema/\n.env\n" },
  ];
}

const dataSource = `import "reflect-metadata";
import { DataSource } from "typeorm";

// Without DATABASE_URL, schema works on an embedded PostgreSQL in .schema/.
export default new DataSource({
  type: "postgres",
  url: process.env.DATABASE_URL,
  entities: [\`\${__dirname}/entities/**/*.{ts,js}\`],
  migrations: [\`\${__dirname}/generated-migrations/*.{ts,js}\`],
});
`;

const entity = `import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("users")
export class User {
  @PrimaryGeneratedColumn("identity", { generatedIdentity: "ALWAYS" })
  id!: number;

  @Column({ length: 320, unique: true })
  email!: string;

  @CreateDateColumn({ name: "created_at", type: "timestamptz" })
  createdAt!: Date;
}
`;

const tsconfig = `{
  "compilerOptions": {
    "target": "ES2022",
    "module": "Node16",
    "strict": true,
    "experimentalDecorators": true,
    "emitDecoratorMetadata": true,
    "esModuleInterop": true,
    "skipLibCheck": true,
    "outDir": "dist"
  },
  "include": ["data-source.ts", "entities", "generated-migrations"]
}
`;

const environment = `# Copy to .env. The database of docker-compose.yml:
DATABASE_URL=postgresql://app:app@localhost:5432/app
`;

const compose = `services:
  postgres:
    image: postgres:18
    environment:
      POSTGRES_USER: app
      POSTGRES_PASSWORD: app
      POSTGRES_DB: app
    ports:
      - "5432:5432"
    volumes:
      - postgres-data:/var/lib/postgresql
    healthcheck:
      test: ["CMD-SHELL", "pg_isready --username app --dbname app"]
      interval: 2s
      timeout: 3s
      retries: 30

volumes:
  postgres-data:
`;

const workflow = `name: schema
on: [push, pull_request]

jobs:
  schema:
    runs-on: ubuntu-latest
    services:
      postgres:
        image: postgres:18
        env:
          POSTGRES_USER: app
          POSTGRES_PASSWORD: app
          POSTGRES_DB: app
        ports: ["5432:5432"]
        options: >-
          --health-cmd "pg_isready --username app --dbname app"
          --health-interval 2s --health-timeout 3s --health-retries 30
    env:
      DATABASE_URL: postgresql://app:app@localhost:5432/app
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
          cache: npm
      - run: npm ci
      # Every migration runs, they are the files that were written, and they make what the entities say.
      - run: npx schema apply
      - run: npx schema check
`;
