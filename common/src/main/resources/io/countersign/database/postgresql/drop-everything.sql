-- Empties a database, or one schema of it, for a restore; Countersign's own schema stays. Run inside the restore's
-- transaction. In braces stands the one schema's name as a literal, or NULL for the whole database.
DO $countersign$
DECLARE
    only_schema CONSTANT text := {schema};
    item record;
BEGIN
    IF only_schema IS NULL THEN
        FOR item IN SELECT evtname FROM pg_event_trigger e WHERE NOT EXISTS
            (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = e.oid AND d.deptype = 'e')
        LOOP EXECUTE format('DROP EVENT TRIGGER IF EXISTS %I CASCADE', item.evtname); END LOOP;

        FOR item IN SELECT pubname FROM pg_publication
        LOOP EXECUTE format('DROP PUBLICATION IF EXISTS %I CASCADE', item.pubname); END LOOP;
    END IF;

    -- what people may do with objects that are yet to be made
    FOR item IN SELECT DISTINCT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s', pg_get_userbyid(a.defaclrole),
                                       coalesce(' IN SCHEMA ' || quote_ident(n.nspname), '')) AS prefix,
                       CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                                            WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS kind,
                       CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS grantee,
                       n.oid IS NULL AS everywhere, x.grantee = a.defaclrole AS by_himself
                  FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace
                 CROSS JOIN LATERAL aclexplode(a.defaclacl) x
                 WHERE only_schema IS NULL AND n.nspname IS DISTINCT FROM 'countersign' OR n.nspname = only_schema
    LOOP
        IF NOT (item.everywhere AND item.by_himself) THEN
            EXECUTE format('%s REVOKE ALL ON %s FROM %s', item.prefix, item.kind, item.grantee);
        END IF;
        IF item.everywhere AND item.kind = 'FUNCTIONS' THEN
            EXECUTE item.prefix || ' GRANT EXECUTE ON FUNCTIONS TO PUBLIC';
        ELSIF item.everywhere AND item.kind = 'TYPES' THEN
            EXECUTE item.prefix || ' GRANT USAGE ON TYPES TO PUBLIC';
        END IF;
    END LOOP;

    FOR item IN SELECT nspname FROM pg_namespace n
                 WHERE (only_schema IS NULL AND nspname NOT IN ('countersign', 'information_schema', 'public')
                        AND nspname !~ '^pg_' OR nspname = only_schema AND nspname <> 'public')
                   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
    LOOP EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', item.nspname); END LOOP;

    IF only_schema IS NULL THEN
        FOR item IN SELECT extname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
                     WHERE extname <> 'plpgsql' AND n.nspname <> 'countersign' AND pg_has_role(e.extowner, 'USAGE')
        LOOP EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', item.extname); END LOOP;

        FOR item IN SELECT fdwname FROM pg_foreign_data_wrapper w WHERE pg_has_role(w.fdwowner, 'USAGE')
        LOOP EXECUTE format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', item.fdwname); END LOOP;

        FOR item IN SELECT srvname FROM pg_foreign_server s WHERE pg_has_role(s.srvowner, 'USAGE')
        LOOP EXECUTE format('DROP SERVER IF EXISTS %I CASCADE', item.srvname); END LOOP;

        FOR item IN SELECT format_type(castsource, NULL) AS source, format_type(casttarget, NULL) AS target FROM pg_cast WHERE oid >= 16384
        LOOP EXECUTE format('DROP CAST IF EXISTS (%s AS %s) CASCADE', item.source, item.target); END LOOP;
    END IF;

    -- The schema public itself often belongs to somebody else: what is in it goes, one by one. Something may have gone
    -- with what it depended on, so each is looked up when its turn comes.
    FOR item IN SELECT d.classid, d.objid FROM pg_depend d
                 WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = (SELECT oid FROM pg_namespace WHERE nspname = 'public')
                   AND d.deptype = 'n' AND d.classid <> 'pg_default_acl'::regclass AND (only_schema IS NULL OR only_schema = 'public')
                   AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
    LOOP
        DECLARE
            found_type text;
            found_identity text;
        BEGIN
            SELECT i.type, i.identity INTO found_type, found_identity FROM pg_identify_object(item.classid, item.objid, 0) i;
            IF found_identity IS NOT NULL THEN
                EXECUTE format('DROP %s IF EXISTS %s CASCADE',
                    CASE found_type WHEN 'function' THEN 'ROUTINE' WHEN 'procedure' THEN 'ROUTINE' WHEN 'aggregate' THEN 'ROUTINE'
                                    WHEN 'composite type' THEN 'TYPE' WHEN 'statistics object' THEN 'STATISTICS'
                                    ELSE upper(found_type) END,
                    found_identity);
            END IF;
        END;
    END LOOP;

    -- and so do the rights that were given on it, back to what a new database has
    FOR item IN SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS grantee
                  FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) x
                 WHERE n.nspname = 'public' AND x.grantee <> n.nspowner AND pg_has_role(n.nspowner, 'USAGE')
                   AND (only_schema IS NULL OR only_schema = 'public')
    LOOP EXECUTE format('REVOKE ALL ON SCHEMA public FROM %s', item.grantee); END LOOP;
    IF EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname = 'public' AND pg_has_role(n.nspowner, 'USAGE'))
       AND (only_schema IS NULL OR only_schema = 'public') THEN
        EXECUTE CASE WHEN current_setting('server_version_num')::int >= 150000 THEN 'GRANT USAGE ON SCHEMA public TO PUBLIC'
                     ELSE 'GRANT ALL ON SCHEMA public TO PUBLIC' END;
    END IF;
END
$countersign$;
