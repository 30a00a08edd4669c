package io.countersign.jenkins;

import hudson.remoting.VirtualChannel;
import io.countersign.problem.CountersignException;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import io.countersign.promotion.Target;
import io.countersign.promotion.yaml.PromotionPathReader;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/** Which credentials a promotion path names for a stage, or for all of them; the controller then looks up just these. */
final class CredentialsAsked extends MasterToSlaveFileCallable<ArrayList<String>> {
    private static final long serialVersionUID = 1L;

    private final String stage;

    /** @param stage a name, or empty for all stages */
    CredentialsAsked(String stage) {
        this.stage = stage;
    }

    @Override
    public ArrayList<String> invoke(File stages, VirtualChannel channel) throws IOException {
        try {
            return ids(PromotionPathReader.read(stages.toPath()), stage);
        } catch (CountersignException e) {
            throw AgentCommand.translated(e);
        }
    }

    static ArrayList<String> ids(PromotionPath path, String stage) {
        List<Stage> asked = stage.isEmpty() ? path.stages() : List.of(path.stage(stage));
        ArrayList<String> ids = new ArrayList<>();
        for (Stage each : asked) {
            for (Target target : each.targets()) {
                if (target.credentials() instanceof Target.Credentials.Reference reference) {
                    ids.add(reference.id());
                }
            }
        }
        return ids;
    }
}
