package io.countersign.jenkins.approval;

import hudson.Util;
import hudson.model.Run;
import io.countersign.command.ReviewCommand;
import io.countersign.jenkins.agent.PipelineWords;
import io.countersign.jenkins.configuration.Downloads;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * The page of one approval, and the same as JSON. Whoever may see the run may see it; who may approve is decided at the
 * {@link ApprovalDesk}, whatever the page shows.
 */
public final class ApprovalPage {
    private static final String ENDED = "The build ended before a decision.";

    /** Of a comment or a reason. What is signed is kept for good, and read by people. */
    private static final int MOST_CHARACTERS = 4_000;

    private final ApprovalAction action;
    private final ApprovalRequest request;
    private final ApprovalDesk desk;

    /** How things stand, for all parts of one view; null as long as nobody has asked. */
    private ApprovalStanding seen;

    ApprovalPage(ApprovalAction action, ApprovalRequest request) {
        this.action = action;
        this.request = request;
        this.desk = action.desk(request);
    }

    public Run<?, ?> getRun() {
        return action.getRun();
    }

    public String getId() {
        return request.id();
    }

    public String getStage() {
        return request.stage();
    }

    /** A build that was ended by force has not told its request. */
    public boolean isWaiting() {
        return request.state() == ApprovalRequest.State.WAITING && getRun().isBuilding();
    }

    /** For the heading, for example {@code bookshop 1.4.0 to PRD}. */
    public String getTitle() throws IOException {
        ReviewCommand.Result review = desk.kept().found();
        return review.release().application() + " " + review.release().version() + " to " + request.stage()
                + review.rollout()
                        .map(plan -> ", wave " + plan.waveOf(review.target()))
                        .orElse("");
    }

    /** What has become of it, in a sentence. */
    public String getOutcome() {
        return switch (request.state()) {
            case WAITING -> isWaiting() ? "Waiting for approval." : ENDED;
            case APPROVED -> "Approved.";
            case REJECTED -> "Rejected by " + request.decidedBy() + ": " + request.reason();
            case GIVEN_UP -> ENDED;
        };
    }

    /** Why nothing can be shown or approved at this moment; empty where all is well. */
    public String getObstacle() throws IOException {
        try {
            seen();
            return "";
        } catch (CountersignException e) {
            return PipelineWords.of(e.problem());
        }
    }

    public List<Report> getReports() throws IOException {
        return ApprovalReports.of(seen()).stream()
                .map(report -> report.worded(PipelineWords::of))
                .toList();
    }

    public List<String> getRoles() throws IOException {
        return seen().roles();
    }

    /** A view belongs to one request, and asking opens every key and signature. */
    private ApprovalStanding seen() throws IOException {
        if (seen == null) {
            seen = desk.standing();
        }
        return seen;
    }

    @WebMethod(name = "json")
    public HttpResponse doJson() {
        return Answers.json(200, () -> ApprovalJson.of(request, desk.standing()));
    }

    /** The bytes to be signed by hand. */
    @WebMethod(name = "statement.json")
    public HttpResponse doStatement(@QueryParameter String role) throws IOException {
        try {
            String chosen = Util.fixNull(role).trim();
            return Downloads.of(
                    desk.statement(chosen), "application/json", "approval-" + request.stage() + "-" + chosen + ".json");
        } catch (CountersignException e) {
            return Answers.refused(e);
        }
    }

    @RequirePOST
    public HttpResponse doApprove(StaplerRequest2 from, @QueryParameter String role, @QueryParameter String comment) {
        return settle(from, () -> {
            Voter voter = Voter.current();
            desk.approve(voter, Util.fixNull(role).trim(), bounded(comment), Answers.wantsJson(from) ? "rest" : "page");
        });
    }

    @RequirePOST
    public HttpResponse doCountersign(
            StaplerRequest2 from, @QueryParameter String role, @QueryParameter String signature) {
        return settle(
                from,
                () -> desk.countersign(
                        Voter.current(),
                        Util.fixNull(role).trim(),
                        UploadedSignature.of(from).orElse(Util.fixNull(signature))));
    }

    @RequirePOST
    public HttpResponse doReject(StaplerRequest2 from, @QueryParameter String reason) {
        return settle(from, () -> {
            Voter voter = Voter.current();
            desk.requireRejector(voter);
            String why = bounded(reason);
            if (why.isEmpty()) {
                throw CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                        .found("No reason was given.")
                        .expected("a sentence that the developers will read.")
                        .remedy("Say why.")
                        .build();
            }
            request.decide(ApprovalRequest.State.REJECTED, voter.id(), why);
        });
    }

    private static String bounded(String text) {
        String trimmed = Util.fixNull(text).trim();
        if (trimmed.length() > MOST_CHARACTERS) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("The text has %d characters.", trimmed.length())
                    .expected("at most %d.", MOST_CHARACTERS)
                    .remedy("Write it shorter, and refer to where the whole is.")
                    .state("Nothing was signed.")
                    .build();
        }
        return trimmed;
    }

    /** Something that may be refused. */
    private interface Act {
        void perform() throws IOException;
    }

    private HttpResponse settle(StaplerRequest2 from, Act act) {
        try {
            synchronized (request) {
                if (!isWaiting()) {
                    throw CountersignException.problem(ProblemCode.APPROVAL_CLOSED)
                            .found("%s", getOutcome())
                            .remedy("Nothing has to be done.")
                            .build();
                }
                act.perform();
                if (desk.standing().agreement().result().satisfied()) {
                    request.decide(ApprovalRequest.State.APPROVED, "", "");
                }
            }
            action.save();
            ApprovalExecution.lookAgain(getRun());
            return Answers.wantsJson(from)
                    ? Answers.json(200, () -> ApprovalJson.of(request, desk.standing()))
                    : Answers.back();
        } catch (CountersignException e) {
            return Answers.wantsJson(from) ? Answers.refusedAsJson(e) : Answers.refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
