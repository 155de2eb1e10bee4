import { Column, Entity, PrimaryColumn } from "typeorm";
import { columnsOf, schemaOfEntities } from "./describe";

describe("types", () => {
  test("of PostGIS and pgvector are spelled as format_type spells them", async () => {
    @Entity()
    class Place {
      @PrimaryColumn()
      id!: number;
      @Column({ type: "geometry", spatialFeatureType: "POINT", srid: 4326 })
      point!: string;
      @Column({ type: "geometry", spatialFeatureType: "multipolygonzm" as "MultiPolygon" })
      polygon!: string;
      @Column({ type: "geometry" })
      any!: string;
      @Column({ type: "geometry", spatialFeatureType: "Geometry", srid: 3857 })
      projected!: string;
      @Column({ type: "geometry", srid: 4326 })
      ignored!: string;
      @Column({ type: "geography", spatialFeatureType: "LineString" })
      line!: string;
      @Column({ type: "vector", length: 3 })
      vector!: number[];
      @Column({ type: "halfvec" })
      half!: number[];
    }
    const columns = columnsOf(await schemaOfEntities([Place]));
    const spelled = Object.values(columns).map(
      ({ name, type }) => `${name} ${type.name}(${type.modifiers}) of ${type.extension}`,
    );
    expect(spelled).toEqual([
      "id integer(null) of null",
      "point geometry(Point,4326) of postgis",
      "polygon geometry(MultiPolygonZM) of postgis",
      "any geometry(null) of postgis",
      "projected geometry(Geometry,3857) of postgis",
      "ignored geometry(null) of postgis",
      "line geography(LineString,4326) of postgis",
      "vector vector(3) of vector",
      "half halfvec(null) of vector",
    ]);
  });

  test("without a precision refuse one, with the property's name", async () => {
    @Entity()
    class Price {
      @PrimaryColumn()
      id!: number;
      @Column({ type: "float", precision: 10, scale: 2 })
      amount!: number;
    }
    await expect(schemaOfEntities([Price])).rejects.toMatchObject({
      code: "ENTITY_NOT_EXPRESSIBLE",
      message: expect.stringMatching(/^Price\.amount.*"double precision" has no precision/),
      hint: expect.stringContaining("numeric"),
    });
  });

  test("that cannot count refuse to", async () => {
    @Entity()
    class Counted {
      @PrimaryColumn({ type: "varchar", generated: "increment" })
      id!: string;
    }
    await expect(schemaOfEntities([Counted])).rejects.toMatchObject({
      code: "ENTITY_NOT_EXPRESSIBLE",
      message: expect.stringMatching(/^Counted\.id/),
    });
  });
});
