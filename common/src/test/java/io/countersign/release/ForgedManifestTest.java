package io.countersign.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips without a flaw around a manifest that no sealer would have written: what a forger with our own code could make. */
class ForgedManifestTest {
    private static final SourceRevision SOURCE =
            new SourceRevision("0123456789abcdef0123456789abcdef01234567", Optional.of("v1.4.0"), Optional.empty(), 1);
    private static final Manifest GOOD = manifest(List.of("application/shop.jar"));

    @TempDir
    Path folder;

    private Path zip;

    @BeforeEach
    void name() {
        zip = folder.resolve("forged.zip");
    }

    @Test
    void opens_the_same_zip_around_an_honest_manifest() throws IOException {
        write(GOOD);

        assertThatCode(() -> SealedRelease.open(zip)).doesNotThrowAnyException();
    }

    /** Targets name folders by them. */
    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "..", ".", "a/b", "-rf", "", " 1.4.0", "1.4.0\u001b[2J", "1.4.0\n"})
    void refuses_a_version_or_an_application_that_is_not_the_name_of_a_folder(String name) throws IOException {
        write(with(GOOD.application(), name, false, SOURCE));
        assertRefused(ProblemCode.RELEASE_HOSTILE, "version");

        write(with(name, GOOD.version(), false, SOURCE));
        assertRefused(ProblemCode.RELEASE_HOSTILE, "application");
    }

    @Test
    void refuses_a_final_release_that_is_a_snapshot_or_has_no_tag() throws IOException {
        SourceRevision untagged = new SourceRevision(SOURCE.commit(), Optional.empty(), Optional.empty(), 1);

        write(with("bookshop", "1.4.0-SNAPSHOT", false, SOURCE));
        assertRefused(ProblemCode.RELEASE_ALTERED, "is a snapshot");
        write(with("bookshop", "1.4.0", false, untagged));
        assertRefused(ProblemCode.RELEASE_ALTERED, "names no tag");

        write(with("bookshop", "1.4.0-SNAPSHOT", true, untagged));
        assertThatCode(() -> SealedRelease.open(zip)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "2", "999999999", "-2147483648"})
    void refuses_every_format_but_its_own(int format) throws IOException {
        write(GOOD, json -> json.replace("\"formatVersion\" : 1", "\"formatVersion\" : " + format));

        assertRefused(ProblemCode.RELEASE_FORMAT_UNKNOWN, "format " + format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u00ADb", "a\u061Cb", "a\u180Eb", "a\u200Bb", "a\u2028b", "a\u2060b", "a\u206Ab", "a\uFEFFb",
                "a\uFFF9b", "a\uDB40\uDC41b", "a\u0085", "\u00A0a", "a\u00A0", "\u3000a", "a\u2003", "\uD800"
            })
    void refuses_names_with_what_cannot_be_seen(String name) throws IOException {
        write(manifest(List.of("application/" + name)));

        assertRefused(ProblemCode.RELEASE_HOSTILE, "cannot be in a release");
    }

    @ParameterizedTest
    @CsvSource({
        "application/lib/a, application/Lib/b",
        "application/lib/a, application/lib/A",
        "application/lib, application/lib/a",
        "application/Lib, application/lib/a",
        "application/straße, application/strasse",
        "application/ﬁle, application/file"
    })
    void refuses_names_that_some_file_system_takes_for_one(String one, String other) throws IOException {
        write(manifest(List.of(one, other).stream().sorted().toList()));

        assertRefused(ProblemCode.RELEASE_HOSTILE, "not every system can tell it from");
    }

    @Test
    void takes_the_same_name_in_two_folders_and_a_name_that_begins_like_a_folder() throws IOException {
        write(manifest(List.of("application/a/b", "application/b/a", "application/b/b", "application/ba")));

        assertThatCode(() -> SealedRelease.open(zip)).doesNotThrowAnyException();
    }

    /** Three megabytes once made more than half a gigabyte of folder names. */
    @Test
    void refuses_folders_without_end_before_they_fill_the_memory() throws IOException {
        String deep = "/a".repeat(490);
        write(manifest(IntStream.range(100_000, 103_000)
                .mapToObj(number -> "application/" + number + deep)
                .toList()));

        assertRefused(ProblemCode.RELEASE_HOSTILE, "folders deep");
    }

    @Test
    void refuses_more_folders_than_any_release_has() throws IOException {
        String deep = "/a".repeat(50);
        write(manifest(IntStream.range(100_000, 103_000)
                .mapToObj(number -> "application/" + number + deep)
                .toList()));

        assertRefused(ProblemCode.RELEASE_HOSTILE, "more than 100000 folders");
    }

    private void assertRefused(ProblemCode code, String words) {
        CountersignException refusal = catchThrowableOfType(CountersignException.class, () -> SealedRelease.open(zip));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.problem().found()).contains(words).doesNotContainPattern("\\p{Cntrl}");
    }

    private static Manifest with(String application, String version, boolean preliminary, SourceRevision source) {
        return new Manifest(
                Manifest.FORMAT,
                application,
                version,
                preliminary,
                source,
                Optional.empty(),
                new DatabaseVersion("1.4.0"),
                Optional.empty(),
                GOOD.entries(),
                List.of(),
                "1.0.0",
                "");
    }

    /** Of empty files. */
    private static Manifest manifest(List<String> paths) {
        Digest empty = Digest.of(new byte[0]);
        return new Manifest(
                Manifest.FORMAT,
                "bookshop",
                "1.4.0",
                false,
                SOURCE,
                Optional.empty(),
                new DatabaseVersion("1.4.0"),
                Optional.empty(),
                paths.stream()
                        .map(path -> new ManifestEntry(path, 0, empty, false))
                        .toList(),
                List.of(),
                "1.0.0",
                "");
    }

    private void write(Manifest manifest) throws IOException {
        write(manifest, UnaryOperator.identity());
    }

    private void write(Manifest manifest, UnaryOperator<String> forge) throws IOException {
        byte[] json = forge.apply(new String(Json.pretty(manifest), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
        List<ZipItem> items = new ArrayList<>();
        items.add(new ZipItem(Manifest.PATH, json.length, false));
        manifest.entries().forEach(entry -> items.add(new ZipItem(entry.path(), 0, false)));
        ZipLayout layout = new ZipLayout(items, manifest.source().time());
        CRC32 crc = new CRC32();
        crc.update(json);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int index = 0; index < items.size(); index++) {
            bytes.writeBytes(layout.localHeader(index, index == 0 ? (int) crc.getValue() : 0));
            bytes.writeBytes(index == 0 ? json : new byte[0]);
        }
        for (int index = 0; index < items.size(); index++) {
            bytes.writeBytes(layout.directoryRecord(index, index == 0 ? (int) crc.getValue() : 0));
        }
        bytes.writeBytes(layout.end());
        Files.write(zip, bytes.toByteArray());
    }
}
