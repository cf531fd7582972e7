import type pg from 'pg'
import type { Roles } from './roles.ts'

// Each query gives lines of one kind for the tables of `public`, keyed by the table they belong to.
const ofTables: Record<string, string> = {
  columns: `
    SELECT c.relname AS owner, a.attnum AS place, '  ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
      || CASE WHEN a.attcollation <> t.typcollation
           THEN ' COLLATE ' || (SELECT quote_ident(collname) FROM pg_collation WHERE oid = a.attcollation) ELSE '' END
      || CASE WHEN a.attidentity <> '' THEN ' GENERATED ' || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END || ' AS IDENTITY'
           WHEN a.attgenerated <> '' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ')'
           WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END
      || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS line
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
  // From PostgreSQL 18 on, NOT NULL stands among the constraints too; the column's line has it already.
  constraints: `
    SELECT c.relname AS owner, position(k.contype IN 'pucxf') AS place,
      '  CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid) AS line
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relnamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'c', 'x', 'f')`,
  indexes: `
    SELECT c.relname AS owner, 0 AS place, pg_get_indexdef(i.indexrelid) || ';' AS line
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))`,
  security: `
    SELECT c.relname AS owner, 0 AS place, 'ALTER TABLE ' || quote_ident(c.relname) || v.setting || ' ROW LEVEL SECURITY;' AS line
    FROM pg_class c, LATERAL (VALUES (c.relrowsecurity, ' ENABLE'), (c.relforcerowsecurity, ' FORCE')) v (is_on, setting)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND v.is_on`,
  policies: `
    SELECT c.relname AS owner, 0 AS place, 'CREATE POLICY ' || quote_ident(p.polname) || ' ON ' || quote_ident(c.relname)
      || CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
      || CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' ELSE '' END
      || ' TO ' || (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE (SELECT quote_ident(rolname) FROM pg_roles WHERE oid = r) END, ', ' ORDER BY 1)
                    FROM unnest(p.polroles) r)
      || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
      || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') || ';' AS line
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'public'::regnamespace`,
  triggers: `
    SELECT c.relname AS owner, 0 AS place, pg_get_triggerdef(t.oid) || ';' AS line
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal`,
  grants: `
    SELECT owner, place, 'GRANT ' || string_agg(privilege, ', ' ORDER BY privilege) || ' ON ' || quote_ident(owner) || ' TO ' || grantee || ';' AS line
    FROM (
      SELECT c.relname AS owner, 0 AS place, a.privilege_type AS privilege, a.grantee AS oid FROM pg_class c, aclexplode(c.relacl) a
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.grantee <> c.relowner
      UNION ALL
      SELECT c.relname, 1, a.privilege_type || ' (' || quote_ident(t.attname) || ')', a.grantee
      FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
      WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
    ) g, LATERAL (SELECT CASE oid WHEN 0 THEN 'PUBLIC' ELSE (SELECT quote_ident(rolname) FROM pg_roles r WHERE r.oid = g.oid) END) n (grantee)
    GROUP BY owner, place, grantee`,
}

// What belongs to no table. Objects of extensions are left to the extension.
const byThemselves = [
  `SELECT 'CREATE EXTENSION ' || quote_ident(extname) || ';' AS line FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1`,
  `SELECT 'CREATE TYPE ' || quote_ident(t.typname) || ' AS ENUM (' || string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) || ');' AS line
   FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.typname ORDER BY 1`,
  `SELECT 'CREATE SEQUENCE ' || quote_ident(relname) || ';' AS line FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY 1`,
  `SELECT 'CREATE VIEW ' || quote_ident(relname) || ' AS' || E'\\n' || pg_get_viewdef(oid) AS line FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm') ORDER BY 1`,
  `SELECT rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' AS line FROM pg_proc p
   WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY p.proname, p.oid::regprocedure::text`,
  `SELECT 'GRANT ' || a.privilege_type || ' ON FUNCTION ' || p.oid::regprocedure || ' TO ' || coalesce(quote_ident(r.rolname), 'PUBLIC') || ';' AS line
   FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
   WHERE p.pronamespace = 'public'::regnamespace AND a.grantee <> p.proowner
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1`,
  `SELECT 'GRANT ' || a.privilege_type || ' ON SEQUENCE ' || quote_ident(c.relname) || ' TO ' || coalesce(quote_ident(r.rolname), 'PUBLIC') || ';' AS line
   FROM pg_class c, aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' AND a.grantee <> c.relowner ORDER BY 1`,
]

type Line = { owner: string; place: number; line: string }

const byPlace = (a: Line, b: Line) => a.place - b.place || (a.line < b.line ? -1 : 1)

/**
 * The schema `public` as text: the same for the same schema, whatever order it came about in and whatever
 * the roles are called here. It reads like SQL, and is meant to be compared and reviewed, not run.
 */
export async function dumpSchema(client: pg.ClientBase, roles: Roles): Promise<string> {
  const kinds: Record<string, Map<string, string[]>> = {}
  for (const [kind, sql] of Object.entries(ofTables)) {
    const { rows } = await client.query<Line>(sql)
    const groups = Map.groupBy(rows.sort(byPlace), row => row.owner)
    kinds[kind] = new Map([...groups].map(([owner, lines]) => [owner, lines.map(({ line }) => line)]))
  }
  const linesOf = (kind: string, table: string) => kinds[kind]?.get(table) ?? []
  const tables = [...(kinds.columns?.keys() ?? [])].sort().map(table => {
    const body = [...linesOf('columns', table), ...linesOf('constraints', table)].join(',\n')
    const after = ['indexes', 'security', 'policies', 'triggers', 'grants'].flatMap(kind =>
      linesOf(kind, table),
    )
    return [`CREATE TABLE ${table} (\n${body}\n);`, ...after].join('\n')
  })
  const others: string[] = []
  for (const sql of byThemselves) {
    const { rows } = await client.query<{ line: string }>(sql)
    if (rows.length > 0) others.push(rows.map(({ line }) => line).join('\n'))
  }
  const heading =
    '-- The whole schema, written by scripts/schema.ts from the catalogue of a migrated database. Do not edit.'
  const text = [heading, ...others, ...tables].join('\n\n')
  return `${text.replaceAll(roles.app, ':app').replaceAll(roles.sequencer, ':sequencer')}\n`
}
