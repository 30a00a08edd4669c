package io.countersign.database;

import io.countersign.release.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a schema consists of, sorted. Countersign's own ledger and Liquibase's bookkeeping tables are not part of
 * it.
 */
public record SchemaInventory(List<SchemaObject> objects) {
    public SchemaInventory {
        objects = objects.stream().sorted().toList();
    }

    /** Over {@code kind NUL name NUL definition LF} of every object, in order, in UTF-8. */
    public Fingerprint fingerprint() {
        MessageDigest digest = Digest.begin();
        for (SchemaObject object : objects) {
            digest.update((object.kind() + '\0' + object.name() + '\0' + object.definition() + '\n')
                    .getBytes(StandardCharsets.UTF_8));
        }
        return new Fingerprint(Digest.finish(digest));
    }

    public boolean isEmpty() {
        return objects.isEmpty();
    }

    /** What is different now, for people: {@code added table public.x}, {@code removed …}, {@code changed …}. */
    public List<String> differencesFrom(SchemaInventory earlier) {
        Map<String, String> before = index(earlier);
        Map<String, String> now = index(this);
        List<String> differences = new ArrayList<>();
        for (SchemaObject object : objects) {
            String key = key(object);
            String old = before.get(key);
            if (old == null) {
                differences.add("added " + key);
            } else if (!old.equals(now.get(key))) {
                differences.add("changed " + key);
            }
        }
        for (SchemaObject object : earlier.objects) {
            if (!now.containsKey(key(object))) {
                differences.add("removed " + key(object));
            }
        }
        return differences.stream().distinct().toList();
    }

    private static Map<String, String> index(SchemaInventory inventory) {
        Map<String, String> index = new HashMap<>();
        for (SchemaObject object : inventory.objects) {
            index.merge(key(object), object.definition(), (one, two) -> one + '\n' + two);
        }
        return index;
    }

    private static String key(SchemaObject object) {
        return object.kind() + " " + object.name();
    }
}
