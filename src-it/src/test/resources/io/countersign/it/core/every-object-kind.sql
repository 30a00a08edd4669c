-- Every kind of object that PostgreSQL has and an owner of a database may make; "reader" is a role that exists.
CREATE SCHEMA "Odd ""Name";
CREATE SCHEMA shop;
COMMENT ON SCHEMA shop IS 'it''s a shop';
CREATE EXTENSION hstore SCHEMA shop;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION citext;
CREATE COLLATION shop.bytewise (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'C');
COMMENT ON COLLATION shop.bytewise IS 'by bytes';
CREATE TYPE shop.state AS ENUM ('new', 'in ''work''', 'done');
ALTER TYPE shop.state ADD VALUE 'checked' BEFORE 'done';
COMMENT ON TYPE shop.state IS 'how far it is';
CREATE FUNCTION shop.is_isbn(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN $1 ~ '^[0-9X-]+$'; END $$;
CREATE DOMAIN shop.isbn AS text COLLATE "C" DEFAULT '0-0' CONSTRAINT has_form CHECK (shop.is_isbn(VALUE));
ALTER DOMAIN shop.isbn ADD CONSTRAINT short CHECK (length(VALUE) < 20) NOT VALID;
COMMENT ON DOMAIN shop.isbn IS 'a book''s number';
COMMENT ON CONSTRAINT has_form ON DOMAIN shop.isbn IS 'digits';
CREATE TYPE shop.money_amount AS (amount numeric(12, 2), currency char(3), note text COLLATE "C");
COMMENT ON COLUMN shop.money_amount.currency IS 'ISO 4217';
CREATE FUNCTION shop.time_distance(time, time) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT extract(epoch FROM ($1 - $2))::float8';
CREATE TYPE shop.timerange AS RANGE (SUBTYPE = time, SUBTYPE_DIFF = shop.time_distance);
CREATE SEQUENCE shop.invoice_number AS integer START 1000 INCREMENT 5 MINVALUE 10 MAXVALUE 2000000 CACHE 3 CYCLE;
SELECT nextval('shop.invoice_number');
SELECT nextval('shop.invoice_number');

CREATE TABLE shop.publisher (
    id integer GENERATED ALWAYS AS IDENTITY (START WITH 7 INCREMENT BY 2) PRIMARY KEY,
    name varchar(100) COLLATE shop.bytewise NOT NULL UNIQUE,
    flagship bigint
);
CREATE TABLE shop.book (
    id bigserial CONSTRAINT book_key PRIMARY KEY,
    isbn shop.isbn,
    title text NOT NULL,
    gone integer,
    state shop.state NOT NULL DEFAULT 'new',
    states shop.state[],
    price shop.money_amount,
    open_hours shop.timerange,
    publisher_id integer CONSTRAINT book_publisher REFERENCES shop.publisher ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    letters integer GENERATED ALWAYS AS (length(title)) STORED,
    data jsonb,
    cover bytea,
    words tsvector,
    seen timestamptz DEFAULT now(),
    weight numeric CHECK (weight > 0),
    which regclass,
    attributes shop.hstore,
    nick citext,
    CONSTRAINT sane CHECK (title <> '' AND state IN ('new', 'in ''work''', 'checked', 'done')),
    EXCLUDE USING gist (open_hours WITH &&) WHERE (open_hours IS NOT NULL)
) WITH (fillfactor = 90, autovacuum_enabled = true, toast.autovacuum_enabled = false);
ALTER TABLE shop.book DROP COLUMN gone;
ALTER TABLE shop.book ADD CONSTRAINT reasonable CHECK (weight < 100) NOT VALID;
ALTER TABLE shop.book ALTER COLUMN cover SET STORAGE EXTERNAL;
ALTER TABLE shop.book ALTER COLUMN title SET STATISTICS 500;
ALTER TABLE shop.book ALTER COLUMN data SET COMPRESSION pglz;
ALTER TABLE shop.book ALTER COLUMN isbn SET (n_distinct = -0.5);
ALTER TABLE shop.publisher ADD CONSTRAINT publisher_flagship FOREIGN KEY (flagship) REFERENCES shop.book (id);
COMMENT ON TABLE shop.book IS E'books\nand more';
COMMENT ON COLUMN shop.book.title IS 'on the cover';
COMMENT ON CONSTRAINT sane ON shop.book IS 'sanity';
CREATE INDEX book_title ON shop.book (lower(title) DESC NULLS LAST) INCLUDE (state) WHERE state <> 'done';
CREATE INDEX book_trigrams ON shop.book USING gin (title gin_trgm_ops);
CREATE INDEX book_words ON shop.book USING gin (words);
CREATE UNIQUE INDEX book_isbn ON shop.book (isbn) WITH (fillfactor = 70);
ALTER TABLE shop.book ALTER COLUMN isbn SET NOT NULL;
ALTER TABLE shop.book REPLICA IDENTITY USING INDEX book_isbn;
ALTER TABLE shop.book CLUSTER ON book_key;
COMMENT ON INDEX shop.book_title IS 'to find it';
CREATE STATISTICS shop.book_correlation (dependencies, mcv) ON state, publisher_id FROM shop.book;
ALTER STATISTICS shop.book_correlation SET STATISTICS 77;
COMMENT ON STATISTICS shop.book_correlation IS 'they go together';

CREATE TABLE shop.sale (
    sold_on date NOT NULL,
    book_id bigint REFERENCES shop.book,
    region text DEFAULT 'north',
    amount numeric(10, 2) DEFAULT 0 CONSTRAINT positive CHECK (amount >= 0),
    PRIMARY KEY (sold_on, book_id, region)
) PARTITION BY RANGE (sold_on);
CREATE TABLE shop.sale_2025 PARTITION OF shop.sale FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (region);
CREATE TABLE shop.sale_2025_north PARTITION OF shop.sale_2025 FOR VALUES IN ('north');
CREATE TABLE shop.sale_2025_rest PARTITION OF shop.sale_2025 DEFAULT;
CREATE TABLE shop.sale_2026 (note text, region text NOT NULL, amount numeric(10, 2) DEFAULT 5 CONSTRAINT positive CHECK (amount >= 0), book_id bigint NOT NULL, sold_on date NOT NULL);
ALTER TABLE shop.sale_2026 DROP COLUMN note;
ALTER TABLE shop.sale ATTACH PARTITION shop.sale_2026 FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
CREATE INDEX sale_amount ON shop.sale (amount);
CREATE TABLE shop.hashed (id int, v text) PARTITION BY HASH (id);
CREATE TABLE shop.hashed_0 PARTITION OF shop.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE shop.hashed_1 PARTITION OF shop.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);

