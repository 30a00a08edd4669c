package io.countersign.command;

import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import io.countersign.promotion.ProjectConfiguration;
import io.countersign.promotion.ProjectConfiguration.ConfigurationTables;
import io.countersign.promotion.yaml.ProjectConfigurationReader;
import java.io.File;

/** The tables of a project whose rows belong to the application and not to its users. */
record ConfiguredTables(ProjectConfiguration project, ConfigurationTables tables) {

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
