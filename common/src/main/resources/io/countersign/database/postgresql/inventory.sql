-- The catalogue queries behind the fingerprint of a PostgreSQL schema: one object a row, its name and its definition.
-- A line of four dashes begins a query and names the kind; "database" behind it marks kinds that belong to no schema.
-- In braces stand the conditions that PostgresInventory fills in. The search path is empty while these run.

---- table
SELECT format('%I.%I', n.nspname, c.relname),
       concat_ws(E'\n',
           CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' ELSE 'foreign table' END,
           CASE c.relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' END,
           'partition by ' || pg_get_partkeydef(c.oid),
           'partition ' || pg_get_expr(c.relpartbound, c.oid),
           (SELECT 'inherits ' || string_agg(format('%I.%I', pn.nspname, p.relname), ', ' ORDER BY i.inhseqno)
              FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
             WHERE i.inhrelid = c.oid),
           'of ' || format_type(nullif(c.reloftype, 0), NULL),
           (SELECT 'with ' || string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) o),
           (SELECT 'using ' || a.amname FROM pg_am a WHERE a.oid = c.relam AND a.amname <> 'heap'),
           CASE WHEN c.relrowsecurity THEN 'row security' END,
           CASE WHEN c.relforcerowsecurity THEN 'forced row security' END,
           CASE WHEN c.relreplident NOT IN ('d', 'n') THEN 'replica identity ' || c.relreplident::text END,
           (SELECT 'server ' || quote_ident(s.srvname) ||
                   coalesce(' ' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(f.ftoptions) o), '')
              FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'f') AND {relation}

---- column
SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname),
       concat_ws(E'\n',
           CASE WHEN NOT EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhrelid = c.oid)
                THEN 'position ' || (SELECT count(*) FROM pg_attribute e
                                      WHERE e.attrelid = a.attrelid AND e.attnum BETWEEN 1 AND a.attnum AND NOT e.attisdropped) END,
           'type ' || format_type(a.atttypid, a.atttypmod),
           CASE WHEN a.attcollation <> t.typcollation
                THEN (SELECT 'collate ' || format('%I.%I', ln.nspname, l.collname)
                        FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace WHERE l.oid = a.attcollation) END,
           CASE WHEN a.attnotnull THEN 'not null' END,
           CASE WHEN a.attgenerated <> '' THEN 'generated ' || a.attgenerated::text || ' ' ELSE 'default ' END
               || (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum),
           CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END,
           CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END,
           CASE WHEN a.attcompression <> '' THEN 'compression ' || a.attcompression::text END,
           CASE WHEN a.attstattarget >= 0 THEN 'statistics ' || a.attstattarget END,
           (SELECT 'with ' || string_agg(o, ', ' ORDER BY o) FROM unnest(a.attoptions) o),
           (SELECT 'options ' || string_agg(o, ', ' ORDER BY o) FROM unnest(a.attfdwoptions) o))
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
 WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND {relation}

---- constraint
SELECT format('%I.%I.%I', n.nspname, c.relname, k.conname), pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype IN ('c', 'f', 'p', 'u', 'x') AND k.conparentid = 0 AND {relation}

---- index
SELECT format('%I.%I', n.nspname, x.relname),
       concat_ws(E'\n',
           pg_get_indexdef(i.indexrelid),
           CASE WHEN NOT i.indisvalid THEN 'not valid' END,
           CASE WHEN i.indisclustered THEN 'clustered' END,
           CASE WHEN i.indisreplident THEN 'replica identity' END)
  FROM pg_index i
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE {relation} AND c.relkind IN ('r', 'p', 'm')

---- sequence
SELECT format('%I.%I', n.nspname, c.relname),
       concat_ws(E'\n',
           format('%s start %s increment %s minimum %s maximum %s cache %s', format_type(s.seqtypid, NULL),
                  s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache),
           CASE WHEN s.seqcycle THEN 'cycle' END,
           CASE WHEN c.relpersistence = 'u' THEN 'unlogged' END,
           (SELECT 'owned by ' || format('%I.%I.%I', tn.nspname, t.relname, a.attname)
              FROM pg_depend d
              JOIN pg_class t ON t.oid = d.refobjid
              JOIN pg_namespace tn ON tn.oid = t.relnamespace
              JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
             WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
               AND d.deptype IN ('a', 'i')))
  FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE {relation}

---- view
SELECT format('%I.%I', n.nspname, c.relname),
       concat_ws(E'\n',
           CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END,
           (SELECT 'with ' || string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) o),
           (SELECT 'columns ' || string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
           pg_get_viewdef(c.oid))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('v', 'm') AND {relation}

---- rule
SELECT format('%I.%I.%I', n.nspname, c.relname, r.rulename), pg_get_ruledef(r.oid) || E'\nenabled ' || r.ev_enabled::text
  FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE r.rulename <> '_RETURN' AND {relation}

