package io.countersign.jenkins.step;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the descriptors of steps that may sign have in common: the choice of credentials. */
public abstract class KeyStepDescriptor extends CommandStepDescriptor {

    @POST
    public final ListBoxModel doFillKeyCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String keyCredentialsId) {
        return choice(item, keyCredentialsId);
    }

    @POST
    public final ListBoxModel doFillPassphraseCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String passphraseCredentialsId) {
        return choice(item, passphraseCredentialsId);
    }

    /** Whoever may not use the credentials of a job does not see which ones there are. */
    private static ListBoxModel choice(Item item, String current) {
        StandardListBoxModel choice = new StandardListBoxModel();
        boolean allowed = item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
        if (allowed) {
            choice.includeEmptyValue()
                    .includeMatchingAs(
                            ACL.SYSTEM2,
                            item,
                            StandardCredentials.class,
                            List.of(),
                            CredentialsMatchers.anyOf(
                                    CredentialsMatchers.instanceOf(FileCredentials.class),
                                    CredentialsMatchers.instanceOf(StringCredentials.class)));
        }
        return choice.includeCurrentValue(current);
    }
}
