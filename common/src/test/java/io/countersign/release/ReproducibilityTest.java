package io.countersign.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same commit gives the same bytes. */
class ReproducibilityTest {
    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();

    @TempDir
    Path temp;

    private GitProject project;
    private Digest digest;

    @BeforeEach
    void seal() {
        project = GitProject.bookshop(temp.resolve("bookshop"));
        digest = project.seal().digest();
    }

    @AfterEach
    void restore() {
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
    }

    @ParameterizedTest
    @CsvSource({"tr-TR, Asia/Kathmandu", "ar-SA-u-nu-arab, America/New_York", "th-TH-u-ca-buddhist, Pacific/Kiritimati"
    })
    void in_any_locale_and_zone(String language, String zoneName) {
        Locale.setDefault(Locale.forLanguageTag(language));
        TimeZone.setDefault(TimeZone.getTimeZone(zoneName));

        assertThat(project.seal().digest()).isEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource({
        "core.autocrlf=true",
        "core.autocrlf=input",
        "core.eol=crlf",
        "core.fileMode=false",
        "core.symlinks=false"
    })
    void in_a_clone_with_any_setting(String setting) {
        GitProject.git(temp, "clone", "-q", "-c", setting, "bookshop", "clone");
        GitProject clone = new GitProject(temp.resolve("clone"));
        clone.write("target/bookshop.jar", "not really a jar\n");

        assertThat(clone.seal().digest()).isEqualTo(digest);
    }

    @Test
    void though_the_work_tree_has_other_line_endings() throws IOException {
        GitProject.git(temp, "clone", "-q", "-c", "core.autocrlf=true", "bookshop", "clone");
        GitProject clone = new GitProject(temp.resolve("clone"));
        clone.write("target/bookshop.jar", "not really a jar\n");

        assertThat(clone.folder().resolve("db/books.sql")).content().contains("\r\n");
        assertThat(clone.seal().read("changes/books.sql")).asString().isEqualTo(GitProject.BOOKS);
        assertThat(Files.readAllBytes(clone.folder().resolve("target/bookshop-1.4.0-release.zip")))
                .isEqualTo(Files.readAllBytes(project.folder().resolve("target/bookshop-1.4.0-release.zip")));
    }

    @Test
    void with_any_umask_file_time_and_order_of_writing() throws IOException {
        Path jar = project.folder().resolve("target/bookshop.jar");
        Files.delete(jar);
        project.write("target/bookshop.jar", "not really a jar\n");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

        assertThat(project.seal().digest()).isEqualTo(digest);
    }

    @Test
    void another_content_of_the_build_output_gives_another_release() {
        project.write("target/bookshop.jar", "another jar\n");

        assertThat(project.seal().digest()).isNotEqualTo(digest);
    }
}
