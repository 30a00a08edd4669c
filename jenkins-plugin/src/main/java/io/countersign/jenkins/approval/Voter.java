package io.countersign.jenkins.approval;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.tasks.Mailer;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Somebody who wants to approve, as Jenkins itself knows them.
 *
 * @param id as this Jenkins' id strategy spells it, so that one account has one name
 */
record Voter(User user, String id, Authentication authentication) {

    /** Whoever sent the request. */
    static Voter current() {
        return of(jenkins.model.Jenkins.getAuthentication2());
    }

    /** Somebody whom Jenkins recorded by name, with the groups of now. */
    static Voter recorded(String userId) {
        User user = User.getById(userId, false);
        if (user == null) {
            throw forbidden("There is no user \"" + userId + "\".", "a user of this Jenkins");
        }
        try {
            return of(user.impersonate2());
        } catch (UsernameNotFoundException e) {
            throw forbidden("There is no user \"" + userId + "\" any more.", "a user of this Jenkins");
        }
    }

    private static Voter of(Authentication authentication) {
        // what runs as the system acts for nobody, however powerful it is
        boolean nobody = ACL.isAnonymous2(authentication) || authentication.equals(ACL.SYSTEM2);
        User user = nobody ? null : User.get2(authentication);
        if (user == null) {
            throw forbidden("Nobody is logged in.", "somebody who is logged in");
        }
        return new Voter(user, User.idStrategy().keyFor(user.getId()), authentication);
    }

    List<String> groups() {
        return authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .distinct()
                .sorted()
                .toList();
    }

    boolean may(AccessControlled item, Permission permission) {
        return item.getACL().hasPermission2(authentication, permission);
    }

    /** The address that the user or an administrator entered; never one that was guessed. */
    Optional<String> address() {
        return address(user);
    }

    /** @param user may be null: somebody who is not known has none */
    static Optional<String> address(@CheckForNull User user) {
        return Optional.ofNullable(user)
                .map(known -> known.getProperty(Mailer.UserProperty.class))
                .map(Mailer.UserProperty::getExplicitlyConfiguredAddress)
                .filter(address -> !address.isBlank());
    }

    static CountersignException forbidden(String found, String expected) {
        return CountersignException.problem(ProblemCode.APPROVAL_FORBIDDEN)
                .found("%s", found)
                .expected("%s.", expected)
                .remedy("Let somebody approve whom the stage's policy asks for.")
                .state("Nothing was signed.")
                .build();
    }
}
