package io.countersign.promotion;

import io.countersign.promotion.Target.Credentials;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A database in which somebody keeps a list of targets: shops, tenants, plants. It is asked whenever the targets of its stage are
 * needed, and only read.
 *
 * @param url a JDBC URL without credentials
 * @param credentials of somebody who may read the list
 * @param sql a query for {@code name} and {@code url}, and where wanted {@code schema} and {@code credentials} (an id of Maven's
 *     settings), in the order of the waves
 * @param each the credentials of the targets for which the query tells none
 * @param folder that of {@code stages.yml}, where relative files of the list begin too
 */
public record TargetCatalogue(String url, Credentials credentials, String sql, Credentials each, Path folder) {

    /** As the stage's own list of targets has to be, so a row of the catalogue has to be. */
    public Target target(String name, String url, Optional<String> schema, Optional<String> id) {
        return new Target(
                name,
                FileUrl.absolute(url, folder),
                id.<Credentials>map(Credentials.Reference::new).orElse(each),
                schema,
                Optional.empty());
    }
}
