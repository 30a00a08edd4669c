package io.countersign.it.harness;

import java.nio.file.Path;

/** An installed Maven that the tests run the goals on. */
public enum MavenHome {
    /** The one that runs this build. */
    OF_THE_BUILD("countersign.it.mavenHome"),
    /** Maven 3.9, unpacked by the build. */
    MAVEN_3_9("countersign.it.otherMavenHome");

    private final String property;

    MavenHome(String property) {
        this.property = property;
    }

    Path executable() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return Path.of(ItProperties.required(property)).resolve("bin").resolve(windows ? "mvn.cmd" : "mvn");
    }
}
