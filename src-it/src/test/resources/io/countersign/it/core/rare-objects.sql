-- What is rare in a schema, and what is easily lost on the way; "librarian" is a role that the copy's server has, too.
CREATE SCHEMA rare;
CREATE EXTENSION citext SCHEMA rare;
CREATE EXTENSION hstore;
CREATE COLLATION rare.no_case (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE TYPE rare.light AS ENUM ('green', 'red');
ALTER TYPE rare.light ADD VALUE 'amber' AFTER 'green';
CREATE DOMAIN rare.lights AS rare.light[] CHECK (cardinality(VALUE) < 4);
CREATE DOMAIN rare.three AS integer[3] DEFAULT '{1,2,3}';
CREATE DOMAIN rare.short AS varchar(5);
CREATE DOMAIN rare.shorter AS rare.short CHECK (length(VALUE) < 4);
CREATE TYPE rare.floats AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = rare.many_floats);
CREATE TYPE rare.pair AS (a rare.shorter, "b.c" rare.light);
CREATE TABLE rare.every_type (
    id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME rare."the ""own"" numbers" START WITH 5 CACHE 2) PRIMARY KEY,
    i2 smallint, i8 bigint, f4 real, f8 double precision, n numeric, n2 numeric, m money, b boolean, c "char", c5 char(5), v varchar(9), t text,
    by bytea, d date, ti time, tz timetz, ts timestamp, tt timestamptz, iv interval, u uuid, x xml, j json, jb jsonb, jp jsonpath,
    bt bit(3), vb bit varying, ip inet, ci cidr, mc macaddr, m8 macaddr8, pt point, li line, ls lseg, bx box, pa path, po polygon, cr circle,
    tv tsvector, tq tsquery, r4 int4range, rd daterange, mr int8multirange, fr rare.floats, fm rare.many_floats, ls2 rare.lights, th rare.three,
    sh rare.shorter, pr rare.pair, prs rare.pair[], ct rare.citext, hs hstore, nc text COLLATE rare.no_case, rc regtype, ro regrole, xi xid, lsn pg_lsn,
    sn pg_snapshot, nm name, ov oidvector, rf refcursor, tid tid, a2 text[][], al aclitem, li2 rare.light
);
-- before PostgreSQL 15 no scale is negative
DO $$ BEGIN ALTER TABLE rare.every_type ALTER n2 TYPE numeric(7, -2); EXCEPTION WHEN invalid_parameter_value THEN NULL; END $$;
INSERT INTO rare.every_type (i2) VALUES (NULL);
INSERT INTO rare.every_type (i2, i8, f4, f8, n, n2, m, b, c, c5, v, t, by, d, ti, tz, ts, tt, iv, u, x, j, jb, jp, bt, vb, ip, ci, mc, m8, pt, li, ls, bx, pa, po, cr,
    tv, tq, r4, rd, mr, fr, fm, ls2, sh, pr, prs, ct, hs, nc, rc, ro, xi, lsn, sn, nm, ov, rf, tid, a2, al, li2) VALUES
    (-32768, -9223372036854775808, '-0', 'NaN', 'NaN', 12345600, '-92233720368547758.08', false, E'\\', 'ab', 'ß', E'\\N\t\r\n\\.\b', '\x00ff5c', '4713-01-01 BC', '24:00', '23:59:59.999999-15:59',
     '-infinity', 'infinity', '-178000000 years 1 mon -2 days 03:04:05.000001', '00000000-0000-0000-0000-000000000000', '<a xmlns:b="c">ü<!-- --></a>', '{"b" : 1,  "a":[ ], "b":2}', '{"b" : 1, "a":null}',
     '$.a[*] ? (@.b > 1)', B'101', B'', '::1/7', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '(NaN,-Infinity)', '{1,2,3}', '[(0,0),(1,1)]', '(1,1),(0,0)',
     '[(0,0),(1,1)]', '((0,0),(1,1),(2,0))', '<(0,0),1>', $$'a''b':1A 'c':2$$, $$'a' & !'b':*A$$, 'empty', '[2026-01-01,)', '{[1,3),[5,)}', '(NaN,]', '{(1,2),(3,)}', '{green,NULL,amber}', 'abc',
     '(abc,amber)', ARRAY['("a,b",red)', NULL]::rare.pair[], 'MiXed', '"a,b"=>NULL, c=>"\"d"', 'Äa', 'rare.pair[]', 'librarian', '4294967295', 'FFFFFFFF/FFFFFFFF', '10:20:10,14', 'nm', '1 2', 'cur',
     '(4294967294,65535)', '[0:1][-1:0]={{a,NULL},{"",\"}}', NULL, 'amber'),
    (1, 0, 'Infinity', 4.9e-324, 'Infinity', -100, 0, true, '', '', '', '', '', 'infinity', '00:00', '00:00+15:59', '0001-01-01 00:00:00 BC', '1999-12-31 23:59:59.999999+00', '0',
     'ffffffff-ffff-ffff-ffff-ffffffffffff', 'text &amp; more', 'null', 'null', '$', B'000', B'1', '1.2.3.4', '::/0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00', '(0,0)', '{0,1,0}', '[(0,0),(0,0)]', '(0,0),(0,0)',
     '((0,0),(1,1))', '((0,0))', '<(0,0),0>', '', '', '(,)', 'empty', '{}', 'empty', '{}', '{}', '', '(,)', '{}', '', '', '', '-', '-', '0', '0/0', '1:1:', '', '', '', '(0,0)', '{}', NULL, 'red');
