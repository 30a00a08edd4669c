package io.countersign.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.database.TableContent;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableWritesTest {
    @Test
    void tells_the_tables_that_differ_and_how() {
        List<TableContent> then = List.of(
                new TableContent("author", 1, "1"),
                new TableContent("book", 2, "2"),
                new TableContent("genre", 3, "3"),
                new TableContent("old", 4, "4"));
        List<TableContent> now = List.of(
                new TableContent("author", 1, "1"),
                new TableContent("book", 5, "9"),
                new TableContent("genre", 3, "8"),
                new TableContent("new", 0, "0"));

        assertThat(TableWrites.between(then, now).stream().map(TableWrites::line))
                .containsExactly(
                        "book: 2 rows, now 5",
                        "genre: other content, 3 rows as before",
                        "new: other content, 0 rows as before",
                        "old: 4 rows, now 0");
        assertThat(TableWrites.between(then, then)).isEmpty();
    }
}
