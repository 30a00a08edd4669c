-- The catalogue queries that rebuild a PostgreSQL schema elsewhere. A line of four dashes begins a query: first the phase
-- that its statements belong to, then the kind of object. A row gives a class and an object (what the statement makes, or in
-- the phase "key" the table it is about, in "reference" the table and the key) and a statement; rows of one object run in
-- the order of the fourth column.
--
-- Phases: object (ordered by dependency), dress (still before the data), key (behind the data, tables in parallel),
-- attach (behind all keys), reference (foreign keys), late (what reads data), finish (one by one, in the order below).
--
-- Roles stand between two characters of code 1 where exactly this role is meant, and of code 2 where the owner of an
-- object is meant, who may be somebody else in the copy. The search path is empty while these run.

---- object schema
SELECT 'pg_namespace'::regclass::oid, n.oid, format('CREATE SCHEMA %I', n.nspname), 0
  FROM pg_namespace n WHERE {schema} AND n.nspname <> 'public' AND {own pg_namespace n.oid}

---- object extension
SELECT 'pg_extension'::regclass::oid, e.oid,
       format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I VERSION %L', e.extname, n.nspname, e.extversion), 0
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'

---- object collation
SELECT 'pg_collation'::regclass::oid, l.oid,
       format('CREATE COLLATION %I.%I (', n.nspname, l.collname) || concat_ws(', ',
           'PROVIDER = ' || CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
           CASE WHEN l.collprovider = 'c' THEN format('LC_COLLATE = %L, LC_CTYPE = %L', l.collcollate, l.collctype)
                ELSE format('LOCALE = %L', coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale', l.collcollate)) END,
           'RULES = ' || quote_literal(to_jsonb(l) ->> 'collicurules'),
           CASE WHEN NOT l.collisdeterministic THEN 'DETERMINISTIC = false' END) || ')', 0
  FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE {schema} AND {own pg_collation l.oid}

---- object type
SELECT 'pg_type'::regclass::oid, t.oid,
       CASE t.typtype
           WHEN 'e' THEN format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
               coalesce((SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), ''))
           WHEN 'd' THEN concat_ws(' ', format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod)),
               (SELECT format('COLLATE %I.%I', ln.nspname, l.collname)
                  FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace JOIN pg_type b ON b.oid = t.typbasetype
                 WHERE l.oid = t.typcollation AND t.typcollation <> b.typcollation),
               'DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)),
               CASE WHEN t.typnotnull THEN 'NOT NULL' END)
           WHEN 'r' THEN (SELECT format('CREATE TYPE %I.%I AS RANGE (', n.nspname, t.typname) || concat_ws(', ',
                   'SUBTYPE = ' || format_type(r.rngsubtype, NULL),
                   (SELECT format('SUBTYPE_OPCLASS = %I.%I', cn.nspname, o.opcname)
                      FROM pg_opclass o JOIN pg_namespace cn ON cn.oid = o.opcnamespace WHERE o.oid = r.rngsubopc AND NOT o.opcdefault),
                   (SELECT format('COLLATION = %I.%I', ln.nspname, l.collname)
                      FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace JOIN pg_type b ON b.oid = r.rngsubtype
                     WHERE l.oid = r.rngcollation AND l.oid <> b.typcollation),
                   'CANONICAL = ' || nullif(r.rngcanonical::oid, 0)::regproc,
                   'SUBTYPE_DIFF = ' || nullif(r.rngsubdiff::oid, 0)::regproc,
                   (SELECT format('MULTIRANGE_TYPE_NAME = %I.%I', mn.nspname, m.typname)
                      FROM pg_type m JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = r.rngmultitypid)) || ')'
              FROM pg_range r WHERE r.rngtypid = t.oid)
       END, 0
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE t.typtype IN ('e', 'd', 'r') AND {schema} AND {own pg_type t.oid}

---- object composite type
SELECT 'pg_class'::regclass::oid, c.oid, format('CREATE TYPE %I.%I AS (%s)', n.nspname, c.relname,
       coalesce((SELECT string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                                    (SELECT format('COLLATE %I.%I', ln.nspname, l.collname)
                                       FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace JOIN pg_type b ON b.oid = a.atttypid
                                      WHERE l.oid = a.attcollation AND l.oid <> b.typcollation)), ', ' ORDER BY a.attnum)
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '')), 0
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.typrelid = c.oid
 WHERE c.relkind = 'c' AND {schema} AND {own pg_type t.oid}

---- object domain constraint
SELECT 'pg_constraint'::regclass::oid, k.oid,
       format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s', n.nspname, t.typname, k.conname, pg_get_constraintdef(k.oid)), 0
  FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE k.contype = 'c' AND k.convalidated AND {schema} AND {own pg_type t.oid}