CREATE TABLE shop.animal (name text DEFAULT 'nobody', legs integer NOT NULL CONSTRAINT legs_count CHECK (legs >= 0));
CREATE TABLE shop.dog (breed text, CONSTRAINT bark CHECK (breed <> '')) INHERITS (shop.animal);
ALTER TABLE shop.dog ALTER COLUMN name SET DEFAULT 'Rex';
ALTER TABLE shop.dog ALTER COLUMN name SET NOT NULL;
CREATE TABLE shop.puppy (age integer) INHERITS (shop.dog);
ALTER TABLE shop.puppy ALTER COLUMN name DROP DEFAULT;

CREATE UNLOGGED TABLE shop.cache (key text PRIMARY KEY, value text);
CREATE TABLE shop.typed OF shop.money_amount (amount NOT NULL);
CREATE TABLE shop.empty_columns ();
CREATE TABLE "Odd ""Name"."Odd ""Table" ("odd ""column" integer, "select" text DEFAULT 'it''s \ odd', "ünï" text);
CREATE TABLE shop.tree (id int PRIMARY KEY, parent int REFERENCES shop.tree, full_match int REFERENCES shop.tree (id) MATCH FULL ON UPDATE SET NULL);
CREATE TABLE shop.unproven (id int PRIMARY KEY, book bigint);
ALTER TABLE shop.unproven ADD CONSTRAINT unproven_book FOREIGN KEY (book) REFERENCES shop.book NOT VALID;
CREATE TABLE shop.scan (id int PRIMARY KEY, content oid);

