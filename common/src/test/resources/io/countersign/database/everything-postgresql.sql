CREATE SCHEMA sales;
CREATE SCHEMA "Größe ""x""";
CREATE TYPE sales.mood AS ENUM ('sad', 'it''s ok', 'happy');
CREATE DOMAIN sales.price AS numeric(10,2) DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0);
CREATE TYPE sales.address AS (street text, zip varchar(10));
CREATE TYPE sales.span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE COLLATION sales.german (provider = libc, locale = 'C');
CREATE SEQUENCE sales.numbers AS integer START 5 INCREMENT 2 CACHE 3 CYCLE;
CREATE TABLE sales.customer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  nr int DEFAULT nextval('sales.numbers'),
  name varchar(80) COLLATE "C" NOT NULL DEFAULT 'a''b\c',
  status varchar(10) NOT NULL CHECK (status IN ('new', 'old', 'go,ne]', 'it''s')),
  code char(3) CHECK (code IN ('a', 'b')),
  kind text CHECK (kind = ANY (ARRAY['x', 'y'])),
  small smallint CHECK (small IN (1, 2, 3)),
  feeling sales.mood DEFAULT 'happy',
  home sales.address,
  price sales.price,
  born date DEFAULT '2020-01-31',
  seen timestamptz DEFAULT '2020-01-01 00:00+05',
  waits interval DEFAULT '1 day 02:00',
  raw bytea DEFAULT '\x00ff',
  ratio float8 DEFAULT 0.1,
  full_name text GENERATED ALWAYS AS (upper(name)) STORED,
  tags text[] DEFAULT '{a,b}',
  UNIQUE (nr) DEFERRABLE INITIALLY DEFERRED,
  EXCLUDE USING gist (int4range(nr, nr + 1) WITH &&)
) WITH (fillfactor = 70);
ALTER TABLE sales.customer DROP COLUMN raw, ADD COLUMN late int;
ALTER TABLE sales.customer ALTER COLUMN kind SET STORAGE EXTERNAL, ALTER COLUMN nr SET STATISTICS 500;
CREATE TABLE sales."Order Ü" (id serial PRIMARY KEY, customer bigint REFERENCES sales.customer ON DELETE CASCADE, day date NOT NULL);
CREATE UNIQUE INDEX order_day ON sales."Order Ü" (lower(id::text), day DESC NULLS LAST) INCLUDE (customer) WHERE day > '2000-01-01' AND id IN (1, 2);
CREATE INDEX customer_status ON sales.customer (name varchar_pattern_ops) WHERE status IN ('new', 'old');
CREATE TABLE sales.log (at timestamptz NOT NULL, line text) PARTITION BY RANGE (at);
CREATE TABLE sales.log_2020 PARTITION OF sales.log FOR VALUES FROM ('2020-01-01 00:00+02') TO ('2021-01-01');
CREATE TABLE sales.log_rest PARTITION OF sales.log DEFAULT;
CREATE INDEX log_at ON sales.log (at);
CREATE TABLE sales.base (a int, c int);
CREATE TABLE sales.derived (b int) INHERITS (sales.base);
ALTER TABLE sales.base ADD COLUMN d int DEFAULT 3;
CREATE UNLOGGED TABLE sales.scratch (x jsonb);
CREATE VIEW sales.good AS SELECT c.*, o.day FROM sales.customer c LEFT JOIN sales."Order Ü" o ON o.customer = c.id WHERE c.status IN ('new', 'old') AND c.id NOT IN (1, 2);
CREATE VIEW sales.checked WITH (security_barrier) AS SELECT * FROM sales.base WHERE a > 0 WITH LOCAL CHECK OPTION;
CREATE MATERIALIZED VIEW sales.counts AS SELECT status, count(*) AS n FROM sales.customer GROUP BY status;
CREATE UNIQUE INDEX ON sales.counts (status);
CREATE FUNCTION sales.twice(x int, OUT y int) LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN y := x * 2; END $$;
CREATE FUNCTION sales.total(integer) RETURNS bigint LANGUAGE sql STABLE RETURN (SELECT count(*) FROM sales.customer WHERE small = $1 AND status IN ('new', 'old'));
CREATE PROCEDURE sales.clean() LANGUAGE sql AS 'DELETE FROM sales.scratch';
CREATE AGGREGATE sales.sum2(int) (sfunc = int4pl, stype = int, initcond = '0');
CREATE FUNCTION sales.touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE UPDATE OF name ON sales.customer FOR EACH ROW WHEN (OLD.status IN ('new', 'old')) EXECUTE FUNCTION sales.touched();
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON sales."Order Ü" DEFERRABLE FOR EACH ROW EXECUTE FUNCTION sales.touched();
ALTER TABLE sales.customer DISABLE TRIGGER touch;
CREATE RULE no_delete AS ON DELETE TO sales.scratch DO INSTEAD NOTHING;
ALTER TABLE sales.customer ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON sales.customer FOR SELECT TO PUBLIC USING (name = current_user AND status IN ('new', 'old'));
CREATE STATISTICS sales.stats (dependencies) ON nr, small FROM sales.customer;
CREATE OPERATOR sales.=== (leftarg = int, rightarg = int, function = int4eq);
CREATE TEXT SEARCH CONFIGURATION sales.simple_copy (COPY = pg_catalog.simple);
COMMENT ON TABLE sales.customer IS 'who buys';
COMMENT ON COLUMN sales.customer.name IS 'full';
COMMENT ON CONSTRAINT customer_nr_key ON sales.customer IS 'one each';
COMMENT ON FUNCTION sales.twice(int) IS 'doubles';
COMMENT ON SCHEMA sales IS 'the shop';
COMMENT ON TRIGGER touch ON sales.customer IS 'touches';
GRANT USAGE ON SCHEMA sales TO PUBLIC;
GRANT SELECT, INSERT ON sales.customer TO PUBLIC;
GRANT UPDATE (name) ON sales.customer TO PUBLIC;
GRANT USAGE ON SEQUENCE sales.numbers TO PUBLIC;
REVOKE EXECUTE ON FUNCTION sales.twice(int) FROM PUBLIC;
REVOKE USAGE ON TYPE sales.mood FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA sales GRANT SELECT ON TABLES TO PUBLIC;
CREATE PUBLICATION news FOR TABLE sales.customer;
CREATE TABLE "Größe ""x"""."Täble ""y""" ("Spalte ""z"" 🦆" int PRIMARY KEY);
CREATE TABLE public.databasechangeloglock (id int PRIMARY KEY, locked boolean);
CREATE TABLE public.databasechangelog (id varchar(255) NOT NULL);
INSERT INTO sales.customer (name, status) SELECT 'c' || g, 'new' FROM generate_series(1, 50) g;