---- object function
SELECT 'pg_proc'::regclass::oid, p.oid, pg_get_functiondef(p.oid), 0
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prokind <> 'a' AND {schema} AND {own pg_proc p.oid}
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')

---- object aggregate
SELECT 'pg_proc'::regclass::oid, p.oid,
       format('CREATE AGGREGATE %I.%I(%s) (', n.nspname, p.proname, coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*')) || concat_ws(', ',
           'SFUNC = ' || g.aggtransfn::regproc, 'STYPE = ' || format_type(g.aggtranstype, NULL),
           'SSPACE = ' || nullif(g.aggtransspace, 0),
           'FINALFUNC = ' || nullif(g.aggfinalfn::oid, 0)::regproc,
           CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
           CASE WHEN g.aggfinalfn <> 0 THEN 'FINALFUNC_MODIFY = ' || CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
           'COMBINEFUNC = ' || nullif(g.aggcombinefn::oid, 0)::regproc,
           'SERIALFUNC = ' || nullif(g.aggserialfn::oid, 0)::regproc,
           'DESERIALFUNC = ' || nullif(g.aggdeserialfn::oid, 0)::regproc,
           'INITCOND = ' || quote_literal(g.agginitval),
           'MSFUNC = ' || nullif(g.aggmtransfn::oid, 0)::regproc,
           'MINVFUNC = ' || nullif(g.aggminvtransfn::oid, 0)::regproc,
           'MSTYPE = ' || format_type(nullif(g.aggmtranstype, 0), NULL),
           'MSSPACE = ' || nullif(g.aggmtransspace, 0),
           'MFINALFUNC = ' || nullif(g.aggmfinalfn::oid, 0)::regproc,
           CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
           CASE WHEN g.aggmfinalfn <> 0 THEN 'MFINALFUNC_MODIFY = ' || CASE g.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
           'MINITCOND = ' || quote_literal(g.aggminitval),
           (SELECT format('SORTOP = OPERATOR(%I.%s)', orn.nspname, o.oprname) FROM pg_operator o JOIN pg_namespace orn ON orn.oid = o.oprnamespace WHERE o.oid = g.aggsortop),
           CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END,
           'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' ELSE 'UNSAFE' END) || ')', 0
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_aggregate g ON g.aggfnoid = p.oid
 WHERE {schema} AND {own pg_proc p.oid}

---- object operator
SELECT 'pg_operator'::regclass::oid, o.oid,
       format('CREATE OPERATOR %I.%s (', n.nspname, o.oprname) || concat_ws(', ',
           'FUNCTION = ' || o.oprcode::regproc,
           'LEFTARG = ' || format_type(nullif(o.oprleft, 0), NULL),
           'RIGHTARG = ' || format_type(nullif(o.oprright, 0), NULL),
           (SELECT format('COMMUTATOR = OPERATOR(%I.%s)', xn.nspname, x.oprname) FROM pg_operator x JOIN pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = o.oprcom),
           (SELECT format('NEGATOR = OPERATOR(%I.%s)', xn.nspname, x.oprname) FROM pg_operator x JOIN pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = o.oprnegate),
           'RESTRICT = ' || nullif(o.oprrest::oid, 0)::regproc,
           'JOIN = ' || nullif(o.oprjoin::oid, 0)::regproc,
           CASE WHEN o.oprcanmerge THEN 'MERGES' END,
           CASE WHEN o.oprcanhash THEN 'HASHES' END) || ')', 0
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
 WHERE o.oprcode <> 0 AND {schema} AND {own pg_operator o.oid}

---- object cast
SELECT 'pg_cast'::regclass::oid, k.oid,
       format('CREATE CAST (%s AS %s) %s', format_type(k.castsource, NULL), format_type(k.casttarget, NULL),
              CASE k.castmethod WHEN 'b' THEN 'WITHOUT FUNCTION' WHEN 'i' THEN 'WITH INOUT' ELSE 'WITH FUNCTION ' || k.castfunc::regprocedure END
              || CASE k.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END), 0
  FROM pg_cast k WHERE k.oid >= 16384 AND {own pg_cast k.oid}
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = k.oid AND d.deptype = 'i')

---- object text search dictionary
SELECT 'pg_ts_dict'::regclass::oid, d.oid,
       format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s)', n.nspname, d.dictname, tn.nspname, t.tmplname, ', ' || d.dictinitoption), 0
  FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
  JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
 WHERE {schema} AND {own pg_ts_dict d.oid}