CREATE VIEW shop.cheap WITH (security_barrier = true) AS SELECT id, title AS "Title", (price).amount FROM shop.book WHERE (price).amount < 10 WITH LOCAL CHECK OPTION;
ALTER VIEW shop.cheap ALTER COLUMN "Title" SET DEFAULT 'untitled';
COMMENT ON VIEW shop.cheap IS 'for students';
COMMENT ON COLUMN shop.cheap."Title" IS 'as on the cover';
CREATE VIEW shop.a_view_of_a_view AS SELECT * FROM shop.cheap WHERE id > 0;
CREATE VIEW shop.grouped AS SELECT b.id, b.title, count(*) FROM shop.book b GROUP BY b.id;
CREATE VIEW shop.on_grouped AS SELECT title FROM shop.grouped;
CREATE RECURSIVE VIEW shop.numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 5;
CREATE MATERIALIZED VIEW shop.totals WITH (fillfactor = 80) AS SELECT state, count(*) AS n FROM shop.book GROUP BY state;
CREATE MATERIALIZED VIEW shop.unfilled AS SELECT n * 2 AS twice FROM shop.totals WITH NO DATA;
CREATE UNIQUE INDEX totals_state ON shop.totals (state);
COMMENT ON MATERIALIZED VIEW shop.totals IS 'counted';

