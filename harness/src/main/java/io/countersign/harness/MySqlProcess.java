package io.countersign.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A MySQL server out of a jar that holds nothing but it, for Linux on x86-64. It wants {@code libnuma} of the machine, which most
 * have.
 */
final class MySqlProcess implements ServerProcess {
    private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
    private static final String READY = "ready for connections";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private MySqlProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether such a server can run on this machine. */
    static boolean isPossible() {
        TemporaryDirectory directory = TemporaryDirectory.create("countersign-mysql");
        try {
            Path base = unpacked(directory.path());
            Path log = directory.path().resolve("log");
            return run(List.of(program(base), "--no-defaults", "--version"), log)
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            directory.delete();
        }
    }

    /**
     * @param directory for everything
     * @param firstStatements a file of statements for the superuser, one a line
     * @param options of the server's command line
     */
    static MySqlProcess start(Path directory, Path firstStatements, List<String> options) {
        Path base = unpacked(directory);
        Path log = directory.resolve("log");
        int port = freePort();
        List<String> line = new ArrayList<>(List.of(
                program(base),
                "--no-defaults",
                "--basedir=" + base,
                "--lc-messages-dir=" + base.resolve("share"),
                "--datadir=" + directory.resolve("data"),
                "--socket=" + directory.resolve("s"),
                "--pid-file=" + directory.resolve("pid"),
                "--secure-file-priv=NULL",
                "--innodb-use-native-aio=0",
                "--skip-ssl",
                // what it takes by itself asks for TLS, or for its public key
                "--default-authentication-plugin=mysql_native_password"));
        if (MariaDbServer.runsAsRoot(directory)) {
            line.add("--user=root");
        }
        List<String> making = new ArrayList<>(line);
        making.add("--initialize-insecure");
        await(run(making, log), log);
        line.addAll(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--mysqlx=OFF",
                "--init-file=" + firstStatements,
                "--character-set-server=utf8mb4",
                // with its log on, which it has by itself, it wants SUPER of who makes a trigger
                "--log-bin-trust-function-creators=ON"));
        line.addAll(options);
        MySqlProcess started = new MySqlProcess(run(line, log), port);
        started.awaitReadiness(log);
        return started;
    }

    private static void await(Process process, Path log) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("MySQL made no data directory: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitReadiness(Path log) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!Files.readString(log).contains(READY)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    stop();
                    throw new IllegalStateException("MySQL did not start: " + Files.readString(log));
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(e);
        }
    }

    private static Process run(List<String> line, Path log) {
        try {
            return new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program(Path base) {
        return base.resolve("bin/mysqld").toString();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpacked(Path directory) {
        Path base = directory.resolve("base");
        try (InputStream found = MySqlProcess.class.getResourceAsStream(ARCHIVE)) {
            if (found == null) {
                throw new IllegalStateException("there is no MySQL on the class path");
            }
            try (TarArchiveInputStream archive =
                    new TarArchiveInputStream(new GzipCompressorInputStream(new BufferedInputStream(found)))) {
                for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                    unpack(archive, entry, base);
                }
            }
            // Newer systems call the library otherwise. Without native I/O nothing of it is called, so any one will do.
            Files.createSymbolicLink(base.resolve("bin/libaio.so.1"), base.resolve("lib/libssl.so.1.0.0"));
            return base;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(InputStream archive, TarArchiveEntry entry, Path base) throws IOException {
        Path path = base.resolve(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(archive, path);
            if (!path.toFile().setExecutable((entry.getMode() & 0100) != 0)) {
                throw new IOException(path + " cannot be made executable");
            }
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** It ends its work well; one that does not within a minute is killed. */
    @Override
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
