package io.countersign.release;

import io.countersign.json.TextValue;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.regex.Pattern;

/**
 * The name of a state of the database, usually the version of the release that brought it there. Versions are compared
 * for equality only: which one is newer is a matter of the promotion path, not of spelling.
 */
public record DatabaseVersion(String value) implements TextValue {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");

    public DatabaseVersion {
        if (!FORM.matcher(value).matches()) {
            throw CountersignException.problem(ProblemCode.PARAMETER_INVALID)
                    .found("\"%s\" is not a version.", value)
                    .expected(
                            "1 to 100 letters, digits, dots, plus or minus signs and underscores, a letter or digit first.")
                    .remedy("Choose a version such as 1.4.0.")
                    .build();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
