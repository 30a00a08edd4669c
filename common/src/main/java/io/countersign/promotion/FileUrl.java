package io.countersign.promotion;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of an H2 file that begins with a dot. The driver would look for the file from wherever the process was started, and
 * make an empty database there; but it belongs to the folder of {@code stages.yml}, as everything else does that stands there.
 */
public final class FileUrl {
    private static final Pattern RELATIVE =
            Pattern.compile("(?<begin>jdbc:h2:(?:file:)?)(?<path>\\.\\.?[/\\\\][^;]*)(?<options>.*)", Pattern.DOTALL);

    private FileUrl() {}

    /**
     * The same URL with an absolute path; any other URL as it is.
     *
     * @throws CountersignException CONFIGURATION_INVALID where no URL can hold the path
     */
    public static String absolute(String url, Path folder) {
        Matcher relative = RELATIVE.matcher(url);
        if (!relative.matches()) {
            return url;
        }
        Path base = folder.toAbsolutePath();
        if (base.toString().contains(";")) {
            throw CountersignException.problem(ProblemCode.CONFIGURATION_INVALID)
                    .found("The folder %s has a semicolon in its name, which ends a path in H2's URLs.", base)
                    .expected("a folder without one for the file %s.", relative.group("path"))
                    .remedy("Rename the folder, or give the database an absolute path elsewhere.")
                    .build();
        }
        Path file = base.resolve(relative.group("path")).normalize();
        return relative.group("begin") + file + relative.group("options");
    }
}