CREATE TABLE rare."dots.and ""quotes"", a
new line" ("a.b" integer, "C" text, "a
b" text, PRIMARY KEY ("a.b", "C"));
INSERT INTO rare."dots.and ""quotes"", a
new line" VALUES (1, 'x', NULL), (2, 'y', 'z');
COMMENT ON COLUMN rare."dots.and ""quotes"", a
new line"."a
b" IS 'on two lines';
CREATE TABLE rare.nothing ();
INSERT INTO rare.nothing DEFAULT VALUES;
INSERT INTO rare.nothing DEFAULT VALUES;
CREATE TABLE rare.only_computed (x integer, twice integer GENERATED ALWAYS AS (2) STORED);
INSERT INTO rare.only_computed VALUES (1), (NULL);
ALTER TABLE rare.only_computed DROP COLUMN x;
CREATE TABLE rare.much_gone (a int, b int, c text, d int);
INSERT INTO rare.much_gone VALUES (1, 2, 'three', 4);
ALTER TABLE rare.much_gone DROP COLUMN a, DROP COLUMN d, ADD COLUMN e text DEFAULT 'later';
CREATE TABLE rare.parted (id int, kind text, what text, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);
CREATE TABLE rare.parted_b (gone int, what text, kind text NOT NULL, id int NOT NULL);
ALTER TABLE rare.parted_b DROP COLUMN gone;
ALTER TABLE rare.parted ATTACH PARTITION rare.parted_b FOR VALUES IN ('b');
CREATE TABLE rare.parted_null PARTITION OF rare.parted DEFAULT;
INSERT INTO rare.parted VALUES (1, 'b', 'bee'), (2, 'c', 'sea');
CREATE TABLE rare.refers (id int PRIMARY KEY, parted_id int, parted_kind text, FOREIGN KEY (parted_id, parted_kind) REFERENCES rare.parted);
INSERT INTO rare.refers VALUES (1, 1, 'b'), (2, 2, 'c'), (3, NULL, 'c');
CREATE TABLE rare.parent (a int, b text);
CREATE TABLE rare.child (b text, x int, a int);
ALTER TABLE rare.child INHERIT rare.parent;
INSERT INTO rare.child VALUES ('b', 1, 2);
CREATE TABLE rare.late_child (a int, b text, c int);
ALTER TABLE rare.late_child INHERIT rare.parent;
CREATE SEQUENCE rare.of_nobody AS smallint INCREMENT -3 MAXVALUE -1 CYCLE;
SELECT nextval('rare.of_nobody');
CREATE SEQUENCE rare.moved;
CREATE TABLE rare.owns (n bigint DEFAULT nextval('rare.moved'));
ALTER SEQUENCE rare.moved OWNED BY rare.owns.n;
SELECT setval('rare.moved', 77, false);
CREATE TABLE rare.deferred (id int, CONSTRAINT one UNIQUE (id) DEFERRABLE INITIALLY DEFERRED, v int, CONSTRAINT v_key UNIQUE (v) INCLUDE (id));
INSERT INTO rare.deferred VALUES (1, 1);
CREATE TABLE rare.refused (id int CHECK (id > 0) NO INHERIT);
INSERT INTO rare.refused VALUES (1);
CREATE RULE also AS ON INSERT TO rare.refused DO ALSO INSERT INTO rare.nothing DEFAULT VALUES;
CREATE RULE instead AS ON UPDATE TO rare.refused DO INSTEAD NOTHING;
ALTER TABLE rare.refused DISABLE RULE instead;
CREATE MATERIALIZED VIEW rare.first AS SELECT count(*) AS n FROM rare.every_type;
CREATE MATERIALIZED VIEW rare.second AS SELECT n + 1 AS n FROM rare.first;
CREATE VIEW rare.between AS SELECT * FROM rare.second;
CREATE MATERIALIZED VIEW rare.third AS SELECT n + 1 AS n FROM rare.between;
CREATE OR REPLACE VIEW rare.between AS SELECT n FROM rare.second WHERE n > 0;
REFRESH MATERIALIZED VIEW rare.second;
REFRESH MATERIALIZED VIEW rare.first;
ALTER TABLE rare.every_type ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY nobody ON rare.every_type USING (false);
CREATE INDEX "an ""index""" ON rare.every_type ((n > 1), nc COLLATE "C" varchar_pattern_ops DESC) WHERE id > 0;
CREATE INDEX hashed ON rare.every_type USING hash (u);
CREATE INDEX ranges ON rare.every_type USING gist (r4, pt);
CREATE INDEX blocks ON rare.every_type USING brin (id) WITH (pages_per_range = 4);
CREATE STATISTICS rare.by_expression ON (i2 + 1), (lower(t)) FROM rare.every_type;
CREATE FUNCTION rare.variadic(VARIADIC "odd name" int[] DEFAULT '{}', OUT x int, OUT y text) RETURNS SETOF record LANGUAGE sql ROWS 3 STRICT AS 'SELECT 1, ''$1''';
COMMENT ON POLICY nobody ON rare.every_type IS 'nobody';
COMMENT ON RULE also ON rare.refused IS 'also';
COMMENT ON CONSTRAINT one ON rare.deferred IS 'one';
COMMENT ON SEQUENCE rare.of_nobody IS 'nobody''s';
COMMENT ON TYPE rare.lights IS 'three at most';
COMMENT ON EXTENSION hstore IS 'another comment';
ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA rare GRANT EXECUTE ON FUNCTIONS TO librarian WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO librarian;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
GRANT SELECT (i2) ON rare.every_type TO librarian;
REVOKE DELETE ON rare.owns FROM CURRENT_USER;
SELECT lo_from_bytea(4000000001, '\x00ff');
SELECT lo_create(4000000002);
GRANT SELECT ON LARGE OBJECT 4000000001 TO librarian;
COMMENT ON LARGE OBJECT 4000000001 IS 'large';
CREATE TABLE rare.grandparent (z int DEFAULT 9);
CREATE TABLE rare.both (x int, z int, b text, a int, CONSTRAINT own CHECK (x > 0));
ALTER TABLE rare.both INHERIT rare.grandparent;
ALTER TABLE rare.both INHERIT rare.parent;
CREATE TABLE rare.grandchild (y int) INHERITS (rare.both);
INSERT INTO rare.grandchild VALUES (1, 2, 'three', 4, 5);
CREATE TABLE rare.unnamed_sequences (a serial, b int GENERATED BY DEFAULT AS IDENTITY (INCREMENT -1));
INSERT INTO rare.unnamed_sequences DEFAULT VALUES;
CREATE VIEW rare.checked AS SELECT id FROM rare.refers WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE TRIGGER whole AFTER INSERT ON rare.refers REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER TABLE rare.refers ENABLE ALWAYS TRIGGER whole;
CREATE TABLE rare.by_expression (id int, at timestamptz) PARTITION BY RANGE (date_trunc('day', at AT TIME ZONE 'UTC'), (id % 7));
CREATE TABLE rare.by_expression_1 PARTITION OF rare.by_expression FOR VALUES FROM (MINVALUE, MINVALUE) TO ('2026-01-01', 3);
INSERT INTO rare.by_expression VALUES (1, '2025-05-05');
CREATE INDEX ON ONLY rare.by_expression (id)
