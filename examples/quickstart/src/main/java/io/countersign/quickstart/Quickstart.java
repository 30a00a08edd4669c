package io.countersign.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * Takes the bookshop through the whole path by the commands that a user would type. Every step says what it is for, shows
 * its command and its output, and has to end as expected; otherwise the quickstart fails.
 */
public final class Quickstart {
    private static final String RELEASE = "target/bookshop-1.0.0-release.zip";

    private final Bookshop shop;
    private final Narrator narrator = new Narrator();

    private Quickstart(Bookshop shop) {
        this.shop = shop;
    }

    /** @param arguments the sample's folder, the copy to work in, Maven's home, the plugin's repository, the user's, the version */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Bookshop shop = Bookshop.copy(
                Path.of(arguments[0]).normalize(),
                Path.of(arguments[1]),
                new MavenCommand(Path.of(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4]), arguments[5]));
        new Quickstart(shop).tell();
        Narrator.line(
                "Done in " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s. Look around in "
                        + shop.folder()
                        + ": the release, its evidence beside it (try sha256sum and gpg --verify), stages.yml, and the databases in stages/.");
    }

    private void tell() throws IOException, InterruptedException {
        narrator.chapter("The application is built, committed and tagged, and sealed as one release");
        shop.git("init", "-q");
        shop.git("add", "-A");
        shop.git("commit", "-q", "-m", "Bookshop 1.0.0");
        shop.git("tag", "-a", "v1.0.0", "-m", "Bookshop 1.0.0");
        succeeds("package", "countersign:seal");

        narrator.chapter("DEV asks for nobody's approval");
        succeeds("countersign:deploy", "-Dcountersign.stage=DEV");

        narrator.chapter("QAT refuses what no developer has signed");
        isRefused("approvals", "countersign:deploy", "-Dcountersign.stage=QAT", key("operator"));

        narrator.chapter(
                "A developer signs for QAT, and the release is deployed there; the operator's key signs the receipt");
        succeeds("countersign:approve", "-Dcountersign.stage=QAT", key("developer"));
        succeeds("countersign:deploy", "-Dcountersign.stage=QAT", key("operator"));

        narrator.chapter("PRD refuses until the customer has countersigned");
        succeeds("countersign:approve", "-Dcountersign.stage=PRD", key("developer"));
        isRefused("1 customer", "countersign:deploy", "-Dcountersign.stage=PRD", key("operator"));

        narrator.chapter("The customer sees what would run, countersigns, and the release is deployed to PRD");
        succeeds("countersign:approve", "-Dcountersign.stage=PRD", key("customer"));
        succeeds("countersign:deploy", "-Dcountersign.stage=PRD", key("operator"));

        narrator.chapter("A release with one changed byte is refused");
        tamper();
        isRefused(
                "release-altered",
                "countersign:verify",
                "-Dcountersign.release=target/tampered/bookshop-1.0.0-release.zip");

        narrator.chapter("The board shows where everything is, the ledger who agreed to it");
        succeeds("countersign:status");
        succeeds("countersign:history", "-Dcountersign.stage=PRD");
    }

    private static String key(String role) {
        return "-Dcountersign.key=secret/" + role + ".asc";
    }

    /** One byte in the middle of an entry: the title of a book. */
    private void tamper() throws IOException {
        Path copy = shop.folder().resolve("target/tampered/bookshop-1.0.0-release.zip");
        Files.createDirectories(copy.getParent());
        Files.copy(shop.folder().resolve(RELEASE), copy, StandardCopyOption.REPLACE_EXISTING);
        byte[] bytes = Files.readAllBytes(copy);
        byte[] title = "Frankenstein".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int place = java.util.stream.IntStream.range(0, bytes.length - title.length)
                .filter(start -> java.util.Arrays.equals(bytes, start, start + title.length, title, 0, title.length))
                .findFirst()
                .orElseThrow();
        bytes[place] ^= 1;
        Files.write(copy, bytes);
        Narrator.line("(byte " + place + " of the release was changed from 'F' to 'G')");
    }

    private void succeeds(String... goals) throws IOException, InterruptedException {
        narrator.command(goals);
        MavenCommand.Outcome outcome = shop.maven(List.of(goals));
        narrator.output(outcome.output());
        if (outcome.status() != 0) {
            throw new IllegalStateException("This step should have succeeded.");
        }
    }

    private void isRefused(String because, String... goals) throws IOException, InterruptedException {
        narrator.command(goals);
        MavenCommand.Outcome outcome = shop.maven(List.of(goals));
        narrator.output(outcome.output());
        if (outcome.status() == 0 || !outcome.output().contains(because)) {
            throw new IllegalStateException("This step should have been refused because of " + because + ".");
        }
        Narrator.line("(refused, as it should be)");
    }
}