---- object text search configuration
SELECT 'pg_ts_config'::regclass::oid, f.oid, s.statement, s.place
  FROM pg_ts_config f JOIN pg_namespace n ON n.oid = f.cfgnamespace
  JOIN pg_ts_parser p ON p.oid = f.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
 CROSS JOIN LATERAL (
       SELECT 0::bigint AS place, format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, f.cfgname, pn.nspname, p.prsname) AS statement
       UNION ALL
       SELECT m.maptokentype, format('ALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname, f.cfgname,
                  (SELECT k.alias FROM ts_token_type(f.cfgparser) k WHERE k.tokid = m.maptokentype),
                  string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno))
         FROM pg_ts_config_map m WHERE m.mapcfg = f.oid GROUP BY m.maptokentype) s
 WHERE {schema} AND {own pg_ts_config f.oid}

---- object foreign data wrapper
SELECT 'pg_foreign_data_wrapper'::regclass::oid, w.oid, concat_ws(' ', format('CREATE FOREIGN DATA WRAPPER %I', w.fdwname),
       'HANDLER ' || nullif(w.fdwhandler, 0)::regproc, 'VALIDATOR ' || nullif(w.fdwvalidator, 0)::regproc,
       (SELECT 'OPTIONS (' || string_agg(format('%I %L', split_part(o, '=', 1), substring(o FROM position('=' IN o) + 1)), ', ') || ')' FROM unnest(w.fdwoptions) o)), 0
  FROM pg_foreign_data_wrapper w WHERE {own pg_foreign_data_wrapper w.oid}

---- object foreign server
SELECT 'pg_foreign_server'::regclass::oid, s.oid, concat_ws(' ', format('CREATE SERVER %I', s.srvname),
       'TYPE ' || quote_literal(s.srvtype), 'VERSION ' || quote_literal(s.srvversion), format('FOREIGN DATA WRAPPER %I', w.fdwname),
       (SELECT 'OPTIONS (' || string_agg(format('%I %L', split_part(o, '=', 1), substring(o FROM position('=' IN o) + 1)), ', ') || ')' FROM unnest(s.srvoptions) o)), 0
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE {own pg_foreign_server s.oid}

---- object sequence
SELECT 'pg_class'::regclass::oid, c.oid,
       format('CREATE %sSEQUENCE %I.%I AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s',
              CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, n.nspname, c.relname, format_type(s.seqtypid, NULL),
              s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END), 0
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE {schema} AND {own pg_class c.oid}
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i')

---- object table
SELECT 'pg_class'::regclass::oid, c.oid,
       concat_ws(' ',
           format('CREATE %sTABLE %I.%I', CASE WHEN c.relkind = 'f' THEN 'FOREIGN ' WHEN c.relpersistence = 'u' THEN 'UNLOGGED ' ELSE '' END, n.nspname, c.relname),
           'OF ' || format_type(nullif(c.reloftype, 0), NULL),
           CASE WHEN c.reloftype = 0 THEN '(' || coalesce((
               SELECT string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                      (SELECT 'OPTIONS (' || string_agg(format('%I %L', split_part(o, '=', 1), substring(o FROM position('=' IN o) + 1)), ', ') || ')' FROM unnest(a.attfdwoptions) o),
                      (SELECT format('COLLATE %I.%I', ln.nspname, l.collname)
                         FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace JOIN pg_type b ON b.oid = a.atttypid
                        WHERE l.oid = a.attcollation AND l.oid <> b.typcollation),
                      CASE WHEN a.attgenerated <> '' THEN
                          (SELECT format('GENERATED ALWAYS AS (%s)%s', pg_get_expr(d.adbin, d.adrelid), CASE a.attgenerated WHEN 's' THEN ' STORED' ELSE ' VIRTUAL' END)
                             FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END,
                      (SELECT format('GENERATED %s AS IDENTITY (SEQUENCE NAME %I.%I START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s)',
                                     CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, qn.nspname, q.relname,
                                     s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END)
                         FROM pg_depend e JOIN pg_class q ON q.oid = e.objid JOIN pg_namespace qn ON qn.oid = q.relnamespace JOIN pg_sequence s ON s.seqrelid = q.oid
                        WHERE a.attidentity <> '' AND e.classid = 'pg_class'::regclass AND e.refclassid = 'pg_class'::regclass
                          AND e.refobjid = a.attrelid AND e.refobjsubid = a.attnum AND e.deptype = 'i'),
                      CASE WHEN a.attnotnull THEN coalesce((SELECT format('CONSTRAINT %I NOT NULL%s', k.conname, CASE WHEN k.connoinherit THEN ' NO INHERIT' ELSE '' END)
                                                              FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey[1] = a.attnum), 'NOT NULL') END),
                      ', ' ORDER BY a.attnum)
                 FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND (a.attislocal OR c.relispartition)), '') || ')' END,
           CASE WHEN NOT c.relispartition AND (EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.attislocal)
                                            OR EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND NOT k.conislocal)) THEN
               (SELECT 'INHERITS (' || string_agg(format('%I.%I', pn.nspname, p.relname), ', ' ORDER BY i.inhseqno) || ')'
                  FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END,
           CASE WHEN c.relkind = 'p' THEN 'PARTITION BY ' || pg_get_partkeydef(c.oid) END,
           (SELECT format('USING %I', m.amname) FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap'),
           (SELECT 'WITH (' || string_agg(o.prefix || format('%I=%L', split_part(o.option, '=', 1), substring(o.option FROM position('=' IN o.option) + 1)), ', ') || ')'
              FROM (SELECT '' AS prefix, unnest(c.reloptions) AS option
                    UNION ALL SELECT 'toast.', unnest(x.reloptions) FROM pg_class x WHERE x.oid = c.reltoastrelid) o),
           (SELECT format('SERVER %I', s.srvname) || coalesce((SELECT ' OPTIONS (' || string_agg(format('%I %L', split_part(o, '=', 1), substring(o FROM position('=' IN o) + 1)), ', ') || ')' FROM unnest(f.ftoptions) o), '')
              FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid)), 0
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'f') AND {schema} AND {own pg_class c.oid}

