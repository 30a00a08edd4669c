package io.countersign.command;

import io.countersign.deploy.ConfigurationChange;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ProjectConfiguration;
import io.countersign.promotion.ProjectConfiguration.ConfigurationTables;
import io.countersign.promotion.yaml.ProjectConfigurationReader;
import io.countersign.release.SealedRelease;
import java.io.File;
import java.util.List;

/** The tables of a project whose rows belong to the application and not to its users. */
record ConfiguredTables(ProjectConfiguration project, ConfigurationTables tables) {

    /** Those that the release carries data of; otherwise those that the project names. */
    static List<String> of(SealedRelease release, File configuration) {
        return ConfigurationChange.of(release)
                .map(content -> content.index().tables())
                .orElseGet(() -> in(configuration).tables().tables());
    }

    /** @throws CountersignException PARAMETER_MISSING where {@code countersign.yml} names none */
    static ConfiguredTables in(File configuration) {
        ProjectConfiguration project = ProjectConfigurationReader.read(configuration.toPath());
        return new ConfiguredTables(
                project,
                project.configuration()
                        .orElseThrow(() -> CountersignException.problem(ProblemCode.PARAMETER_MISSING)
                                .found("%s names no configuration tables.", configuration)
                                .expected("configuration: { tables: [ country, … ] }")
                                .remedy("Name the tables whose rows belong to the application and not to its users.")
                                .build()));
    }
}
