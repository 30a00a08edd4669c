package io.countersign.jenkins.configuration;

import hudson.remoting.VirtualChannel;
import io.countersign.jenkins.agent.AgentCommand;
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

/** Which credentials a promotion path names for some stages, or for all of them; the controller then looks up just these. */
public final class CredentialsAsked extends MasterToSlaveFileCallable<ArrayList<String>> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> stages;

    /** @param stages names, or empty for all stages */
    public CredentialsAsked(List<String> stages) {
        this.stages = new ArrayList<>(stages);
    }

    @Override
    public ArrayList<String> invoke(File file, VirtualChannel channel) throws IOException {
        try {
            return ids(PromotionPathReader.read(file.toPath()), stages);
        } catch (CountersignException e) {
            throw AgentCommand.translated(e);
        }
    }

    public static ArrayList<String> ids(PromotionPath path, List<String> stages) {
        List<Stage> asked = stages.isEmpty()
                ? path.stages()
                : stages.stream().map(path::stage).toList();
        ArrayList<String> ids = new ArrayList<>();
        for (Stage each : asked) {
            for (Target target : each.targets()) {
                add(ids, target.credentials());
            }
            each.catalogue().ifPresent(catalogue -> {
                add(ids, catalogue.credentials());
                add(ids, catalogue.each());
            });
        }
        return ids;
    }

    private static void add(List<String> ids, Target.Credentials credentials) {
        if (credentials instanceof Target.Credentials.Reference reference) {
            ids.add(reference.id());
        }
    }
}
