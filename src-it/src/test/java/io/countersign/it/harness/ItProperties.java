package io.countersign.it.harness;

/** What the build hands to the tests as system properties. */
final class ItProperties {

    private ItProperties() {}

    static String required(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("The build sets " + name + "; run the integration tests by mvn verify.");
        }
        return value;
    }
}
