package io.countersign.database.jdbc;

import io.countersign.database.SchemaObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The queries that describe a schema, read from a resource. A line of four dashes begins a query and names the kind of
 * object; {@code database} at its end marks kinds that belong to no schema. A query gives a name and a definition a row;
 * rows of one name make one object, their definitions line by line in the order in which they came.
 */
public final class CatalogueFile {

    /** One query. */
    public record Query(String kind, boolean databaseWide, String sql) {}

    private static final Pattern SECTION =
            Pattern.compile("(?m)^---- (.+?)( database)?$\\n((?:(?!----).*(?:\\n|\\z))*)");

    private final List<Query> queries;

    private CatalogueFile(List<Query> queries) {
        this.queries = List.copyOf(queries);
    }

    /**
     * Reads a file of queries.
     *
     * @param resource an absolute name in the product's jar
     */
    public static CatalogueFile of(String resource) {
        List<Query> queries = new ArrayList<>();
        Matcher sections = SECTION.matcher(Resource.text(resource));
        while (sections.find()) {
            queries.add(new Query(
                    sections.group(1),
                    sections.group(2) != null,
                    sections.group(3).strip()));
        }
        return new CatalogueFile(queries);
    }

    public List<Query> queries() {
        return queries;
    }

    /** Runs one query after {@code filled} has put its conditions in. */
    public static List<SchemaObject> objects(Connection connection, Query query, UnaryOperator<String> filled)
            throws SQLException {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        Rows.list(
                connection,
                filled.apply(query.sql()),
                row -> parts.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add(Optional.ofNullable(row.getString(2)).orElse("")));
        return parts.entrySet().stream()
                .map(object -> new SchemaObject(
                        query.kind(),
                        object.getKey(),
                        object.getValue().stream().collect(Collectors.joining("\n"))))
                .toList();
    }
}
