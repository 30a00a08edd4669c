package io.countersign.jenkins.configuration;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.countersign.jenkins.agent.PathFiles;
import io.countersign.jenkins.agent.PipelineWords;
import io.countersign.problem.CountersignException;
import io.countersign.promotion.PromotionPath;
import io.countersign.promotion.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A promotion path that administrators keep in Jenkins: a Jenkinsfile names it and cannot change it. */
public final class ConfiguredPath extends AbstractDescribableImpl<ConfiguredPath> {
    /** The name under which stages.yml finds this Jenkins' own public key. */
    public static final String ATTESTOR_FILE = "attestor.asc";

    static final String AUTHORS = "developer";

    private static final List<String> GRANTABLE = List.of("rehearse", "export", "import");

    private final String name;
    private final String stages;
    private List<PublicKeyFile> keys = new ArrayList<>();
    private String authorRoles = AUTHORS;
    private String grants = "";

    @DataBoundConstructor
    public ConfiguredPath(String name, String stages) {
        this.name = Util.fixNull(name).trim();
        this.stages = Util.fixNull(stages);
    }

    public String getName() {
        return name;
    }

    /** The text of stages.yml. */
    public String getStages() {
        return stages;
    }

    public List<PublicKeyFile> getKeys() {
        return List.copyOf(keys);
    }

    @DataBoundSetter
    public void setKeys(List<PublicKeyFile> keys) {
        this.keys = keys == null ? new ArrayList<>() : new ArrayList<>(keys);
    }

    public String getAuthorRoles() {
        return authorRoles;
    }

    @DataBoundSetter
    public void setAuthorRoles(String authorRoles) {
        this.authorRoles = Util.fixNull(authorRoles).trim();
    }

    /** Operations that Jenkinsfiles may do with this path on stages that ask for approvals, by their names. */
    public String getGrants() {
        return grants;
    }

    @DataBoundSetter
    public void setGrants(String grants) {
        this.grants = Util.fixNull(grants).trim();
    }

    boolean isGranted(String operation) {
        return NameList.of(Util.fixNull(grants)).contains(operation);
    }

    /** The roles in which somebody who wrote the release, or started the build, may approve by account. */
    public List<String> rolesOfAuthors() {
        return Arrays.stream(authorRoles.split("[\\s,]+"))
                .filter(role -> !role.isEmpty())
                .toList();
    }

    /** Everything that decides something, in a fixed order. */
    List<Object> content() {
        return List.of(
                name,
                stages,
                authorRoles,
                Util.fixNull(grants),
                keys.stream()
                        .map(key -> List.of(key.getFile(), key.getText(), key.getCredentialsId()))
                        .toList());
    }

    /** @param owner whose credentials hold the keys that are not written here */
    PathFiles files(OwnerCredentials owner) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(PathFiles.STAGES, stages.getBytes(StandardCharsets.UTF_8));
        files.put(ATTESTOR_FILE, AttestorKey.get().publicKey().getBytes(StandardCharsets.UTF_8));
        for (PublicKeyFile key : keys) {
            if (PathName.isFile(key.getFile())) {
                String text = key.getCredentialsId().isEmpty() ? key.getText() : owner.key(key.getCredentialsId());
                files.put(key.getFile(), text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new PathFiles(files);
    }

    /** A promotion path. */
    @Extension
    @Symbol("promotionPath")
    public static final class DescriptorImpl extends Descriptor<ConfiguredPath> {
        @Override
        public String getDisplayName() {
            return "Promotion path";
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return PathName.isName(Util.fixNull(value).trim())
                    ? FormValidation.ok()
                    : FormValidation.error("A name of letters, digits, \"-\", \"_\" and \".\" is needed.");
        }

        /** By the very reader that the steps use, so that nothing passes here and fails there. */
        @POST
        public FormValidation doCheckStages(@QueryParameter String value) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                // whoever may look at a folder's form and change nothing in it has nothing to mend
                return FormValidation.ok();
            }
            try {
                PromotionPath path = PathReading.stages(Util.fixNull(value));
                return FormValidation.ok(path.stages().stream().map(Stage::name).collect(Collectors.joining(" → ")));
            } catch (CountersignException e) {
                return FormValidation.error(PipelineWords.of(e.problem()));
            }
        }

        @POST
        public FormValidation doCheckGrants(@QueryParameter String value) {
            List<String> unknown = NameList.of(Util.fixNull(value)).stream()
                    .filter(name -> !GRANTABLE.contains(name))
                    .toList();
            return unknown.isEmpty()
                    ? FormValidation.ok()
                    : FormValidation.error("Nothing is called " + String.join(", ", unknown) + ". Expected: some of "
                            + String.join(", ", GRANTABLE) + ".");
        }

        @POST
        public ListBoxModel doFillTestNodeItems() {
            ListBoxModel nodes = new ListBoxModel();
            if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                nodes.add("the built-in node", "");
                Jenkins.get().getNodes().forEach(node -> nodes.add(node.getNodeName()));
            }
            return nodes;
        }

        /** Asks each target of a stage, from a node that builds would run on. */
        @POST
        public FormValidation doTestConnection(
                @AncestorInPath Item owner,
                @QueryParameter String stages,
                @QueryParameter String testStage,
                @QueryParameter String testNode) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return new ConnectionTest(
                            OwnerCredentials.of(owner),
                            Util.fixNull(stages),
                            Util.fixNull(testStage).trim())
                    .on(Util.fixNull(testNode));
        }
    }
}
