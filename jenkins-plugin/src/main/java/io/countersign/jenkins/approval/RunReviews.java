package io.countersign.jenkins.approval;

import hudson.FilePath;
import hudson.model.Run;
import io.countersign.jenkins.agent.EvidenceFiles;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The reviews of one run, the oldest first. They are what its approvals are about, and they go when the run goes. */
public final class RunReviews {
    private final Path folder;

    public RunReviews(Run<?, ?> run) {
        this.folder = run.getRootDir().toPath().resolve("countersign").resolve("reviews");
    }

    /** Keeps what an agent found, with the evidence as it lies there now. */
    public KeptReview add(KeptReview.Asked asked, String found, FilePath evidence)
            throws IOException, InterruptedException {
        KeptReview review = new KeptReview(newFolder());
        EvidenceFiles.fetch(evidence, review.evidence());
        review.complete(asked, found);
        return review;
    }

    private Path newFolder() throws IOException {
        Files.createDirectories(folder);
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(folder.resolve(String.valueOf(number)));
            } catch (FileAlreadyExistsException e) {
                // taken, perhaps by a parallel branch: the next number will do
                continue;
            }
        }
    }

    KeptReview get(String id) {
        return new KeptReview(folder.resolve(id));
    }

    public List<KeptReview> all() {
        List<KeptReview> reviews = new ArrayList<>();
        for (int number = 1; Files.isDirectory(folder.resolve(String.valueOf(number))); number++) {
            KeptReview review = get(String.valueOf(number));
            if (review.isComplete()) {
                reviews.add(review);
            }
        }
        return reviews;
    }

    /**
     * What an approval is about: the last review of exactly this.
     *
     * @throws CountersignException REVIEW_MISSING
     */
    KeptReview last(KeptReview.Asked asked) throws IOException {
        KeptReview last = null;
        for (KeptReview review : all()) {
            last = review.asked().equals(asked) ? review : last;
        }
        if (last == null) {
            throw CountersignException.problem(ProblemCode.REVIEW_MISSING)
                    .found(
                            "No step of this run has looked at a release for stage %s by the promotion path \"%s\".",
                            asked.stage() + (asked.target().isEmpty() ? "" : "/" + asked.target()),
                            asked.promotionPath())
                    .expected("countersignReview before, within node, with the same stage, target and promotionPath.")
                    .remedy("Call it where the release is.")
                    .state("Nothing was signed.")
                    .build();
        }
        return last;
    }
}
