package io.countersign.jenkins.approval;

import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.User;
import hudson.scm.ChangeLogSet;
import io.countersign.gate.Authorship;
import io.countersign.release.SourceRevision;
import io.countersign.signature.Evidence;
import io.countersign.signature.PersonKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import jenkins.scm.RunWithSCM;

/**
 * Whose work a release is: by Jenkins' record of who started the run and who committed what it builds, and by git's record of
 * who committed and tagged what was sealed.
 */
final class Authors {
    private final Set<String> starters = new LinkedHashSet<>();
    private final Set<String> committers = new LinkedHashSet<>();
    private final Optional<List<Authorship.Author>> sealed;
    private boolean chainCut;

    private Authors(Optional<List<Authorship.Author>> sealed) {
        this.sealed = sealed;
    }

    static Authors of(Run<?, ?> run, Evidence evidence, SourceRevision source) {
        Authors authors = new Authors(Authorship.of(evidence, source));
        authors.addStarters(run.getCauses());
        if (run instanceof RunWithSCM<?, ?> built) {
            for (ChangeLogSet<? extends ChangeLogSet.Entry> set : built.getChangeSets()) {
                set.forEach(entry -> authors.committers.add(
                        User.idStrategy().keyFor(entry.getAuthor().getId())));
            }
        }
        return authors;
    }

    private void addStarters(List<? extends Cause> causes) {
        for (Cause cause : causes) {
            if (cause instanceof Cause.UserIdCause by) {
                Optional.ofNullable(by.getUserId())
                        .map(User.idStrategy()::keyFor)
                        .ifPresent(starters::add);
            } else if (cause instanceof Cause.UpstreamCause upstream) {
                addStarters(upstream.getUpstreamCauses());
            } else if (cause instanceof Cause.UpstreamCause.DeeplyNestedUpstreamCause) {
                // Jenkins forgets who stands at the beginning of a long chain of builds
                chainCut = true;
            }
        }
    }

    /** Why the release is this person's own work; empty where it is not. What is not known is told as an objection too. */
    Optional<String> objection(Voter voter) {
        List<String> reasons = new ArrayList<>();
        if (starters.contains(voter.id())) {
            reasons.add(voter.id() + " started this build");
        }
        if (chainCut) {
            reasons.add("who started this build is not known: too many builds lie between");
        }
        if (committers.contains(voter.id())) {
            reasons.add(voter.id() + " committed what this build builds");
        }
        if (sealed.isEmpty()) {
            reasons.add(
                    "who committed the sealed sources is not known: the evidence does not hold the commit and the tag");
        } else if (sealed.get().stream().anyMatch(author -> is(voter, author))) {
            reasons.add(voter.id() + " committed or tagged what was sealed");
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    /** Whoever cannot be told from an author is taken for one: names in git are free. */
    private static boolean is(Voter voter, Authorship.Author author) {
        String address = author.address().toLowerCase(Locale.ROOT);
        String id = voter.id().toLowerCase(Locale.ROOT);
        return voter.address().filter(address::equalsIgnoreCase).isPresent()
                || address.equals(id)
                || address.startsWith(id + "@")
                || author.name().equalsIgnoreCase(id)
                || author.name().equalsIgnoreCase(voter.user().getFullName());
    }

    /** Why the release is the work of a key's owner; empty where nothing says so. */
    Optional<String> objection(PersonKey signer, Function<String, PersonKey> personOf) {
        boolean author = sealed.stream().flatMap(List::stream).anyMatch(each -> carries(signer, each.address()));
        if (author) {
            return Optional.of("the same address committed or tagged what was sealed");
        }
        Set<String> accounts = new LinkedHashSet<>(starters);
        accounts.addAll(committers);
        return accounts.stream()
                .filter(account -> personOf.apply(account).fingerprint().equals(signer.fingerprint())
                        || Voter.address(User.getById(account, false))
                                .filter(address -> carries(signer, address))
                                .isPresent())
                .map(account -> "it is the key of " + account + ", who "
                        + (starters.contains(account) ? "started this build" : "committed what this build builds"))
                .findFirst();
    }

    /** Whether a key's user id has this address. */
    static boolean carries(PersonKey key, String address) {
        return key.userId().toLowerCase(Locale.ROOT).contains("<" + address.toLowerCase(Locale.ROOT) + ">");
    }
}
