package io.countersign.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    sealed interface Pet extends Tagged {
        record Cat(int lives) implements Pet {}

        record GuineaPig(String name) implements Pet {}
    }

    record Weight(String text) implements TextValue {
        Weight {
            if (!text.endsWith("g")) {
                throw new IllegalArgumentException("a weight has a unit");
            }
        }
    }

    enum Size {
        SMALL,
        LARGE
    }

    record Everything(
            Pet pet,
            Weight weight,
            Size size,
            Set<String> set,
            SortedMap<String, List<Long>> map,
            Map<String, Object> open,
            BigDecimal fraction,
            File file,
            Optional<Boolean> truth) {}

    record Holder<T>(T held, List<Integer> numbers) {}

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

    @Test
    void every_kind_of_value_is_read_as_it_was_written() throws Json.Malformed {
        Map<String, Object> open = new HashMap<>();
        open.put("b", List.of(1, new BigDecimal("1.50"), true));
        open.put("a", null);
        Everything everything = new Everything(
                new Pet.GuineaPig("Flo"),
                new Weight("700g"),
                Size.LARGE,
                Set.of("x"),
                new TreeMap<>(Map.of("k", List.of(1L << 40))),
                open,
                new BigDecimal("0.10"),
                new File("/a/b"),
                Optional.of(false));

        String json = Json.compact(everything);

        assertThat(json)
                .isEqualTo("{\"pet\":{\"kind\":\"guinea-pig\",\"name\":\"Flo\"},\"weight\":\"700g\",\"size\":\"LARGE\","
                        + "\"set\":[\"x\"],\"map\":{\"k\":[1099511627776]},\"open\":{\"a\":null,\"b\":[1,1.50,true]},"
                        + "\"fraction\":0.10,\"file\":\"/a/b\",\"truth\":false}");
        assertThat(Json.read(json, Everything.class)).isEqualTo(everything);
    }

    @Test
    void a_generic_record_holds_what_it_is_said_to_hold() throws Json.Malformed {
        Holder<Book> holder = new Holder<>(BOOK, List.of(1, 2));

        assertThat(Json.<Holder<Book>>readGeneric(Json.pretty(holder), Holder.class, Book.class))
                .isEqualTo(holder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"lives\":7,\"kind\":\"cat\"}                   | it does not begin with its kind",
                "{\"kind\":\"dog\",\"lives\":7}                   | \"dog\" is no kind that is known here",
                "{\"kind\":\"cat\",\"kind\":\"cat\",\"lives\":7}   | Duplicate field 'kind'",
                "{\"kind\":\"cat\",\"lives\":7,\"claws\":18}       | \"claws\" does not belong there",
                "{\"kind\":\"cat\"}                               | it lacks \"lives\"",
                "{\"kind\":\"cat\",\"lives\":3000000000}          | out of range",
                "{\"kind\":\"cat\",\"lives\":7} x                 | Unrecognized token 'x'"
            })
    void says_what_is_wrong_with_a_tagged_record_and_where(String json, String why) {
        assertThatExceptionOfType(Json.Malformed.class)
                .isThrownBy(() -> Json.read(json, Pet.class))
                .withMessageContaining(why)
                .withMessageContaining("(line 1, column ");
    }

    @Test
    void a_value_that_its_own_record_refuses_is_malformed() {
        assertThatExceptionOfType(Json.Malformed.class)
                .isThrownBy(() -> Json.read("\"700\"", Weight.class))
                .withMessageStartingWith("a weight has a unit");
    }

    @Test
    void says_which_value_has_the_wrong_type() {
        assertThatExceptionOfType(Json.Malformed.class)
                .isThrownBy(
                        () -> Json.read("{\"title\":\"a\",\"isbn\":null,\"pages\":\"7\",\"authors\":[]}", Book.class))
                .withMessage("the value of \"pages\" is not a whole number (line 1, column 34)");
    }

    @Test
    void what_has_no_form_in_json_is_our_own_mistake() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Json.compact(List.of(new Object())))
                .withMessageContaining("java.lang.Object");
    }
}
