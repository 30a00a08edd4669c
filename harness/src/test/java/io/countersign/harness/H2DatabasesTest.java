package io.countersign.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2DatabasesTest {

    @Nested
    class In_memory extends DatabaseServerTest {
        private final H2Databases databases = H2Databases.inMemory();

        @Override
        DatabaseServer server() {
            return databases;
        }

        @AfterEach
        void close() {
            databases.close();
        }
    }

    @Nested
    class In_files extends DatabaseServerTest {
        @TempDir
        Path directory;

        private H2Databases databases;

        @Override
        DatabaseServer server() {
            if (databases == null) {
                databases = H2Databases.inDirectory(directory);
            }
            return databases;
        }

        @AfterEach
        void close() {
            server().close();
        }

        @Test
        void puts_each_database_into_its_own_file() {
            TestDatabase database = server().newDatabase();
            assertThat(directory.resolve(database.name() + ".mv.db")).exists();
        }
    }
}
