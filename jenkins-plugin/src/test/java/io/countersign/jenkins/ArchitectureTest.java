package io.countersign.jenkins;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final List<String> ORDER = List.of("agent", "configuration", "record", "approval", "step");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.countersign.jenkins");

    @Test
    void a_package_uses_only_those_before_it() {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            noClasses()
                    .that()
                    .resideInAnyPackage(packages(ORDER.subList(i, i + 1)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(ORDER.subList(i + 1, ORDER.size())))
                    .check(classes);
        }
    }

    /** The controller holds no connection to a target: commands alone open one, on agents. */
    @Test
    void only_what_runs_on_agents_knows_databases() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.countersign.jenkins.agent..")
                .and()
                .resideInAPackage("io.countersign.jenkins..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.countersign.database.TargetDatabase")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..")
                .check(classes);
    }

    private static String[] packages(List<String> names) {
        return names.stream()
                .map(name -> "io.countersign.jenkins." + name + "..")
                .toArray(String[]::new);
    }
}