---- trigger
SELECT format('%I.%I.%I', n.nspname, c.relname, t.tgname), pg_get_triggerdef(t.oid) || E'\nenabled ' || t.tgenabled::text
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND {relation}

---- policy
SELECT format('%I.%I.%I', n.nspname, c.relname, p.polname),
       concat_ws(E'\n',
           CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END || ' ' || p.polcmd::text,
           'to ' || (SELECT string_agg(g, ', ' ORDER BY g)
                       FROM (SELECT CASE WHEN r = 0 THEN 'PUBLIC' WHEN r = c.relowner THEN '<owner>'
                                         ELSE quote_ident(pg_get_userbyid(r)) END AS g FROM unnest(p.polroles) r) x),
           'using ' || pg_get_expr(p.polqual, p.polrelid),
           'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE {relation}

---- function
SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), pg_get_functiondef(p.oid)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prokind <> 'a' AND {schema} AND {own pg_proc p.oid}

---- aggregate
SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
       concat_ws(E'\n',
           'returns ' || format_type(p.prorettype, NULL),
           'state ' || format_type(g.aggtranstype, NULL) || ' by ' || g.aggtransfn::oid::regprocedure,
           'final ' || nullif(g.aggfinalfn::oid, 0)::regprocedure || ' ' || g.aggfinalextra::text || ' ' || g.aggfinalmodify::text,
           'combine ' || nullif(g.aggcombinefn::oid, 0)::regprocedure,
           'serial ' || nullif(g.aggserialfn::oid, 0)::regprocedure,
           'deserial ' || nullif(g.aggdeserialfn::oid, 0)::regprocedure,
           'moving ' || nullif(g.aggmtransfn::oid, 0)::regprocedure || ' ' || nullif(g.aggminvtransfn::oid, 0)::regprocedure,
           'initially ' || g.agginitval,
           'kind ' || g.aggkind::text || ' parallel ' || p.proparallel::text)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_aggregate g ON g.aggfnoid = p.oid
 WHERE {schema} AND {own pg_proc p.oid}

