import { ViewColumn, ViewEntity } from "typeorm";

@ViewEntity({
  name: "project_overview",
  expression: `
    SELECT p.id, p.name, u.name AS owner, count(c.id) AS live_cams
    FROM projects p
    JOIN users u ON u.id = p.owner_id
    LEFT JOIN cams c ON c.project_id = p.id AND c.is_live
    WHERE p.deleted_at IS NULL
    GROUP BY p.id, u.name
  `,
})
export class ProjectOverview {
  @ViewColumn()
  id!: number;

  @ViewColumn()
  name!: string;

  @ViewColumn()
  owner!: string;

  @ViewColumn({ name: "live_cams" })
  liveCams!: string;
}
