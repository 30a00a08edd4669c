package io.countersign.jenkins.approval;

import io.countersign.command.ReviewCommand;
import io.countersign.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an agent found about a release and its target, and the evidence for it, in the folder of the run on the controller,
 * where no script can write. The findings never change; evidence is added to as people approve.
 */
public record KeptReview(Path folder) {
    private static final String ASKED = "asked.json";
    private static final String FOUND = "found.json";

    /**
     * What was to be looked at.
     *
     * @param promotionPath one that an administrator keeps; empty for a file of the workspace, by which nobody approves
     * @param target as the step named it; empty where the stage has only one
     */
    public record Asked(String promotionPath, String stage, String target) {}

    /** Written last, so that a review which was not kept whole is none. */
    void complete(Asked asked, String found) throws IOException {
        Files.writeString(folder.resolve(FOUND), found);
        Files.write(folder.resolve(ASKED), Json.pretty(asked));
    }

    boolean isComplete() {
        return Files.exists(folder.resolve(ASKED));
    }

    /** The name by which an approval holds on to it. */
    String id() {
        return String.valueOf(folder.getFileName());
    }

    public Path evidence() {
        return folder.resolve("evidence");
    }

    Asked asked() throws IOException {
        return read(ASKED, Asked.class);
    }

    public ReviewCommand.Result found() throws IOException {
        return read(FOUND, ReviewCommand.Result.class);
    }

    private <T> T read(String file, Class<T> type) throws IOException {
        try {
            return Json.read(Files.readAllBytes(folder.resolve(file)), type);
        } catch (Json.Malformed e) {
            throw new IOException("the review kept in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
