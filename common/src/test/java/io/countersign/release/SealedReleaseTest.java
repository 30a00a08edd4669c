package io.countersign.release;

import static io.countersign.release.HandmadeZip.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedReleaseTest {
    private static final Set<ProblemCode> REFUSALS =
            Set.of(ProblemCode.RELEASE_UNREADABLE, ProblemCode.RELEASE_HOSTILE, ProblemCode.RELEASE_ALTERED);

    @TempDir
    Path temp;

    @Test
    void opens_what_the_sealer_wrote_and_what_is_the_same_made_by_hand() {
        SealedRelease release = SealedRelease.open(good().writeTo(zip()));

        assertThat(release.file()).isEqualTo(zip());
        assertThat(release.digest()).isEqualTo(Digest.of(zip()));
        assertThat(release.manifest().entries()).hasSize(2);
        assertThat(release.read("application/a.txt")).asString().isEqualTo("alpha");
        assertThat(release.evidenceFolder()).isEqualTo(temp.resolve("release.evidence"));
    }

    @Test
    void refuses_a_release_with_any_one_byte_changed() throws IOException {
        SealedRelease release = GitProject.bookshop(temp.resolve("bookshop")).seal();
        byte[] right = Files.readAllBytes(release.file());
        Random random = new Random(20261121);

        for (int position = 0; position < right.length; position++) {
            int change = 1 + random.nextInt(255);
            byte[] wrong = right.clone();
            wrong[position] ^= (byte) change;
            Files.write(zip(), wrong);
            assertRefused(position + " ^ " + change);
        }
    }

    @Test
    void refuses_a_release_cut_short_anywhere() throws IOException {
        byte[] right = good().bytes();

        for (int length = 0; length < right.length; length++) {
            Files.write(zip(), Arrays.copyOf(right, length));
            assertThatExceptionOfType(CountersignException.class)
                    .as("first %d bytes", length)
                    .isThrownBy(() -> SealedRelease.open(zip()))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.RELEASE_UNREADABLE));
        }
    }

    @Test
    void refuses_a_release_with_bytes_put_in_taken_out_or_repeated_anywhere() throws IOException {
        byte[] right = good().bytes();

        for (int position = 0; position <= right.length; position++) {
            for (int inserted : new int[] {0, 'P', 255}) {
                Files.write(zip(), spliced(right, position, position, new byte[] {(byte) inserted}));
                assertRefused("byte " + inserted + " put in at " + position);
            }
            int end = Math.min(right.length, position + 3);
            if (end > position) {
                Files.write(zip(), spliced(right, position, end, new byte[0]));
                assertRefused("bytes taken out at " + position);
                Files.write(zip(), spliced(right, end, end, Arrays.copyOfRange(right, position, end)));
                assertRefused("bytes repeated at " + position);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void refuses_a_hostile_zip(String what, Consumer<HandmadeZip> change) {
        HandmadeZip zip = good();
        change.accept(zip);
        zip.writeTo(zip());

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> SealedRelease.open(zip()))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ProblemCode.RELEASE_HOSTILE))
                .satisfies(e -> assertThat(e.problem().remedy()).isNotEmpty());
    }

    static Stream<Arguments> hostile() {
        byte[] extra = {1, 0, 0, 0};
        byte[] junk = "junk".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                hostile(
                        "an entry that the manifest does not list, at the end",
                        zip -> zip.entries.add(entry("application/zzz.txt", "more"))),
                hostile(
                        "an entry that the manifest does not list, in between",
                        zip -> zip.entries.add(2, entry("application/aa.txt", "more"))),
                hostile("an entry twice", zip -> zip.entries.add(2, zip.entries.get(1))),
                hostile("the manifest twice", zip -> zip.entries.add(1, zip.entries.get(0))),
                hostile("an entry missing", zip -> zip.entries.remove(1)),
                hostile("entries in another order", zip -> zip.entries.add(1, zip.entries.remove(2))),
                hostile("an entry that the directory does not list", zip -> zip.entries.get(1).inDirectory = false),
                hostile(
                        "another name in the directory",
                        zip -> zip.entries.get(1).directoryName =
                                Optional.of("application/evil!".getBytes(StandardCharsets.UTF_8))),
                hostile("another name in the header", zip -> {
                    zip.entries.get(1).directoryName = Optional.of(zip.entries.get(1).name);
                    zip.entries.get(1).name = "application/evil!".getBytes(StandardCharsets.UTF_8);
                }),
                hostile(
                        "a name that leads outside, in the header",
                        zip -> zip.entries.get(1).name = "../../../evil.txt".getBytes(StandardCharsets.UTF_8)),
                hostile("a compressed entry", zip -> zip.entries.get(1).method = 8),
                hostile("a compressed manifest", zip -> zip.entries.get(0).method = 8),
                hostile("an encrypted entry", zip -> zip.entries.get(1).flags |= 1),
                hostile("a data descriptor", zip -> zip.entries.get(1).flags |= 8),
                hostile("a data descriptor of the manifest", zip -> zip.entries.get(0).flags |= 8),
                hostile("an extra field in a header", zip -> zip.entries.get(1).localExtra = extra),
                hostile("an extra field in the directory", zip -> zip.entries.get(1).extra = extra),
                hostile("an extra field of the manifest", zip -> zip.entries.get(0).localExtra = extra),
                hostile("a comment of an entry", zip -> zip.entries.get(1).comment = junk),
                hostile("a comment of the zip", zip -> zip.comment = junk),
                hostile("a symbolic link", zip -> zip.entries.get(1).attributes = 0120777 << 16),
                hostile("a folder", zip -> zip.entries.get(1).attributes = 0040755 << 16),
                hostile("bytes between two entries", zip -> zip.entries.get(2).before = junk),
                hostile("bytes behind the manifest", zip -> zip.entries.get(0).behind = junk),
                hostile("bytes before the directory", zip -> zip.beforeDirectory = junk),
                hostile("a whole header before the directory", zip -> zip.beforeDirectory = new byte[100]),
                hostile("bytes behind the end", zip -> zip.behindAll = junk),
                hostile("another zip behind the end", zip -> zip.behindAll = good().bytes()));
    }

    private static Arguments hostile(String what, Consumer<HandmadeZip> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("altered")
    void refuses_an_altered_zip(String what, Consumer<HandmadeZip> change) {
        HandmadeZip zip = good();
        change.accept(zip);
        zip.writeTo(zip());

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> SealedRelease.open(zip()))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ProblemCode.RELEASE_ALTERED));
    }

    static Stream<Arguments> altered() {
        return Stream.of(
                hostile("another content with a right checksum", zip -> {
                    HandmadeZip.Entry other = entry("application/a.txt", "ALPHA");
                    zip.entries.get(1).data = other.data;
                    zip.entries.get(1).crc = other.crc;
                }),
                hostile("another size", zip -> zip.entries.get(1).size = 4),
                hostile("a wrong checksum everywhere", zip -> zip.entries.get(1).crc++),
                hostile(
                        "a wrong checksum in the directory",
                        zip -> zip.entries.get(1).directoryCrc = Optional.of(zip.entries.get(1).crc + 1)),
                hostile("a wrong checksum of the manifest", zip -> zip.entries.get(0).crc++),
                hostile("another time", zip -> zip.entries.get(1).time++),
                hostile(
                        "an executable that the manifest does not call so",
                        zip -> zip.entries.get(1).attributes = 0100755 << 16),
                hostile("an entry at two places (overlap)", zip -> zip.entries.get(2).directoryOffset = Optional.of(0)),
                hostile("a wrong number of entries", zip -> zip.entryCountMore = 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "application/../../evil",
                "/etc/passwd",
                "application//a",
                "application/./a",
                "application/",
                "application",
                "C:/evil",
                "application/C:evil",
                "application\\evil",
                "application/..\\evil",
                "application/a\u0000b",
                "application/a\u001b[2J",
                "application/con",
                "application/LPT1.txt",
                "application/trailing.",
                "application/trailing ",
                "application/a\u202Etxt.exe",
                "application/u\u0308",
                "elsewhere/a",
                "release.json",
                "META-INF/MANIFEST.MF"
            })
    void refuses_a_path_that_is_not_below_its_folder_or_not_portable(String path) {
        HandmadeZip.release(entry(path, "evil")).writeTo(zip());

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> SealedRelease.open(zip()))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ProblemCode.RELEASE_HOSTILE))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001b", "\u202E", "\u0000"));
    }

    @ParameterizedTest
    @MethodSource("twins")
    void refuses_two_paths_that_some_system_cannot_tell_apart(String one, String other) {
        HandmadeZip.release(entry(one, "1"), entry(other, "2")).writeTo(zip());

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> SealedRelease.open(zip()))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ProblemCode.RELEASE_HOSTILE));
    }

    static Stream<Arguments> twins() {
        return Stream.of(
                Arguments.of("application/a", "application/a"),
                Arguments.of("application/A", "application/a"),
                Arguments.of("application/A/x", "application/a/y"),
                Arguments.of("application/a", "application/a/b"),
                Arguments.of("application/A", "application/a/b"),
                Arguments.of("application/Straße", "application/strasse"),
                Arguments.of("application/Ü", "application/ü"),
                Arguments.of("application/s", "application/ſ"),
                Arguments.of("application/b", "application/a"));
    }

    @Test
    void refuses_a_manifest_of_a_later_format_by_its_number() {
        HandmadeZip.release(
                        json -> json.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2")
                                .replace("\"tool\"", "\"newField\" : {}, \"tool\""),
                        entry("application/a.txt", "alpha"))
                .writeTo(zip());

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> SealedRelease.open(zip()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.RELEASE_FORMAT_UNKNOWN))
                .withMessageContaining("format 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "version", "source", "resulting", "tool", "liquibase"})
    void refuses_a_manifest_without_a_value(String component) {
        HandmadeZip.release(
                        json -> json.replaceFirst(
                                "\"" + component + "\" : (\"[^\"]*\"|\\{[^}]*})", "\"" + component + "\" : null"),
                        entry("application/a.txt", "alpha"))
                .writeTo(zip());

        assertRefused(component);
    }

    @Test
    void refuses_a_manifest_that_is_written_otherwise() {
        HandmadeZip.release(json -> json.replace("\"bookshop\"", "\"book\\u0073hop\""), entry("application/a", "a"))
                .writeTo(zip());

        assertRefused("an escaped letter");
    }

    @Test
    void refuses_a_manifest_with_sizes_that_cannot_be() {
        for (String size : List.of("-1", "9223372036854775807", "99999999999999999999")) {
            HandmadeZip.release(
                            json -> json.replace("\"size\" : 5", "\"size\" : " + size), entry("application/a", "alpha"))
                    .writeTo(zip());
            assertRefused(size);
        }
    }

    @Test
    void refuses_a_manifest_that_would_fill_the_memory() throws IOException {
        HandmadeZip zip = good();
        zip.entries.get(0).size = 0xFFFF_FFFEL;
        zip.writeTo(zip());

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> SealedRelease.open(zip()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.RELEASE_HOSTILE));
    }

    @Test
    void refuses_what_is_no_release() throws IOException {
        assertCode(ProblemCode.FILE_MISSING);
        Files.write(zip(), new byte[0]);
        assertCode(ProblemCode.RELEASE_UNREADABLE);
        Files.writeString(zip(), "A text that is long enough to hold the header of an entry of a zip.");
        assertCode(ProblemCode.RELEASE_UNREADABLE);
        Files.write(zip(), ordinaryZip());
        assertCode(ProblemCode.RELEASE_UNREADABLE);
        Files.delete(zip());
        Files.createDirectory(zip());
        assertCode(ProblemCode.RELEASE_UNREADABLE);
    }

    @Test
    void unpacks_a_folder_of_the_release() throws IOException {
        SealedRelease release = SealedRelease.open(good().writeTo(zip()));

        release.extract(Manifest.APPLICATION, temp.resolve("new/folder"));

        assertThat(temp.resolve("new/folder/a.txt")).hasContent("alpha");
        assertThat(temp.resolve("new/folder/sub/b.txt")).hasContent("beta");
    }

    @Test
    void unpacks_nothing_over_a_file_or_through_a_link_and_takes_back_what_it_wrote() throws IOException {
        SealedRelease release = SealedRelease.open(good().writeTo(zip()));
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Path folder = Files.createDirectory(temp.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("sub"), outside);

        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> release.extract(Manifest.APPLICATION, folder))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.FILE_EXISTS))
                .withMessageContaining("Nothing of it was left");

        assertThat(outside).isEmptyDirectory();
        assertThat(folder.resolve("a.txt")).doesNotExist();
        assertThat(folder.resolve("sub")).isSymbolicLink();
    }

    @Test
    void notices_a_file_that_is_changed_after_it_was_opened() throws IOException {
        HandmadeZip zip = good();
        SealedRelease release = SealedRelease.open(zip.writeTo(zip()));
        zip.entries.get(2).data = "BETA".getBytes(StandardCharsets.UTF_8);
        zip.writeTo(zip());
        Path folder = temp.resolve("folder");

        assertThat(release.read("application/a.txt")).asString().isEqualTo("alpha");
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> release.read("application/sub/b.txt"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.RELEASE_ALTERED));
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> release.extract(Manifest.APPLICATION, folder))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.RELEASE_ALTERED));
        assertThat(folder).doesNotExist();
    }

    @Test
    void streams_an_entry_by_single_bytes_too() throws IOException {
        SealedRelease release = SealedRelease.open(good().writeTo(zip()));

        try (InputStream in = release.openEntry("application/a.txt")) {
            assertThat(in.read()).isEqualTo('a');
            assertThat(in.readAllBytes()).asString().isEqualTo("lpha");
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> release.openEntry("application/none"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.FILE_MISSING));
    }

    private static HandmadeZip good() {
        return HandmadeZip.release(entry("application/a.txt", "alpha"), entry("application/sub/b.txt", "beta"));
    }

    private Path zip() {
        return temp.resolve("release.zip");
    }

    private void assertRefused(String what) {
        assertThatExceptionOfType(CountersignException.class)
                .as(what)
                .isThrownBy(() -> SealedRelease.open(zip()))
                .satisfies(e ->
                        assertThat(e.code()).as("%s: %s", what, e.getMessage()).isIn(withFormat()));
    }

    /** A changed digit of the format's number makes it another format. */
    private static Set<ProblemCode> withFormat() {
        return Stream.concat(REFUSALS.stream(), Stream.of(ProblemCode.RELEASE_FORMAT_UNKNOWN))
                .collect(java.util.stream.Collectors.toSet());
    }

    private void assertCode(ProblemCode code) {
        assertThatExceptionOfType(CountersignException.class)
                .isThrownBy(() -> SealedRelease.open(zip()))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(with);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private static byte[] ordinaryZip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("application/a.txt"));
            out.write("alpha".repeat(10).getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return bytes.toByteArray();
    }
}
