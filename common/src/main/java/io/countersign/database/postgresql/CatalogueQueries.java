package io.countersign.database.postgresql;

import io.countersign.database.SchemaObject;
import io.countersign.database.jdbc.CatalogueFile;
import io.countersign.database.jdbc.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The queries of {@code inventory.sql} with their conditions filled in. */
final class CatalogueQueries {

    private static final Pattern ACL = Pattern.compile("\\{acl (\\S+) (\\S+) (\\S+)}");
    private static final Pattern OWN = Pattern.compile("\\{own (\\S+) (\\S+)}");
    private static final CatalogueFile FILE = CatalogueFile.of("/io/countersign/database/postgresql/inventory.sql");

    private final Optional<String> onlySchema;
    private final int majorVersion;

    CatalogueQueries(Optional<String> onlySchema, int majorVersion) {
        this.onlySchema = onlySchema;
        this.majorVersion = majorVersion;
    }

    List<SchemaObject> read(Connection connection) throws SQLException {
        List<SchemaObject> objects = new ArrayList<>();
        for (CatalogueFile.Query query : FILE.queries()) {
            if (!query.databaseWide() || onlySchema.isEmpty()) {
                objects.addAll(CatalogueFile.objects(connection, query, this::filled));
            }
        }
        return objects;
    }

    private String filled(String template) {
        String schema = schemaCondition();
        String text = template.replace(
                        "{relation}",
                        "lower(c.relname) NOT IN ('databasechangelog', 'databasechangeloglock') AND {schema}"
                                + " AND {own pg_class c.oid}")
                .replace("{other schema}", onlySchema.isPresent() ? "false" : "{schema}")
                .replace(
                        "{default schema}",
                        onlySchema.isPresent() ? "{schema}" : "n.nspname IS DISTINCT FROM 'countersign'")
                .replace("{comments}", onlySchema.isPresent() ? "{schema}" : "(n.nspname IS NULL OR {schema})")
                .replace("{schema}", schema)
                .replace(
                        "{public}",
                        majorVersion >= 15
                                ? "'<owner>:CREATE, <owner>:USAGE, PUBLIC:USAGE'"
                                : "'<owner>:CREATE, <owner>:USAGE, PUBLIC:CREATE, PUBLIC:USAGE'");
        text = OWN.matcher(text)
                .replaceAll("NOT EXISTS (SELECT 1 FROM pg_depend membership WHERE membership.classid = '$1'::regclass"
                        + " AND membership.objid = $2 AND membership.deptype = 'e')");
        return ACL.matcher(text).replaceAll(this::privileges);
    }

    private String schemaCondition() {
        return onlySchema
                .map(name -> "n.nspname = " + Identifiers.literal(name))
                .orElse("n.nspname NOT IN ('countersign', 'information_schema') AND n.nspname !~ '^pg_'");
    }

    /** An access control list as sorted text: {@code grantee:PRIVILEGE}, with a star where it may be passed on. */
    private String privileges(MatchResult acl) {
        String type = acl.group(2).equals("relation")
                ? "CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\""
                : "'" + acl.group(2) + "'";
        String owner = acl.group(3);
        String list = acl.group(1).equals("NULL")
                ? "acldefault(" + type + ", " + owner + ")"
                : "coalesce(" + acl.group(1) + ", acldefault(" + type + ", " + owner + "))";
        return Matcher.quoteReplacement(
                "coalesce((SELECT string_agg(g, ', ' ORDER BY g COLLATE \"C\") FROM (SELECT CASE WHEN x.grantee = 0"
                        + " THEN 'PUBLIC' WHEN x.grantee = " + owner
                        + " THEN '<owner>' ELSE quote_ident(pg_get_userbyid(x.grantee))"
                        + " END || ':' || x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END AS g"
                        + " FROM aclexplode(" + list + ") x) y), '')");
    }
}
