package io.countersign.jenkins.configuration;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.countersign.jenkins.agent.PipelineWords;
import io.countersign.problem.CountersignException;
import io.countersign.signature.PersonKey;
import io.countersign.signature.openpgp.OpenPgp;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A file of public keys that a promotion path names: written into the configuration, or kept among the credentials. */
public final class PublicKeyFile extends AbstractDescribableImpl<PublicKeyFile> {
    private final String file;
    private String text = "";
    private String credentialsId = "";

    @DataBoundConstructor
    public PublicKeyFile(String file) {
        this.file = Util.fixNull(file).trim();
    }

    /** As stages.yml names it, for example {@code keys/customer.asc}. */
    public String getFile() {
        return file;
    }

    public String getText() {
        return text;
    }

    @DataBoundSetter
    public void setText(String text) {
        this.text = Util.fixNull(text).trim();
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixNull(credentialsId).trim();
    }

    /** A file of public keys. */
    @Extension
    @Symbol("publicKeyFile")
    public static final class DescriptorImpl extends Descriptor<PublicKeyFile> {
        @Override
        public String getDisplayName() {
            return "Public keys";
        }

        @POST
        public FormValidation doCheckFile(@QueryParameter String value) {
            return PathName.isFile(Util.fixNull(value).trim())
                    ? FormValidation.ok()
                    : FormValidation.error(
                            "A path relative to stages.yml, such as keys/customer.asc, without \"..\", is needed.");
        }

        @POST
        public FormValidation doCheckText(@QueryParameter String value, @QueryParameter String credentialsId) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return FormValidation.ok();
            }
            String text = Util.fixNull(value).trim();
            if (text.isEmpty()) {
                return Util.fixNull(credentialsId).isBlank()
                        ? FormValidation.error("Paste public keys, or name credentials that hold them.")
                        : FormValidation.ok();
            }
            try {
                return FormValidation.ok(OpenPgp.keyring(text).persons().stream()
                        .map(DescriptorImpl::shown)
                        .collect(Collectors.joining("; ")));
            } catch (CountersignException e) {
                return FormValidation.error(PipelineWords.of(e.problem()));
            }
        }

        private static String shown(PersonKey person) {
            return person.userId() + " " + person.fingerprint();
        }
    }
}
