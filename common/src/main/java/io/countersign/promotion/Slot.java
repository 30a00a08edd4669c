package io.countersign.promotion;

import java.util.List;
import java.util.Optional;

/**
 * One of the two parallel services of a target.
 *
 * @param name a letter, then letters, digits, _ or -; it is also what the pointer to the live slot says
 * @param url of the database that its application works on; both slots may share one
 * @param health what its application must answer before it may go live, whichever slot is live
 */
public record Slot(
        String name,
        String url,
        Target.Credentials credentials,
        Optional<String> schema,
        ApplicationPlace application,
        List<SmokeCheck.Http> health) {
    public Slot {
        health = List.copyOf(health);
    }
}
