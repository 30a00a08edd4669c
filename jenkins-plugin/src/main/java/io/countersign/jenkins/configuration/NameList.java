package io.countersign.jenkins.configuration;

import java.util.Arrays;
import java.util.List;

/** Names that are separated by commas or blanks, as people write them into a field. */
public final class NameList {
    private NameList() {}

    public static List<String> of(String text) {
        return Arrays.stream(text.split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
