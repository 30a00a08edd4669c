package io.countersign.jenkins.configuration;

import hudson.Util;
import io.countersign.jenkins.agent.PathFiles;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.yaml.PromotionPathReader;
import io.countersign.signature.Keyrings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** Reads a configured promotion path on the controller, in a folder that is gone afterwards. */
public final class PathReading {
    private PathReading() {}

    /**
     * The path with all its keys.
     *
     * @throws CountersignException as the reader does, also where a key file is not given
     */
    static ReadPath whole(PathFiles files) {
        return in(files, stages -> {
            PromotionPath path = PromotionPathReader.read(stages);
            return new ReadPath(path, Keyrings.of(path));
        });
    }

    /** A path and the keys of its roles and attestors. */
    public record ReadPath(PromotionPath path, Keyrings keyrings) {}

    /** The text alone, without opening any key. */
    static PromotionPath stages(String text) {
        return in(
                new PathFiles(Map.of(PathFiles.STAGES, text.getBytes(StandardCharsets.UTF_8))),
                PromotionPathReader::read);
    }

    private static <T> T in(PathFiles files, Function<Path, T> reading) {
        try {
            Path folder = Files.createTempDirectory("countersign-path");
            try {
                return reading.apply(files.writeTo(folder));
            } finally {
                Util.deleteRecursive(folder.toFile());
            }
        } catch (IOException e) {
            throw CountersignException.problem(ProblemCode.FILE_NOT_WRITABLE)
                    .found("The promotion path cannot be written on the controller: %s.", e.getMessage())
                    .remedy("Check the free space of its temporary folder.")
                    .causedBy(e);
        }
    }
}
