package io.countersign.database;

import io.countersign.promotion.Stage;
import java.util.List;
import java.util.Optional;

/**
 * What a freeze takes away and has to be given back, written down before it is taken.
 *
 * @param mode never {@code NONE}
 * @param former the value that a setting of the database had; empty where it had none of its own
 * @param withdrawn privileges that others had
 * @param lent privileges that some are given for the time of the freeze
 */
public record FreezeMeasures(
        Stage.Freeze mode, Optional<String> former, List<Privilege> withdrawn, List<Privilege> lent) {
    public FreezeMeasures {
        withdrawn = List.copyOf(withdrawn);
        lent = List.copyOf(lent);
    }

    /** Where nothing has to be given back, because the freeze ends with the connection. */
    public static FreezeMeasures passing(Stage.Freeze mode) {
        return new FreezeMeasures(mode, Optional.empty(), List.of(), List.of());
    }

    /**
     * Privileges of one account.
     *
     * @param account a role, {@code user@host}, or {@code PUBLIC}
     * @param scope what they are privileges on, as the product's catalogue spells it
     * @param names such as {@code INSERT}
     * @param grantable whether the account may pass them on
     */
    public record Privilege(String account, String scope, List<String> names, boolean grantable) {
        public Privilege {
            names = List.copyOf(names);
            for (String name : names) {
                if (!name.matches("[A-Z][A-Z ]*")) {
                    throw new IllegalArgumentException("\"" + name + "\" is no privilege");
                }
            }
        }
    }
}
