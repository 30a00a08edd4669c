package io.countersign.jenkins.approval;

import io.countersign.promotion.Account;
import io.countersign.signature.Judged;
import io.countersign.signature.Predicate;
import io.countersign.signature.RuleResult;
import java.util.List;

/** What people are asked to agree to, and how far that has come. */
interface Agreement {
    /** What the stage's rule makes of what was signed. */
    RuleResult result();

    /** Everything that was signed about it, also what doesn't count. */
    List<? extends Judged<?>> signatures();

    /** For people: what is asked for. */
    String question();

    /** Which part of the stage it is about, for example {@code wave 2}; empty for all of it. */
    String part();

    /** Why nobody can agree yet; empty where they can. */
    String obstacle();

    /** What somebody signs with a key of their own. */
    Predicate byKey(String role);

    /** What this Jenkins signs for the owner of an account. */
    Predicate byAccount(Word word);

    /** The name of the statement's file, for a signer whose name is part of it. */
    String fileName(String signer);

    /**
     * What the owner of an account said.
     *
     * @param groups of the account, at this moment
     * @param how {@code page}, {@code rest} or {@code input}
     * @param run by its id
     */
    record Word(Account account, List<String> groups, String role, String comment, String how, String run) {
        public Word {
            groups = List.copyOf(groups);
        }
    }
}
