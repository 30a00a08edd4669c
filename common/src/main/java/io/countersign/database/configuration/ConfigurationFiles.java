package io.countersign.database.configuration;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Configuration data as files: one line of JSON a row, each value the database's exact text, so that a change of one row is a
 * change of one line.
 */
public final class ConfigurationFiles {
    private static final String SUFFIX = ".jsonl";
    private static final Pattern UNFIT_FOR_NAMES = Pattern.compile("[^A-Za-z0-9_.-]");

    private ConfigurationFiles() {}

    /** A whole set, in memory. */
    public record Content(ConfigurationIndex index, List<ConfigurationRows> tables) {
        public Content {
            tables = List.copyOf(tables);
        }
    }

    /** The first line of a table's file. */
    private record Header(String table, List<String> key, List<String> columns) {}

    /** File names with their bytes. */
    public static SortedMap<String, byte[]> write(Content content) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(ConfigurationIndex.FILE, Json.pretty(content.index()));
        content.tables()
                .forEach(table -> files.put(name(table.table()), text(table).getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    /** What the file of a table is called. */
    public static String name(String table) {
        return UNFIT_FOR_NAMES
                        .matcher(table)
                        .replaceAll(found -> String.format(java.util.Locale.ROOT, "%%%04X", (int)
                                found.group().charAt(0)))
                + SUFFIX;
    }

    private static String text(ConfigurationRows table) {
        StringBuilder text = new StringBuilder()
                .append(Json.compact(new Header(table.table(), table.key(), table.columns())))
                .append('\n');
        List<String> names = table.columns().stream().map(Json::compact).toList();
        for (List<Optional<String>> row : table.rows()) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "{" : ", ")
                        .append(names.get(i))
                        .append(": ")
                        .append(row.get(i).map(Json::compact).orElse("null"));
            }
            text.append("}\n");
        }
        return text.toString();
    }

    /**
     * @param where how messages call the place of the files
     * @param bytes gives a file's bytes by its name; empty where there is none
     * @throws CountersignException CONFIGURATION_DATA_INVALID
     */
    public static Content read(String where, Function<String, Optional<byte[]>> bytes) {
        byte[] indexBytes = bytes.apply(ConfigurationIndex.FILE)
                .orElseThrow(() -> invalid(where + " has no " + ConfigurationIndex.FILE));
        ConfigurationIndex index;
        try {
            index = Json.read(indexBytes, ConfigurationIndex.class);
        } catch (Json.Malformed e) {
            throw invalid(where + "/" + ConfigurationIndex.FILE + " cannot be read: " + e.getMessage());
        }
        if (index.format() != ConfigurationIndex.FORMAT) {
            throw invalid(where + " has the format " + index.format() + ", which this version cannot read");
        }
        if (new LinkedHashSet<>(index.tables()).size() != index.tables().size()) {
            throw invalid(where + "/" + ConfigurationIndex.FILE + " names a table twice");
        }
        List<ConfigurationRows> tables = new ArrayList<>();
        for (String table : index.tables()) {
            String file = name(table);
            byte[] content = bytes.apply(file).orElseThrow(() -> invalid(where + " has no " + file));
            tables.add(table(where + "/" + file, table, text(where + "/" + file, content)));
        }
        return new Content(index, tables);
    }

    /** Whatever stood in place of what isn't UTF-8 would be imported as if somebody had meant it. */
    private static String text(String file, byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException e) {
            long before = new String(content, 0, bytes.position(), StandardCharsets.UTF_8)
                    .chars()
                    .filter(sign -> sign == '\n')
                    .count();
            throw invalid(file + ", line " + (before + 1) + ", is not written in UTF-8");
        }
    }

    private static ConfigurationRows table(String file, String table, String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) {
            throw invalid(file + " is empty");
        }
        Header header;
        try {
            header = Json.read(lines.get(0), Header.class);
        } catch (Json.Malformed e) {
            throw invalid(file + ", line 1, cannot be read: " + e.getMessage());
        }
        if (!header.table().equals(table)) {
            throw invalid(file + " is of the table " + header.table() + ", not of " + table);
        }
        if (header.key().isEmpty() || !header.columns().containsAll(header.key())) {
            throw invalid(file + " has a key that is not among its columns");
        }
        List<List<Optional<String>>> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            rows.add(row(file + ", line " + (i + 1), header.columns(), lines.get(i)));
        }
        return new ConfigurationRows(table, header.key(), header.columns(), rows);
    }

    private static List<Optional<String>> row(String place, List<String> columns, String line) {
        Map<?, ?> values;
        try {
            values = Json.read(line, Map.class);
        } catch (Json.Malformed e) {
            throw invalid(place + ", cannot be read: " + e.getMessage());
        }
        List<Optional<String>> row = new ArrayList<>();
        for (String column : columns) {
            Object value = values.get(column);
            if (!values.containsKey(column) || !(value == null || value instanceof String)) {
                throw invalid(place + ", has no text or null for the column " + column);
            }
            row.add(Optional.ofNullable((String) value));
        }
        if (values.size() != columns.size()) {
            throw invalid(place + ", has other columns than " + columns.stream().collect(Collectors.joining(", ")));
        }
        return row;
    }

    private static CountersignException invalid(String what) {
        return CountersignException.problem(ProblemCode.CONFIGURATION_DATA_INVALID)
                .found("%s.", what)
                .expected("files as countersign:export writes them.")
                .remedy("Export again, or mend the file.")
                .build();
    }
}
