import { sqlText } from '../../lib/files/duckdb.ts';
import type { BuildPlan } from '../build-plan.ts';
import type { Quota } from '../quotas.ts';

const candidateColumns = `
  candidate INTEGER, source INTEGER, file INTEGER, "row" INTEGER,
  id VARCHAR, prompt VARCHAR, kind VARCHAR, metadata VARCHAR, stratum VARCHAR, length INTEGER`;

/** The tables of a build, filled with what the plan says about sources and files. */
export function createTables({ sources }: BuildPlan): string {
  const sourceRows = sources.map(
    ({ source, pinned }, index) =>
      `(${index}, ${sqlText(source.id)}, ${sqlOrNull(source.license)}, ${sqlOrNull(pinned?.commit ?? null)})`,
  );
  const fileRows = sources.flatMap(({ files }, source) =>
    files.map(({ path }, file) => `(${source}, ${file}, ${sqlText(path)})`),
  );
  return `
    CREATE TABLE sources (source INTEGER, name VARCHAR, license VARCHAR, revision VARCHAR);
    INSERT INTO sources VALUES ${sourceRows.join(', ')};
    CREATE TABLE files (source INTEGER, file INTEGER, path VARCHAR);
    INSERT INTO files VALUES ${fileRows.join(', ')};
    CREATE TABLE candidates (${candidateColumns});
    CREATE TABLE excluded (${candidateColumns});
    CREATE TABLE near_duplicates (id VARCHAR, kept_id VARCHAR, is_excluded BOOLEAN);`;
}

function sqlOrNull(text: string | null): string {
  return text === null ? 'NULL' : sqlText(text);
}

/** Removes candidates that must not be in the dataset, but keeps their number and source for the counts. */
export const dropExcluded = `
  CREATE TABLE excluded_candidates AS SELECT candidate, source FROM candidates SEMI JOIN excluded USING (id);
  DELETE FROM candidates WHERE candidate IN (SELECT candidate FROM excluded_candidates);`;

/** Keeps one of the candidates with the same id. Only the few ids that repeat are sorted. */
export const dropDuplicates = `
  CREATE TABLE repeated AS SELECT id FROM candidates GROUP BY id HAVING count(*) > 1;
  CREATE TABLE uniques AS
    SELECT candidate, source, id, []::INTEGER[] AS others FROM candidates ANTI JOIN repeated USING (id)
    UNION ALL
    SELECT candidate, source, id, list_filter(sources, lambda other: other <> source)
    FROM (
      SELECT candidate, source, id,
        row_number() OVER (PARTITION BY id ORDER BY source, prompt, kind, metadata, file, "row") AS nth,
        list_sort(list_distinct(list(source) OVER (PARTITION BY id))) AS sources
      FROM candidates SEMI JOIN repeated USING (id)
    )
    WHERE nth = 1;`;

/** The texts that must not be in the dataset, each once. */
export const selectExcluded = `
  SELECT id, min_by(source, (source, candidate)), min_by(prompt, (source, candidate))
  FROM excluded GROUP BY id ORDER BY id`;

/** Prompts in the order in which the near-duplicate pass walks them. */
export const selectForNearDuplicates = `
  SELECT uniques.id, uniques.source, prompt
  FROM uniques JOIN candidates USING (candidate)
  ORDER BY uniques.source, uniques.id`;

/** What remains after near-duplicates, in the same order. */
export const selectKept = `
  SELECT uniques.source, prompt
  FROM uniques ANTI JOIN near_duplicates USING (id) JOIN (SELECT candidate, prompt FROM candidates) USING (candidate)
  ORDER BY uniques.source, uniques.id`;