---- object check constraint
SELECT 'pg_constraint'::regclass::oid, k.oid,
       format('ALTER %sTABLE %I.%I ADD CONSTRAINT %I %s', CASE c.relkind WHEN 'f' THEN 'FOREIGN ' ELSE '' END, n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)), 0
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype = 'c' AND k.convalidated AND (k.conislocal OR c.relispartition) AND {schema} AND {own pg_class c.oid}

---- object default
SELECT 'pg_attrdef'::regclass::oid, d.oid,
       format('ALTER TABLE %s%I.%I ALTER COLUMN %I SET DEFAULT %s', CASE WHEN c.relkind IN ('v', 'm') THEN '' ELSE 'ONLY ' END,
              n.nspname, c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid)), 0
  FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE a.attgenerated = '' AND {schema} AND {own pg_class c.oid}

---- object view
SELECT 'pg_class'::regclass::oid, c.oid,
       concat_ws(' ', format('CREATE %s %I.%I', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, n.nspname, c.relname),
           (SELECT format('USING %I', m.amname) FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap'),
           (SELECT 'WITH (' || string_agg(format('%I=%L', split_part(o, '=', 1), substring(o FROM position('=' IN o) + 1)), ', ') || ')' FROM unnest(c.reloptions) o),
           'AS', rtrim(pg_get_viewdef(c.oid), ';'),
           CASE c.relkind WHEN 'm' THEN 'WITH NO DATA' END), 0
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('v', 'm') AND {schema} AND {own pg_class c.oid}

---- dress owned sequence
SELECT 'pg_class'::regclass::oid, c.oid, format('ALTER SEQUENCE %I.%I OWNED BY %I.%I.%I', n.nspname, c.relname, tn.nspname, t.relname, a.attname), 0
  FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S' JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a' AND {schema} AND {own pg_class c.oid}

---- dress column
SELECT 'pg_class'::regclass::oid, c.oid, format('ALTER TABLE ONLY %I.%I ALTER COLUMN %I %s', n.nspname, c.relname, a.attname, s.change), a.attnum
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
 CROSS JOIN LATERAL (VALUES
       (CASE WHEN a.attstorage <> t.typstorage THEN 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
       (CASE WHEN a.attcompression <> '' THEN 'SET COMPRESSION ' || CASE a.attcompression WHEN 'l' THEN 'lz4' ELSE 'pglz' END END),
       (CASE WHEN a.attstattarget >= 0 THEN 'SET STATISTICS ' || a.attstattarget END),
       ((SELECT 'SET (' || string_agg(format('%I=%L', split_part(o, '=', 1), substring(o FROM position('=' IN o) + 1)), ', ') || ')' FROM unnest(a.attoptions) o)),
       (CASE WHEN a.attnotnull AND (c.reloftype <> 0 OR NOT a.attislocal AND NOT c.relispartition) THEN 'SET NOT NULL' END),
       (CASE WHEN NOT a.attislocal AND NOT c.relispartition AND NOT a.atthasdef THEN 'DROP DEFAULT' END)) s (change)
 WHERE a.attnum > 0 AND NOT a.attisdropped AND s.change IS NOT NULL AND c.relkind IN ('r', 'p', 'f', 'm') AND {schema} AND {own pg_class c.oid}

---- dress replica identity
SELECT 'pg_class'::regclass::oid, c.oid, format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY %s', n.nspname, c.relname, CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END), 0
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND c.relreplident IN ('f', 'n') AND {schema} AND {own pg_class c.oid}

-- A table that declares everything by itself may have its columns in another order than what it inherits from.
---- dress inheritance
SELECT 'pg_class'::regclass::oid, c.oid, format('ALTER %sTABLE %I.%I INHERIT %I.%I', CASE c.relkind WHEN 'f' THEN 'FOREIGN ' ELSE '' END, n.nspname, c.relname, pn.nspname, p.relname), i.inhseqno
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
 WHERE NOT c.relispartition AND c.relkind IN ('r', 'f') AND {schema} AND {own pg_class c.oid}
   AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.attislocal)
   AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND NOT k.conislocal)

