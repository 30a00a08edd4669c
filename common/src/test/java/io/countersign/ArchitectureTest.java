package io.countersign;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.countersign.environment.DressRehearsal;
import io.countersign.gate.checks.StandardChecks;
import io.countersign.problem.Problem;
import java.io.Serializable;
import java.util.List;

/** The order of the packages, and where each wrapped library may be seen. */
@AnalyzeClasses(packages = "io.countersign", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** A package imports only those before it. */
    private static final List<String> ORDER = List.of(
            "problem",
            "release",
            "promotion",
            "signature",
            "database",
            "ledger",
            "gate",
            "plan",
            "deploy",
            "environment",
            "packaging",
            "command");

    /** Helpers below the order: any package may use them, they use none but problem and each other. */
    private static final List<String> HELPERS = List.of("json", "progress", "secret");

    @ArchTest
    static final ArchRule a_package_imports_only_those_before_it = rules(ORDER.stream()
            .skip(1)
            .map(later -> noClasses()
                    .that()
                    .resideInAnyPackage(packages(ORDER.subList(0, ORDER.indexOf(later))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(List.of(later)))
                    .as(later + " is not imported by a package before it"))
            .toList());

    @ArchTest
    static final ArchRule helpers_know_nothing_of_the_product = noClasses()
            .that()
            .resideInAnyPackage(packages(HELPERS))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages(ORDER.subList(1, ORDER.size())))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packages_have_no_cycles = SlicesRuleDefinition.slices()
            .matching("io.countersign.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_a_rehearsal_asks_the_gate_for_less = noClasses()
            .that()
            .areNotAssignableTo(DressRehearsal.class)
            .should()
            .callMethod(StandardChecks.class, "forRehearsal");

    @ArchTest
    static final ArchRule only_release_git_sees_jgit = onlyIn("io.countersign.release.git", "org.eclipse.jgit..");

    @ArchTest
    static final ArchRule only_signature_openpgp_sees_bouncy_castle =
            onlyIn("io.countersign.signature.openpgp", "org.bouncycastle..");

    /** Making the first of its classes takes a third of a second, and its judgement on keys is not ours. */
    @ArchTest
    static final ArchRule nobody_uses_bouncy_castles_openpgp_api =
            onlyIn("no.package.at.all", "org.bouncycastle.openpgp.api..");

    @ArchTest
    static final ArchRule only_json_and_masks_of_json_see_jackson = noClasses()
            .that()
            .resideOutsideOfPackages("io.countersign.json", "io.countersign.environment.masking")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule only_database_liquibase_sees_liquibase =
            onlyIn("io.countersign.database.liquibase", "liquibase..");

    @ArchTest
    static final ArchRule only_packaging_sees_what_writes_packages =
            onlyIn("io.countersign.packaging", "org.eclipse.packager..", "org.apache.commons.compress..");

    @ArchTest
    static final ArchRule only_the_reader_of_the_two_files_sees_snakeyaml =
            onlyIn("io.countersign.promotion.yaml", "org.yaml.snakeyaml..");

    /** An Optional cannot be serialised, so neither could what holds one. A problem travels inside of its exception. */
    @ArchTest
    static final ArchRule values_travel_as_json = classes()
            .that(DescribedPredicate.describe(
                    "are marked as Serializable",
                    one -> one.getRawInterfaces().stream()
                            .anyMatch(marker -> marker.isEquivalentTo(Serializable.class))))
            .should()
            .be(Problem.class);

    /** Maven brings an older slf4j than the one we compile with, and the core reports through its own types anyway. */
    @ArchTest
    static final ArchRule nobody_logs_through_a_logging_library = noClasses()
            .that()
            // JDBC's own interface has a method that returns a java.util.logging.Logger
            .areNotAssignableTo(java.sql.Driver.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.slf4j..", "java.util.logging..", "org.apache.commons.logging..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.System$Logger");

    @ArchTest
    static final ArchRule the_core_knows_neither_maven_nor_jenkins =
            onlyIn("no.package.at.all", "org.apache.maven..", "hudson..", "jenkins..");

    private static ArchRule onlyIn(String home, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(home + "..", "io.countersign.harness..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .allowEmptyShould(true);
    }

    private static ArchRule rules(List<ArchRule> rules) {
        return CompositeArchRule.of(
                        rules.stream().map(rule -> rule.allowEmptyShould(true)).toList())
                .allowEmptyShould(true);
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> "io.countersign." + name + "..").toArray(String[]::new);
    }
}
