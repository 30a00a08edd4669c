package io.countersign.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    record Book(String title, Optional<String> isbn, int pages, List<String> authors) {
        public String getTitle() {
            return "a method that is no component";
        }

        public boolean isLong() {
            return pages > 500;
        }
    }

    private static final Book BOOK = new Book("Ä\n", Optional.empty(), 7, List.of("Ada", "Tom"));

    @Test
    void writes_the_components_of_a_record_in_their_order_and_nothing_else() {
        assertThat(new String(Json.pretty(BOOK), StandardCharsets.UTF_8)).isEqualTo("""
                        {
                          "title" : "Ä\\n",
                          "isbn" : null,
                          "pages" : 7,
                          "authors" : [
                            "Ada",
                            "Tom"
                          ]
                        }
                        """);
        assertThat(Json.compact(BOOK))
                .isEqualTo("{\"title\":\"Ä\\n\",\"isbn\":null,\"pages\":7,\"authors\":[\"Ada\",\"Tom\"]}");
    }

    @Test
    void reads_what_it_wrote() throws Json.Malformed {
        assertThat(Json.read(Json.pretty(BOOK), Book.class)).isEqualTo(BOOK);
        assertThat(Json.read(Json.compact(BOOK), Book.class)).isEqualTo(BOOK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"title\":\"a\",\"isbn\":null,\"pages\":7,\"authors\":[],\"more\":1}",
                "{\"title\":\"a\",\"title\":\"b\",\"isbn\":null,\"pages\":7,\"authors\":[]}",
                "{\"title\":\"a\",\"isbn\":null,\"pages\":7.5,\"authors\":[]}",
                "{\"title\":\"a\",\"isbn\":null,\"pages\":\"7\",\"authors\":[]}",
                "{\"title\":7,\"isbn\":null,\"pages\":7,\"authors\":[]}",
                "{\"title\":true,\"isbn\":null,\"pages\":7,\"authors\":[]}",
                "{\"title\":\"a\",\"isbn\":7.5,\"pages\":7,\"authors\":[]}",
                "{\"title\":\"a\",\"isbn\":null,\"pages\":7,\"authors\":[7]}",
                "{\"title\":null,\"isbn\":null,\"pages\":7,\"authors\":[]}",
                "{\"title\":\"a\",\"isbn\":null,\"pages\":null,\"authors\":[]}",
                "{\"title\":\"a\",\"isbn\":null,\"pages\":7,\"authors\":[]} {}",
                "{\"title\":\"a\",\"isbn\":null,\"pages\":7"
            })
    void refuses_every_other_shape(String json) {
        assertThatExceptionOfType(Json.Malformed.class).isThrownBy(() -> Json.read(json, Book.class));
    }
}