---- dress partition
SELECT 'pg_class'::regclass::oid, c.oid, format('ALTER TABLE ONLY %I.%I ATTACH PARTITION %I.%I %s', pn.nspname, p.relname, n.nspname, c.relname, pg_get_expr(c.relpartbound, c.oid)), 0
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
 WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND {schema} AND {own pg_class c.oid}

---- key index
SELECT CASE c.relkind WHEN 'p' THEN 0::oid ELSE 1::oid END, c.oid, s.statement, s.place
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')
 CROSS JOIN LATERAL (VALUES
       (CASE WHEN k.oid IS NULL THEN 2 ELSE 1 END,
        CASE WHEN k.oid IS NULL THEN pg_get_indexdef(i.indexrelid)
             ELSE format('ALTER TABLE ONLY %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)) END),
       (3, CASE WHEN k.oid IS NOT NULL AND x.reloptions IS NOT NULL THEN
            (SELECT format('ALTER INDEX %I.%I SET (', n.nspname, x.relname) || string_agg(format('%I=%L', split_part(o, '=', 1), substring(o FROM position('=' IN o) + 1)), ', ') || ')' FROM unnest(x.reloptions) o) END),
       (4, CASE WHEN i.indisclustered THEN format('ALTER TABLE %I.%I CLUSTER ON %I', n.nspname, c.relname, x.relname) END),
       (5, CASE WHEN i.indisreplident THEN format('ALTER TABLE ONLY %I.%I REPLICA IDENTITY USING INDEX %I', n.nspname, c.relname, x.relname) END),
       (6, (SELECT string_agg(format('ALTER INDEX %I.%I ALTER COLUMN %s SET STATISTICS %s', n.nspname, x.relname, a.attnum, a.attstattarget), '; ')
              FROM pg_attribute a WHERE a.attrelid = x.oid AND a.attstattarget >= 0))) s (place, statement)
 WHERE s.statement IS NOT NULL AND c.relkind IN ('r', 'p') AND {schema} AND {own pg_class c.oid}

---- attach index
SELECT 'pg_class'::regclass::oid, x.oid, format('ALTER INDEX %I.%I ATTACH PARTITION %I.%I', pn.nspname, p.relname, n.nspname, x.relname), 0
  FROM pg_inherits h JOIN pg_class x ON x.oid = h.inhrelid AND x.relkind IN ('i', 'I') JOIN pg_namespace n ON n.oid = x.relnamespace
  JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
 WHERE {schema} AND {own pg_class x.oid}

---- reference foreign key
SELECT c.oid, k.oid, s.statement, s.place
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class f ON f.oid = k.confrelid
 CROSS JOIN LATERAL (VALUES
       (0, format('ALTER TABLE %s%I.%I ADD CONSTRAINT %I %s%s', CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END, n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid),
                  CASE WHEN k.convalidated AND c.relkind = 'r' AND f.relkind = 'r' THEN ' NOT VALID' ELSE '' END)),
       (1, CASE WHEN k.convalidated AND c.relkind = 'r' AND f.relkind = 'r' THEN format('ALTER TABLE %I.%I VALIDATE CONSTRAINT %I', n.nspname, c.relname, k.conname) END)) s (place, statement)
 WHERE k.contype = 'f' AND k.conparentid = 0 AND s.statement IS NOT NULL AND {schema} AND {own pg_class c.oid}

---- finish unproven constraint
SELECT 'pg_constraint'::regclass::oid, k.oid, format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)), 0
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype = 'c' AND NOT k.convalidated AND k.conislocal AND {schema} AND {own pg_class c.oid}
UNION ALL
SELECT 'pg_constraint'::regclass::oid, k.oid, format('ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s', n.nspname, t.typname, k.conname, pg_get_constraintdef(k.oid)), 0
  FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE k.contype = 'c' AND NOT k.convalidated AND {schema} AND {own pg_type t.oid}

---- finish index of a materialized view
SELECT 'pg_class'::regclass::oid, i.indexrelid, concat_ws('; ', pg_get_indexdef(i.indexrelid),
       CASE WHEN i.indisclustered THEN format('ALTER MATERIALIZED VIEW %I.%I CLUSTER ON %I', n.nspname, c.relname, x.relname) END), 0
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'm' AND {schema} AND {own pg_class c.oid}

