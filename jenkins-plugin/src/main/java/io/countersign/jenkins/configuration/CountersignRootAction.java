package io.countersign.jenkins.configuration;

import hudson.Extension;
import hudson.model.RootAction;
import java.nio.charset.StandardCharsets;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.WebMethod;

/** {@code /countersign/attestor.asc}: this Jenkins' public key, for the key files of a promotion path. */
@Extension
public final class CountersignRootAction implements RootAction {
    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return "Countersign";
    }

    @Override
    public String getUrlName() {
        return "countersign";
    }

    @WebMethod(name = "attestor.asc")
    public HttpResponse doAttestor() {
        return Downloads.of(
                AttestorKey.get().publicKey().getBytes(StandardCharsets.UTF_8), "application/pgp-keys", "attestor.asc");
    }
}
