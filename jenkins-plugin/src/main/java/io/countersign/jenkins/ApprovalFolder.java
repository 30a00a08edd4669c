package io.countersign.jenkins;

import hudson.model.Run;
import io.countersign.command.ReviewCommand;
import io.countersign.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What belongs to one approval, in the folder of the run on the controller, where no script can write. */
record ApprovalFolder(Path folder) {

    static ApprovalFolder of(Run<?, ?> run, String id) {
        return new ApprovalFolder(
                run.getRootDir().toPath().resolve("countersign").resolve(id));
    }

    Path evidence() {
        return folder.resolve("evidence");
    }

    void keep(String review) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("review.json"), review);
    }

    ReviewCommand.Result review() throws IOException {
        try {
            return Json.read(Files.readAllBytes(folder.resolve("review.json")), ReviewCommand.Result.class);
        } catch (Json.Malformed e) {
            throw new IOException("the review kept with the run cannot be read: " + e.getMessage(), e);
        }
    }
}
