package io.countersign.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.json.Json;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.release.Digest;
import io.countersign.secret.Secret;
import io.countersign.signature.openpgp.KeyMaker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {
    private static final Statement<Predicate.Approval> STATEMENT = Statement.about(
            "shop-1-release.zip",
            Digest.of("the release"),
            new Predicate.Approval("shop", "1", "PRD", "customer", Optional.empty(), "fine"));

    @TempDir
    Path temp;

    @Test
    void what_does_not_exist_is_empty() {
        Evidence evidence = Evidence.open(temp.resolve("nothing"));
        assertThat(evidence.files()).isEmpty();
        assertThat(temp.resolve("nothing")).doesNotExist();
    }

    @Test
    void keeps_exactly_the_bytes_that_were_signed() throws IOException {
        Somebody alice = Somebody.called("Alice");
        Evidence evidence = Evidence.open(temp.resolve("evidence"));
        Path file = new StatementSigner(evidence).sign("approval-PRD-1", STATEMENT, alice.key());
        assertThat(Files.readAllBytes(file)).isEqualTo(Json.pretty(STATEMENT));
        EvidenceFile read =
                Evidence.open(evidence.folder()).file("approval-PRD-1.json").orElseThrow();
        assertThat(read.digest()).isEqualTo(Digest.of(file));
        assertThat(read.isSigned()).isTrue();
        assertThat(Statements.read(read, Predicate.Approval.class)).contains(STATEMENT);
        assertThat(Statements.read(read, Predicate.CheckException.class)).isEmpty();
        assertThat(Somebody.keyring(alice).judge(read.bytes(), read.signatures().get(0), Instant.now()))
                .allMatch(SignatureFinding::isGood)
                .hasSize(1);
    }

    /** An archive of receipts is a witness of what was, and does not fall silent when a key is replaced. */
    @Test
    void was_signed_also_by_a_key_that_has_expired_since() {
        Instant made = Instant.now().minus(Duration.ofHours(1));
        Somebody alice =
                new Somebody("Alice", KeyMaker.make("Alice", made, Optional.of(Duration.ofHours(2)), Secret.none()));
        Evidence evidence = Evidence.open(temp.resolve("evidence"));
        new StatementSigner(evidence).sign("approval-PRD-1", STATEMENT, alice.key());
        EvidenceFile file =
                Evidence.open(evidence.folder()).file("approval-PRD-1.json").orElseThrow();
        Instant later = Instant.now().plus(Duration.ofDays(1));

        assertThat(file.isSignedBy(Somebody.keyring(alice), later)).isFalse();
        assertThat(file.wasSignedBy(Somebody.keyring(alice), later)).isTrue();
        assertThat(file.wasSignedBy(Somebody.keyring(Somebody.called("Bob")), later))
                .isFalse();
    }

    @Test
    void archives_what_is_there_in_the_same_bytes_each_time() throws IOException {
        Evidence evidence = Evidence.open(temp.resolve("evidence"));
        evidence.add("approval", STATEMENT, Optional.of("one"));
        Evidence full = Evidence.open(evidence.folder());
        byte[] first = Files.readAllBytes(EvidenceArchive.write(full, temp.resolve("evidence.zip")));
        byte[] again = Files.readAllBytes(EvidenceArchive.write(full, temp.resolve("evidence.zip")));
        assertThat(again).isEqualTo(first);
        try (ZipFile zip = new ZipFile(temp.resolve("evidence.zip").toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("approval.json", "approval.json.asc");
            assertThat(zip.getInputStream(zip.getEntry("approval.json")).readAllBytes())
                    .isEqualTo(Json.pretty(STATEMENT));
        }
        try (var left = Files.list(temp)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void adds_further_signatures_and_never_overwrites() throws IOException {
        Evidence evidence = Evidence.open(temp.resolve("evidence"));
        evidence.add("approval", STATEMENT, Optional.of("one"));
        evidence.add("approval", STATEMENT, Optional.of("two"));
        evidence.add("approval", STATEMENT, Optional.of("three"));
        assertThat(Evidence.open(evidence.folder()).files())
                .singleElement()
                .satisfies(file -> assertThat(file.signatures())
                        .extracting(bytes -> new String(bytes, UTF_8))
                        .containsExactlyInAnyOrder("one", "two", "three"));

        Statement<Predicate.Approval> other = Statement.about("x", Digest.of("other"), STATEMENT.predicate());
        CountersignException refusal = catchThrowableOfType(
                CountersignException.class, () -> evidence.add("approval", other, Optional.of("four")));
        assertThat(refusal.code()).isEqualTo(ProblemCode.FILE_EXISTS);
        assertThat(Files.readAllBytes(evidence.folder().resolve("approval.json")))
                .isEqualTo(Json.pretty(STATEMENT));
        try (var files = Files.list(evidence.folder())) {
            assertThat(files).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../tag", "..", "", ".tag", "a/tag", "/tmp/tag", "a\\tag", "C:tag", "tag\n"})
    void refuses_a_name_that_could_lead_out_of_the_folder(String name) throws IOException {
        Evidence evidence = Evidence.open(Files.createDirectory(temp.resolve("evidence")));
        CountersignException refusal =
                catchThrowableOfType(CountersignException.class, () -> evidence.addFile(name, new byte[] {1}));
        assertThat(refusal.code()).isEqualTo(ProblemCode.EVIDENCE_INVALID);
        try (var files = Files.walk(temp)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void others_may_read_what_travels() throws IOException {
        Path plain = Files.writeString(temp.resolve("plain"), "as the umask has it");
        Path file = Evidence.open(temp.resolve("evidence")).add("approval", STATEMENT, Optional.empty());
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Files.getPosixFilePermissions(plain))
                .contains(PosixFilePermission.OWNER_READ);
    }

    @Test
    void finds_the_signatures_of_a_statement_by_name() throws IOException {
        for (String name : List.of(
                "a.json",
                "a.json.asc",
                "a.json.sig",
                "a.json.2.asc",
                "a.json.bob.sig",
                "a.asc",
                "ab.json",
                "ab.json.asc")) {
            Files.writeString(temp.resolve(name), name);
        }
        Evidence evidence = Evidence.open(temp);
        assertThat(evidence.files()).extracting(EvidenceFile::name).containsExactly("a.json", "ab.json");
        assertThat(evidence.file("a.json").orElseThrow().signatures()).hasSize(5);
        assertThat(evidence.file("ab.json").orElseThrow().signatures()).hasSize(1);
    }

    @Test
    void a_file_in_the_making_is_no_evidence() throws IOException {
        Files.writeString(temp.resolve(".writing-1"), "half");
        assertThat(Evidence.open(temp).files()).isEmpty();
    }

    @Test
    void refuses_what_is_no_evidence_folder() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");
        refused(file, "no folder");

        Path links = Files.createDirectory(temp.resolve("links"));
        Files.createSymbolicLink(links.resolve("a.json"), file);
        refused(links, "a link");

        Path orphans = Files.createDirectory(temp.resolve("orphans"));
        Files.writeString(orphans.resolve("gone.json.asc"), "x");
        refused(orphans, "no statement");

        Path large = Files.createDirectory(temp.resolve("large"));
        sparse(large.resolve("a.json"), (16L << 20) + 1);
        refused(large, "bytes");

        Path heavy = Files.createDirectory(temp.resolve("heavy"));
        for (int number = 0; number < 9; number++) {
            sparse(heavy.resolve(number + ".json"), 15L << 20);
        }
        refused(heavy, "bytes");

        Path many = Files.createDirectory(temp.resolve("many"));
        for (int number = 0; number <= 2_000; number++) {
            Files.createFile(many.resolve(number + ".json"));
        }
        refused(many, "too many");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\u0000",
                "{}",
                "{\"_type\":null}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":null,\"predicateType\":\"p\",\"predicate\":{}}",
                "{SUBJECTLESS}",
                "{TWO}",
                "{NULLSUBJECT}",
                "{NULLDIGEST}",
                "{SHORTDIGEST}",
                "{NULLPREDICATE}",
                "{NULLROLE}",
                "{NUMBERROLE}",
                "{MORE}",
                "{WRONGTYPE}",
                "{OLDSTATEMENT}",
                "{TWICE}",
                "{BEHIND}"
            })
    void what_is_not_exactly_a_statement_is_none(String text) {
        String good = new String(Json.pretty(STATEMENT), UTF_8);
        String subject = good.substring(good.indexOf("\"subject\""), good.indexOf("\"predicateType\""));
        String inner = subject.substring(subject.indexOf('[') + 1, subject.lastIndexOf(']'));
        String json = switch (text) {
            case "{SUBJECTLESS}" -> good.replace(inner, "");
            case "{TWO}" -> good.replace(inner, inner + "," + inner);
            case "{NULLSUBJECT}" -> good.replace(inner, "null");
            case "{NULLDIGEST}" -> good.replaceAll("\"sha256\" : \"[0-9a-f]+\"", "\"sha256\" : null");
            case "{SHORTDIGEST}" -> good.replaceAll("\"sha256\" : \"[0-9a-f]+\"", "\"sha256\" : \"abc\"");
            case "{NULLPREDICATE}" -> good.substring(0, good.indexOf("\"predicate\"")) + "\"predicate\" : null }";
            case "{NULLROLE}" -> good.replace("\"customer\"", "null");
            case "{NUMBERROLE}" -> good.replace("\"customer\"", "7");
            case "{MORE}" -> good.replace("\"comment\"", "\"more\" : 1, \"comment\"");
            case "{WRONGTYPE}" -> good.replace("approval/v1", "exception/v1");
            case "{OLDSTATEMENT}" -> good.replace("Statement/v1", "Statement/v0.1");
            case "{TWICE}" -> good.replace("\"comment\"", "\"role\" : \"developer\", \"comment\"");
            case "{BEHIND}" -> good + "{}";
            default -> text;
        };
        assertThat(json).isNotEqualTo(good);
        EvidenceFile file = new EvidenceFile(temp.resolve("a.json"), json.getBytes(UTF_8), List.of());
        assertThat(Statements.read(file, Predicate.Approval.class)).isEmpty();
        assertThat(Statements.objection(file, List.of(Predicate.Approval.class)).orElseThrow())
                .contains("a.json");
    }

    private static void refused(Path folder, String why) {
        CountersignException refusal = catchThrowableOfType(CountersignException.class, () -> Evidence.open(folder));
        assertThat(refusal.code()).isEqualTo(ProblemCode.EVIDENCE_INVALID);
        assertThat(refusal).hasMessageContaining(why);
    }

    private static void sparse(Path file, long size) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(size);
        }
    }
}