/** All candidates that can be drawn, each with a hash of seed and id that no file and no other source affects. */
export function fillPool(seed: number): string {
  return `
    CREATE TABLE pool AS
      WITH near AS (
        SELECT kept_id AS id, flatten(list(list_prepend(source, others))) AS sources
        FROM near_duplicates JOIN uniques USING (id) WHERE NOT is_excluded GROUP BY kept_id
      )
      SELECT candidate, uniques.source, id, candidates.stratum,
        CASE WHEN near.sources IS NULL THEN others
          ELSE list_sort(list_distinct(list_filter(list_concat(others, near.sources), lambda other: other <> uniques.source)))
        END AS others,
        sha256(${sqlText(`${seed}:`)} || id) AS hash
      FROM uniques ANTI JOIN near_duplicates USING (id)
        JOIN (SELECT candidate, stratum FROM candidates) AS candidates USING (candidate)
        LEFT JOIN near USING (id);`;
}

/** Source, stratum, and number of candidates. */
export const countPool = 'SELECT source, stratum, count(*) FROM pool GROUP BY ALL';

/** Draws as many as each quota asks for, in the order of the hash. */
export function draw(quotas: readonly Quota[]): string {
  const members = quotas.flatMap(({ sources, stratum, wanted }, quota) =>
    sources.map((source) => `(${quota}, ${source}, ${sqlText(stratum)}, ${wanted ?? 'NULL'})`),
  );
  return `
    CREATE TABLE quotas (quota INTEGER, source INTEGER, stratum VARCHAR, wanted BIGINT);
    ${members.length === 0 ? '' : `INSERT INTO quotas VALUES ${members.join(', ')};`}
    CREATE TABLE drawn AS
      SELECT candidate, source, id, others, hash, nth, least(available, coalesce(wanted, available)) AS taken
      FROM (
        SELECT pool.*, wanted,
          row_number() OVER (PARTITION BY quota ORDER BY hash, id) AS nth,
          count(*) OVER (PARTITION BY quota) AS available
        FROM pool JOIN quotas USING (source, stratum)
      )
      WHERE nth <= coalesce(wanted, available);`;
}

/** By source: position, and number drawn. */
export const countDrawn = 'SELECT source, count(*) FROM drawn GROUP BY source';

/** By source: position, excluded, duplicates, near-duplicates, not sampled, kept. */
export const countSources = `
  WITH c AS (SELECT source, count(*) AS n FROM candidates GROUP BY source),
    e AS (SELECT source, count(*) AS n FROM excluded_candidates GROUP BY source),
    u AS (SELECT source, count(*) AS n, count(is_excluded) FILTER (NOT is_excluded) AS near,
            count(is_excluded) FILTER (is_excluded) AS excluded
          FROM uniques LEFT JOIN near_duplicates USING (id) GROUP BY source),
    d AS (SELECT source, count(*) AS n FROM drawn GROUP BY source)
  SELECT source, coalesce(e.n, 0) + coalesce(u.excluded, 0), coalesce(c.n, 0) - coalesce(u.n, 0), coalesce(u.near, 0),
    coalesce(u.n, 0) - coalesce(u.near, 0) - coalesce(u.excluded, 0) - coalesce(d.n, 0), coalesce(d.n, 0)
  FROM sources LEFT JOIN c USING (source) LEFT JOIN e USING (source) LEFT JOIN u USING (source) LEFT JOIN d USING (source)
  ORDER BY source`;

/** The rows of prompts.parquet, each wave mixed like the whole. */
export const selectPrompts = `
  SELECT
    drawn.id, prompt, kind, sources.name AS source, files.path || ':' || candidates."row" AS source_row,
    sources.revision, sources.license, metadata,
    list_transform(others, lambda other: names.all[other + 1]) AS also_in, length
  FROM drawn
    JOIN candidates USING (candidate)
    JOIN sources ON sources.source = drawn.source
    JOIN files ON files.source = drawn.source AND files.file = candidates.file
    CROSS JOIN (SELECT list(name ORDER BY source) AS "all" FROM sources) AS names
  ORDER BY (nth - 0.5::DOUBLE) / taken, hash, drawn.id`;