---- finish statistics
SELECT 'pg_statistic_ext'::regclass::oid, s.oid, concat_ws('; ', pg_get_statisticsobjdef(s.oid),
       CASE WHEN s.stxstattarget >= 0 THEN format('ALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, s.stxstattarget) END), 0
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE {schema}

---- finish rule
SELECT 'pg_rewrite'::regclass::oid, r.oid, concat_ws(' ', pg_get_ruledef(r.oid),
       CASE WHEN r.ev_enabled <> 'O' THEN format('ALTER TABLE %I.%I %s RULE %I', n.nspname, c.relname,
            CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, r.rulename) END), 0
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE r.rulename <> '_RETURN' AND {schema} AND {own pg_class c.oid}

---- finish trigger
SELECT 'pg_trigger'::regclass::oid, t.oid, concat_ws('; ', pg_get_triggerdef(t.oid),
       CASE WHEN t.tgenabled <> 'O' THEN format('ALTER TABLE %I.%I %s TRIGGER %I', n.nspname, c.relname,
            CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, t.tgname) END), 0
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND {schema} AND {own pg_class c.oid}

---- finish policy
SELECT 'pg_policy'::regclass::oid, p.oid, concat_ws(' ',
       format('CREATE POLICY %I ON %I.%I AS %s FOR %s', p.polname, n.nspname, c.relname, CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
              CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END),
       'TO ' || (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' WHEN r = c.relowner THEN chr(2) || pg_get_userbyid(r) || chr(2) ELSE chr(1) || pg_get_userbyid(r) || chr(1) END, ', ') FROM unnest(p.polroles) r),
       'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', 'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'), 0
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {schema}

---- finish row security
SELECT 'pg_class'::regclass::oid, c.oid, format('ALTER TABLE ONLY %I.%I %s ROW LEVEL SECURITY', n.nspname, c.relname, s.change), 0
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (VALUES (CASE WHEN c.relrowsecurity THEN 'ENABLE' END), (CASE WHEN c.relforcerowsecurity THEN 'FORCE' END)) s (change)
 WHERE s.change IS NOT NULL AND {schema} AND {own pg_class c.oid}

---- finish event trigger
SELECT 'pg_event_trigger'::regclass::oid, e.oid, concat_ws(' ', format('CREATE EVENT TRIGGER %I ON %s', e.evtname, e.evtevent),
       (SELECT 'WHEN TAG IN (' || string_agg(quote_literal(t), ', ') || ')' FROM unnest(e.evttags) t), format('EXECUTE FUNCTION %s()', e.evtfoid::regproc))
       || CASE WHEN e.evtenabled <> 'O' THEN format('; ALTER EVENT TRIGGER %I %s', e.evtname, CASE e.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END) ELSE '' END, 0
  FROM pg_event_trigger e WHERE {own pg_event_trigger e.oid}

---- finish comment
SELECT d.classoid, d.objoid, format('COMMENT ON %s IS %L',
       CASE WHEN i.type LIKE '% column' THEN 'COLUMN ' || i.identity
            WHEN i.type = 'table constraint' THEN 'CONSTRAINT ' || i.identity
            WHEN i.type = 'domain constraint' THEN (SELECT format('CONSTRAINT %I ON DOMAIN %I.%I', k.conname, tn.nspname, t.typname)
                                                      FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace tn ON tn.oid = t.typnamespace WHERE k.oid = d.objoid)
            WHEN i.type IN ('function', 'procedure', 'aggregate') THEN 'ROUTINE ' || i.identity
            WHEN i.type = 'composite type' THEN 'TYPE ' || i.identity
            WHEN i.type = 'statistics object' THEN 'STATISTICS ' || i.identity
            ELSE upper(i.type) || ' ' || i.identity END, d.description), d.objsubid
  FROM pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
 CROSS JOIN LATERAL (SELECT coalesce(i.schema, CASE WHEN i.type = 'schema' THEN i.name END,
                                     replace(substring(i.identity FROM ' on (?:domain )?("(?:[^"]|"")*"|[^".]+)\.'), '"', ''), '') AS nspname) n
 WHERE d.objoid >= 16384 AND {schema} AND i.type NOT LIKE 'publication%' AND i.type NOT LIKE 'subscription%' AND i.type NOT LIKE 'user mapping%'
   AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')

---- finish owner
SELECT o.classid, o.objid, format('ALTER %s OWNER TO ', o.what) || chr(2) || pg_get_userbyid(o.owner) || chr(2), 0
  FROM (SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, format('%s %I.%I', CASE WHEN c.relkind = 'f' THEN 'FOREIGN TABLE' WHEN c.relkind = 'm' THEN 'MATERIALIZED VIEW' WHEN c.relkind = 'c' THEN 'TYPE' ELSE 'TABLE' END, n.nspname, c.relname) AS what, c.relowner AS owner
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c') AND {schema} AND {own pg_class c.oid}
           AND (c.relkind <> 'S' OR NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))
           AND (c.relkind <> 'c' OR NOT EXISTS (SELECT 1 FROM pg_depend d JOIN pg_type t ON t.oid = d.objid WHERE t.typrelid = c.oid AND d.classid = 'pg_type'::regclass AND d.deptype = 'e'))
        UNION ALL
        SELECT 'pg_type'::regclass, t.oid, format('TYPE %I.%I', n.nspname, t.typname), t.typowner
          FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype IN ('e', 'd', 'r') AND {schema} AND {own pg_type t.oid}
        UNION ALL
        SELECT 'pg_proc'::regclass, p.oid, format('ROUTINE %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), p.proowner
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {schema} AND {own pg_proc p.oid}
           AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
        UNION ALL
        SELECT 'pg_collation'::regclass, l.oid, format('COLLATION %I.%I', n.nspname, l.collname), l.collowner
          FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE {schema} AND {own pg_collation l.oid}
        UNION ALL
        SELECT 'pg_operator'::regclass, o.oid, format('OPERATOR %I.%s (%s, %s)', n.nspname, o.oprname, coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'), coalesce(format_type(nullif(o.oprright, 0), NULL), 'NONE')), o.oprowner
          FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE {schema} AND {own pg_operator o.oid}
        UNION ALL
        SELECT 'pg_ts_dict'::regclass, d.oid, format('TEXT SEARCH DICTIONARY %I.%I', n.nspname, d.dictname), d.dictowner
          FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace WHERE {schema} AND {own pg_ts_dict d.oid}
        UNION ALL
        SELECT 'pg_ts_config'::regclass, f.oid, format('TEXT SEARCH CONFIGURATION %I.%I', n.nspname, f.cfgname), f.cfgowner
          FROM pg_ts_config f JOIN pg_namespace n ON n.oid = f.cfgnamespace WHERE {schema} AND {own pg_ts_config f.oid}
        UNION ALL
        SELECT 'pg_statistic_ext'::regclass, s.oid, format('STATISTICS %I.%I', n.nspname, s.stxname), s.stxowner
          FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE {schema}
        UNION ALL
        SELECT 'pg_foreign_server'::regclass, s.oid, format('SERVER %I', s.srvname), s.srvowner FROM pg_foreign_server s WHERE {own pg_foreign_server s.oid}
        UNION ALL
        SELECT 'pg_event_trigger'::regclass, e.oid, format('EVENT TRIGGER %I', e.evtname), e.evtowner FROM pg_event_trigger e WHERE {own pg_event_trigger e.oid}
        UNION ALL
        SELECT 'pg_largeobject'::regclass, l.oid, format('LARGE OBJECT %s', l.oid), l.lomowner FROM pg_largeobject_metadata l
        UNION ALL
        SELECT 'pg_namespace'::regclass, n.oid, format('SCHEMA %I', n.nspname), n.nspowner
          FROM pg_namespace n WHERE n.nspname <> 'public' AND {schema} AND {own pg_namespace n.oid}) o

---- finish privilege
SELECT 0::oid, 0::oid, s.statement, row_number() OVER (ORDER BY g.what, s.place)
  FROM (SELECT format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname) AS what, '' AS part, c.relacl AS acl, c.relowner AS owner
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND {schema} AND {own pg_class c.oid}
        UNION ALL
        SELECT format('TABLE %I.%I', n.nspname, c.relname), format(' (%I)', a.attname), a.attacl, c.relowner
          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE NOT a.attisdropped AND {schema} AND {own pg_class c.oid}
        UNION ALL
        SELECT format('ROUTINE %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), '', p.proacl, p.proowner
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {schema} AND {own pg_proc p.oid}
        UNION ALL
        SELECT format('TYPE %I.%I', n.nspname, t.typname), '', t.typacl, t.typowner
          FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {schema} AND {own pg_type t.oid}
        UNION ALL
        SELECT format('FOREIGN SERVER %I', s.srvname), '', s.srvacl, s.srvowner FROM pg_foreign_server s WHERE {own pg_foreign_server s.oid}
        UNION ALL
        SELECT format('LARGE OBJECT %s', l.oid), '', l.lomacl, l.lomowner FROM pg_largeobject_metadata l
        UNION ALL
        SELECT format('SCHEMA %I', n.nspname), '', n.nspacl, n.nspowner FROM pg_namespace n WHERE {schema} AND {own pg_namespace n.oid}) g
 CROSS JOIN LATERAL (
       SELECT 0::bigint AS place, format('REVOKE ALL ON %s FROM PUBLIC, ', g.what) || chr(2) || pg_get_userbyid(g.owner) || chr(2) AS statement WHERE g.part = ''
       UNION ALL
       SELECT min(x.place), format('GRANT %s ON %s TO ', string_agg(x.privilege_type || g.part, ', ' ORDER BY x.place), g.what)
              || CASE WHEN x.grantee = 0 THEN 'PUBLIC' WHEN x.grantee = g.owner THEN chr(2) || pg_get_userbyid(x.grantee) || chr(2) ELSE chr(1) || pg_get_userbyid(x.grantee) || chr(1) END
              || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
         FROM aclexplode(g.acl) WITH ORDINALITY x (grantor, grantee, privilege_type, is_grantable, place)
        GROUP BY x.grantee, x.is_grantable) s
 WHERE g.acl IS NOT NULL

---- finish default privilege
SELECT 0::oid, 0::oid, s.statement, row_number() OVER (ORDER BY a.oid, s.place)
  FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
 CROSS JOIN LATERAL (SELECT 'ALTER DEFAULT PRIVILEGES FOR ROLE ' || chr(2) || pg_get_userbyid(a.defaclrole) || chr(2) || coalesce(' IN SCHEMA ' || quote_ident(n.nspname), '') AS prefix,
       CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS kind) p
 CROSS JOIN LATERAL (
       SELECT 0::bigint AS place, format('%s REVOKE ALL ON %s FROM PUBLIC, ', p.prefix, p.kind) || chr(2) || pg_get_userbyid(a.defaclrole) || chr(2) AS statement WHERE n.oid IS NULL
       UNION ALL
       SELECT min(x.place), format('%s GRANT %s ON %s TO ', p.prefix, string_agg(x.privilege_type, ', ' ORDER BY x.place), p.kind)
              || CASE WHEN x.grantee = 0 THEN 'PUBLIC' WHEN x.grantee = a.defaclrole THEN chr(2) || pg_get_userbyid(x.grantee) || chr(2) ELSE chr(1) || pg_get_userbyid(x.grantee) || chr(1) END
              || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
         FROM aclexplode(a.defaclacl) WITH ORDINALITY x (grantor, grantee, privilege_type, is_grantable, place)
        GROUP BY x.grantee, x.is_grantable) s
 WHERE n.nspname IS DISTINCT FROM 'countersign'

---- left out
SELECT 'publication ' || quote_ident(pubname) FROM pg_publication
UNION ALL SELECT 'subscription ' || quote_ident(s.subname) FROM pg_subscription s JOIN pg_database b ON b.oid = s.subdbid WHERE b.datname = current_database()
UNION ALL SELECT format('user mapping of %s for server %I: it may hold production''s credentials', coalesce(quote_ident(m.usename), 'PUBLIC'), m.srvname) FROM pg_user_mappings m
UNION ALL SELECT format('rows of foreign table %I.%I: they are elsewhere', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'f' AND {schema}
UNION ALL SELECT format('security labels of provider %I', l.provider) FROM pg_seclabel l GROUP BY l.provider
UNION ALL SELECT format('the place of %I.%I in tablespace %I', n.nspname, c.relname, s.spcname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE {schema}
UNION ALL SELECT format('rows of unlogged table %I.%I: a replica has none', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND pg_is_in_recovery() AND {schema}

---- beyond
SELECT format('base type %I.%I', n.nspname, t.typname) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE t.typtype = 'b' AND t.typelem = 0 AND {schema} AND {own pg_type t.oid}
UNION ALL SELECT format('operator class %I.%I', n.nspname, o.opcname) FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace WHERE {schema} AND {own pg_opclass o.oid}
UNION ALL SELECT format('operator family %I.%I', n.nspname, o.opfname) FROM pg_opfamily o JOIN pg_namespace n ON n.oid = o.opfnamespace WHERE {schema} AND {own pg_opfamily o.oid}
UNION ALL SELECT format('conversion %I.%I', n.nspname, o.conname) FROM pg_conversion o JOIN pg_namespace n ON n.oid = o.connamespace WHERE {schema} AND {own pg_conversion o.oid}
UNION ALL SELECT format('text search parser %I.%I', n.nspname, o.prsname) FROM pg_ts_parser o JOIN pg_namespace n ON n.oid = o.prsnamespace WHERE {schema} AND {own pg_ts_parser o.oid}
UNION ALL SELECT format('text search template %I.%I', n.nspname, o.tmplname) FROM pg_ts_template o JOIN pg_namespace n ON n.oid = o.tmplnamespace WHERE {schema} AND {own pg_ts_template o.oid}
UNION ALL SELECT format('access method %I', o.amname) FROM pg_am o WHERE o.oid >= 16384 AND {own pg_am o.oid}
UNION ALL SELECT format('language %I', o.lanname) FROM pg_language o WHERE o.oid >= 16384 AND {own pg_language o.oid}
UNION ALL SELECT format('invalid index %I.%I', n.nspname, x.relname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = x.relnamespace
 WHERE NOT i.indisvalid AND x.relkind = 'i' AND {schema}
UNION ALL SELECT format('privilege of a role that was dropped, on %I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL aclexplode(c.relacl) x
 WHERE x.grantee <> 0 AND NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.oid = x.grantee) AND {schema}
