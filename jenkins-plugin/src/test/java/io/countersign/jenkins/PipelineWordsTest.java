package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.jenkins.agent.PipelineWords;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Remedies are of use only where they can be followed in a Jenkinsfile. */
class PipelineWordsTest {
    private static final Path CORE = Path.of("../common/src/main/java");
    private static final Pattern OPTION = Pattern.compile("-Dcountersign\\.(\\w+)");
    /** These write command lines for people who have Maven. */
    private static final Set<String> MAVEN = Set.of("GoalLine.java", "RunnerScript.java");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Ask for them: mvn countersign:approve -Dcountersign.stage=PRD. | Ask for them: countersignApprove stage: 'PRD'.
            mvn countersign:approve-wave -Dcountersign.stage=PRD -Dcountersign.wave=2. Then on | countersignApproveWave stage: 'PRD', wave: 2. Then on
            Repeat with -Dcountersign.acceptDataLoss=true once nobody | Repeat with acceptDataLoss: true once nobody
            Add -Dcountersign.key=FILE, -Dcountersign.keyEnvironment=NAME or -Dcountersign.gpgKey=FINGERPRINT. | Add keyCredentialsId.
            Add -Dcountersign.releaseVersion=1.4.0, or write it | Add releaseVersion: '1.4.0', or write it
            leave it out by -Dcountersign.without=NAME,NAME; then | leave it out by without: 'NAME,NAME'; then
            Repeat with -Dcountersign.confirm=QAT/main once | Repeat with confirm: 'QAT/main' once
            Add -Dcountersign.reason="…". | Add reason: '…'.
            Run countersign:ab-back, then countersign:recover. | Run countersignAbBack, then countersignRecover.
            write one by countersign:init | write one by countersign:init
            """)
    void names_steps_and_parameters(String maven, String pipeline) {
        assertThat(PipelineWords.of(maven)).isEqualTo(pipeline);
    }

    @Test
    void every_option_that_the_core_names_is_a_parameter_of_some_step() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(CORE)) {
            for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !MAVEN.contains(file.getFileName().toString()))
                    .toList()) {
                OPTION.matcher(Files.readString(source)).results().forEach(found -> named.add(found.group(1)));
            }
        }

        assertThat(parameters()).hasSizeGreaterThan(20).containsAll(named);
    }

    /** What the steps' classes let be set, and what their constructors take, which have getters. */
    private static Set<String> parameters() throws IOException {
        Set<String> names = new TreeSet<>(Set.of("key", "keyEnvironment", "gpgKey", "passphraseServer"));
        Path steps = Path.of("target/classes/io/countersign/jenkins/step");
        try (Stream<Path> classes = Files.list(steps)) {
            for (Path each : classes.filter(file -> file.toString().endsWith("Step.class"))
                    .toList()) {
                String name = each.getFileName().toString().replace(".class", "");
                for (Method method : type(name).getMethods()) {
                    if (method.getParameterCount() == 0 && method.getName().matches("(get|is)[A-Z]\\w*")) {
                        String property = method.getName().replaceFirst("^(get|is)", "");
                        names.add(property.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + property.substring(1));
                    }
                }
            }
        }
        return names;
    }

    private static Class<?> type(String step) {
        try {
            return Class.forName("io.countersign.jenkins.step." + step);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