CREATE FUNCTION shop.of_a_row(shop.book) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1.title';
CREATE FUNCTION shop.standard(a integer, b integer DEFAULT 2) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE COST 5 BEGIN ATOMIC SELECT count(*) FROM shop.book WHERE id BETWEEN a AND b; END;
CREATE FUNCTION shop.rows_of() RETURNS TABLE (id bigint, t text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = shop, pg_temp AS $f$ BEGIN RETURN QUERY SELECT book.id, 'a;b {d ''x''} $$'::text FROM shop.book; END $f$;
CREATE PROCEDURE shop.clean(INOUT n integer) LANGUAGE plpgsql AS $$ BEGIN DELETE FROM shop.cache; n := 1; END $$;
COMMENT ON PROCEDURE shop.clean(integer) IS 'cleans';
CREATE FUNCTION shop.longer(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN length($1) >= length($2) THEN $1 ELSE $2 END';
CREATE AGGREGATE shop.longest(text) (SFUNC = shop.longer, STYPE = text, INITCOND = '', COMBINEFUNC = shop.longer, PARALLEL = SAFE);
COMMENT ON AGGREGATE shop.longest(text) IS 'the longest';
CREATE FUNCTION shop.same_letters(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) = lower($2)';
CREATE OPERATOR shop.=== (FUNCTION = shop.same_letters, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(shop.===), RESTRICT = eqsel);
COMMENT ON OPERATOR shop.=== (text, text) IS 'but for case';
CREATE FUNCTION shop.to_amount(numeric) RETURNS shop.money_amount LANGUAGE sql IMMUTABLE AS $$ SELECT ROW($1, 'CHF', NULL)::shop.money_amount $$;
CREATE CAST (numeric AS shop.money_amount) WITH FUNCTION shop.to_amount(numeric) AS ASSIGNMENT;
CREATE TEXT SEARCH DICTIONARY shop.plain (TEMPLATE = pg_catalog.simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION shop.search (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION shop.search ALTER MAPPING FOR asciiword WITH shop.plain, pg_catalog.simple;
COMMENT ON TEXT SEARCH CONFIGURATION shop.search IS 'to search';

CREATE RULE no_delete AS ON DELETE TO shop.typed DO INSTEAD NOTHING;
COMMENT ON RULE no_delete ON shop.typed IS 'never';
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a trigger ran'; END $$;
CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF title ON shop.book FOR EACH ROW WHEN (NEW.title = 'never') EXECUTE FUNCTION shop.touch('a', 'b''c');
CREATE CONSTRAINT TRIGGER late AFTER DELETE ON shop.tree DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shop.touch();
CREATE TRIGGER off AFTER TRUNCATE ON shop.tree EXECUTE FUNCTION shop.touch();
ALTER TABLE shop.tree DISABLE TRIGGER off;
CREATE TRIGGER on_sales AFTER UPDATE ON shop.sale FOR EACH ROW EXECUTE FUNCTION shop.touch();
COMMENT ON TRIGGER touch ON shop.book IS 'touches';

GRANT USAGE ON SCHEMA shop TO reader;
GRANT SELECT, INSERT ON shop.book TO reader WITH GRANT OPTION;
GRANT UPDATE (title, price) ON shop.book TO reader;
GRANT SELECT ON shop.publisher TO PUBLIC;
REVOKE DELETE, TRUNCATE ON shop.cache FROM CURRENT_USER;
GRANT USAGE ON SEQUENCE shop.invoice_number TO reader;
REVOKE EXECUTE ON FUNCTION shop.rows_of() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shop.rows_of() TO reader;
GRANT USAGE ON TYPE shop.state TO reader;
REVOKE USAGE ON TYPE shop.isbn FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER TABLE shop.tree ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.tree FORCE ROW LEVEL SECURITY;
CREATE POLICY only_roots ON shop.tree AS RESTRICTIVE FOR SELECT TO reader, CURRENT_USER USING (parent IS NULL);
CREATE POLICY all_of_it ON shop.tree USING (true) WITH CHECK (id > 0);
COMMENT ON POLICY only_roots ON shop.tree IS 'roots';
CREATE PUBLICATION news FOR TABLE shop.book;

INSERT INTO shop.publisher (name) SELECT 'publisher ' || g FROM generate_series(1, 20) g;
INSERT INTO shop.book (isbn, title, state, states, price, open_hours, publisher_id, data, cover, words, weight, which, attributes, nick)
SELECT '3-' || g, 'title ' || g || E' \t\\ ü', 'in ''work''', ARRAY['new', NULL, 'done']::shop.state[], (g, 'CHF', 'a "note", ' || g)::shop.money_amount,
       CASE WHEN g = 1 THEN '[08:00,17:00)'::shop.timerange END, 7 + 2 * (g % 20), jsonb_build_object('n', g, 'deep', ARRAY[1, 2]), decode(md5(g::text), 'hex'),
       to_tsvector('simple', 'word' || g), 1.50, 'shop.tree', shop.hstore('a', g::text), 'Nick' || g
  FROM generate_series(1, 5000) g;
UPDATE shop.publisher SET flagship = id;
INSERT INTO shop.sale (sold_on, book_id, region, amount) SELECT '2025-06-01'::date + g, g, CASE g % 3 WHEN 0 THEN 'north' ELSE 'south' END, g FROM generate_series(1, 900) g;
DELETE FROM shop.sale WHERE book_id % 5 = 0;
INSERT INTO shop.hashed SELECT g, 'v' || g FROM generate_series(1, 100) g;
INSERT INTO shop.animal VALUES ('fish', 0);
INSERT INTO shop.dog VALUES ('Bello', 4, 'mutt');
INSERT INTO shop.puppy VALUES ('Tiny', 4, 'mutt', 1);
INSERT INTO shop.cache VALUES ('k', 'v');
INSERT INTO shop.typed VALUES (1, 'EUR', NULL);
INSERT INTO "Odd ""Name"."Odd ""Table" VALUES (1, E'back\\slash \t tab \n line \\N', NULL), (NULL, '', 'ß');
INSERT INTO shop.unproven VALUES (1, 4);
INSERT INTO shop.scan VALUES (1, lo_from_bytea(0, decode(repeat('cafe', 700000), 'hex'))), (2, lo_create(0));
REFRESH MATERIALIZED VIEW shop.totals
