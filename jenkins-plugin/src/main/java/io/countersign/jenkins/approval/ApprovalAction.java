package io.countersign.jenkins.approval;

import hudson.model.Run;
import io.countersign.jenkins.record.JsonView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.RunAction2;

/** The approvals that a run asked for; {@code RUN/countersign-approval/ID/} is the page of one. */
public final class ApprovalAction implements RunAction2 {
    public static final String URL = "countersign-approval";

    private final List<ApprovalRequest> requests = new ArrayList<>();
    private transient Run<?, ?> run;

    static ApprovalAction of(Run<?, ?> run) {
        synchronized (run) {
            ApprovalAction present = run.getAction(ApprovalAction.class);
            if (present != null) {
                return present;
            }
            ApprovalAction made = new ApprovalAction();
            run.addAction(made);
            return made;
        }
    }

    @Override
    public void onAttached(Run<?, ?> attachedTo) {
        run = attachedTo;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        run = loaded;
    }

    public Run<?, ?> getRun() {
        return run;
    }

    void add(ApprovalRequest request) throws IOException {
        synchronized (requests) {
            requests.add(request);
        }
        save();
    }

    void save() throws IOException {
        run.save();
    }

    Optional<ApprovalRequest> request(String id) {
        synchronized (requests) {
            return requests.stream().filter(each -> each.id().equals(id)).findFirst();
        }
    }

    ApprovalDesk desk(ApprovalRequest request) {
        return new ApprovalDesk(run, new RunReviews(run).get(request.review()), request.promotionPath());
    }

    /** For the list. */
    public List<ApprovalPage> getPages() {
        synchronized (requests) {
            return requests.stream()
                    .map(request -> new ApprovalPage(this, request))
                    .toList();
        }
    }

    /** {@code RUN/countersign-approval/json}: where there is something to approve. */
    public JsonView.Answer doJson() {
        synchronized (requests) {
            return new JsonView(requests.stream()
                            .map(request -> new Line(
                                    request.id(), request.promotionPath(), request.stage(), request.stateName()))
                            .toList())
                    .doJson();
        }
    }

    /** @param state as {@link ApprovalJson} has it */
    record Line(String id, String promotionPath, String stage, String state) {}

    /** By Stapler, for the id in the URL. */
    public ApprovalPage getDynamic(String id) {
        return request(id).map(request -> new ApprovalPage(this, request)).orElse(null);
    }

    @Override
    public String getIconFileName() {
        return "symbol-shield-checkmark-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return "Approvals";
    }

    @Override
    public String getUrlName() {
        return URL;
    }
}