---- type
SELECT format('%I.%I', n.nspname, t.typname),
       CASE t.typtype
           WHEN 'e' THEN 'enum ' || (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                                       FROM pg_enum e WHERE e.enumtypid = t.oid)
           WHEN 'd' THEN concat_ws(E'\n',
               'domain ' || format_type(t.typbasetype, t.typtypmod),
               CASE WHEN t.typnotnull THEN 'not null' END,
               'default ' || coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault),
               (SELECT 'collate ' || format('%I.%I', ln.nspname, l.collname)
                  FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace JOIN pg_type b ON b.oid = t.typbasetype
                 WHERE l.oid = t.typcollation AND t.typcollation <> b.typcollation),
               (SELECT string_agg(quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), E'\n' ORDER BY k.conname)
                  FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))
           WHEN 'c' THEN 'composite ' || (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
                                            FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
           WHEN 'r' THEN (SELECT concat_ws(' ', 'range of', format_type(r.rngsubtype, NULL),
                                           nullif(r.rngcanonical::oid, 0)::regprocedure::text, nullif(r.rngsubdiff::oid, 0)::regprocedure::text)
                            FROM pg_range r WHERE r.rngtypid = t.oid)
           ELSE 'base type' END
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE t.typtype IN ('e', 'd', 'c', 'r', 'b') AND (t.typtype <> 'c' OR c.relkind = 'c')
   AND NOT EXISTS (SELECT 1 FROM pg_type e WHERE e.typarray = t.oid) AND {schema} AND {own pg_type t.oid}

---- statistics
SELECT format('%I.%I', n.nspname, s.stxname), pg_get_statisticsobjdef(s.oid)
  FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace n ON n.oid = s.stxnamespace
 WHERE {relation}

---- collation
SELECT format('%I.%I', n.nspname, l.collname),
       concat_ws(' ', l.collprovider::text, l.collcollate, l.collctype, CASE WHEN l.collisdeterministic THEN 'deterministic' END)
  FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
 WHERE {schema} AND {own pg_collation l.oid}

---- operator
SELECT format('%I.%s(%s,%s)', n.nspname, o.oprname, format_type(nullif(o.oprleft, 0), NULL), format_type(o.oprright, NULL)),
       format('%s returns %s', o.oprcode::oid::regprocedure, format_type(o.oprresult, NULL))
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
 WHERE {schema} AND {own pg_operator o.oid}

---- operator class
SELECT format('%I.%I', n.nspname, o.opcname), concat_ws(' ', a.amname, format_type(o.opcintype, NULL), CASE WHEN o.opcdefault THEN 'default' END)
  FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am a ON a.oid = o.opcmethod
 WHERE {schema} AND {own pg_opclass o.oid}

---- text search configuration
SELECT format('%I.%I', n.nspname, f.cfgname),
       (SELECT string_agg(format('%s %s', m.maptokentype, m.mapdict::regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
          FROM pg_ts_config_map m WHERE m.mapcfg = f.oid)
  FROM pg_ts_config f JOIN pg_namespace n ON n.oid = f.cfgnamespace
 WHERE {schema} AND {own pg_ts_config f.oid}

---- grant
SELECT o.object, o.granted
  FROM (SELECT format('%s %I.%I', CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'relation' END, n.nspname, c.relname) AS object,
               {acl c.relacl relation c.relowner} AS granted,
               {acl NULL relation c.relowner} AS usual
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND {relation}
        UNION ALL
        SELECT format('column %I.%I.%I', n.nspname, c.relname, a.attname), {acl a.attacl c c.relowner}, ''
          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND {relation}
        UNION ALL
        SELECT format('function %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
               {acl p.proacl f p.proowner}, {acl NULL f p.proowner}
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE p.proacl IS NOT NULL AND {schema} AND {own pg_proc p.oid}
        UNION ALL
        SELECT format('type %I.%I', n.nspname, t.typname), {acl t.typacl T t.typowner}, {acl NULL T t.typowner}
          FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
         WHERE t.typacl IS NOT NULL AND {schema} AND {own pg_type t.oid}
        UNION ALL
        SELECT format('schema %I', n.nspname), {acl n.nspacl n n.nspowner},
               CASE WHEN n.nspname = 'public' THEN {public} ELSE {acl NULL n n.nspowner} END
          FROM pg_namespace n
         WHERE n.nspacl IS NOT NULL AND {schema} AND {own pg_namespace n.oid}) o
 WHERE o.granted <> o.usual

---- comment
SELECT i.type || ' ' || i.identity, d.description
  FROM pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
 CROSS JOIN LATERAL (SELECT coalesce(i.schema, CASE WHEN i.type = 'schema' THEN i.name END,
                                     replace(substring(i.identity FROM ' on (?:domain )?("(?:[^"]|"")*"|[^".]+)\.'), '"', '')) AS nspname) n
 WHERE d.objoid >= 16384 AND {comments} AND lower(i.identity) !~ 'databasechangelog(lock)?\M'
   AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')

---- schema
SELECT quote_ident(n.nspname), 'schema'
  FROM pg_namespace n WHERE n.nspname <> 'public' AND {other schema} AND {own pg_namespace n.oid}

---- default privileges
SELECT concat_ws(' ', CASE WHEN a.defaclrole IN (b.datdba, n.nspowner) THEN '<owner>' ELSE quote_ident(pg_get_userbyid(a.defaclrole)) END,
                 a.defaclobjtype::text, quote_ident(n.nspname)),
       {acl a.defaclacl r a.defaclrole}
  FROM pg_default_acl a
  LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
  JOIN pg_database b ON b.datname = current_database()
 WHERE {default schema}

---- extension database
SELECT quote_ident(e.extname), 'version ' || e.extversion
  FROM pg_extension e WHERE e.extname <> 'plpgsql'

---- event trigger database
SELECT quote_ident(e.evtname),
       concat_ws(E'\n', e.evtevent, e.evtfoid::regprocedure::text, 'enabled ' || e.evtenabled::text,
                 (SELECT string_agg(t, ', ' ORDER BY t) FROM unnest(e.evttags) t))
  FROM pg_event_trigger e WHERE {own pg_event_trigger e.oid}

---- foreign data wrapper database
SELECT quote_ident(w.fdwname), concat_ws(' ', nullif(w.fdwhandler, 0)::regprocedure::text, nullif(w.fdwvalidator, 0)::regprocedure::text)
  FROM pg_foreign_data_wrapper w WHERE {own pg_foreign_data_wrapper w.oid}

---- foreign server database
SELECT quote_ident(s.srvname),
       concat_ws(E'\n', 'wrapper ' || quote_ident(w.fdwname), 'type ' || s.srvtype, 'version ' || s.srvversion,
                 (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(s.srvoptions) o WHERE o !~* '^[^=]*(pass|secret|key)'))
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE {own pg_foreign_server s.oid}

---- publication database
SELECT quote_ident(p.pubname),
       concat_ws(E'\n', format('all %s insert %s update %s delete %s truncate %s root %s',
                               p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, p.pubviaroot),
                 (SELECT string_agg(format('%I.%I', t.schemaname, t.tablename), ', ' ORDER BY t.schemaname, t.tablename)
                    FROM pg_publication_tables t WHERE t.pubname = p.pubname AND NOT p.puballtables))
  FROM pg_publication p

---- language database
SELECT quote_ident(l.lanname), CASE WHEN l.lanpltrusted THEN 'trusted' ELSE 'untrusted' END
  FROM pg_language l WHERE l.lanispl AND l.oid >= 16384 AND {own pg_language l.oid}

---- cast database
SELECT format('%s to %s', format_type(k.castsource, NULL), format_type(k.casttarget, NULL)),
       concat_ws(' ', k.castcontext::text, k.castmethod::text, nullif(k.castfunc, 0)::regprocedure::text)
  FROM pg_cast k WHERE k.oid >= 16384 AND {own pg_cast k.oid}
