package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Describable;
import hudson.model.Descriptor;
import io.countersign.jenkins.configuration.ConfiguredPath;
import io.countersign.jenkins.configuration.FolderPaths;
import io.countersign.jenkins.configuration.PublicKeyFile;
import io.countersign.jenkins.step.CommandStepDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Every step, those to come as well, and every field of it. */
@WithJenkins
class StepFormsTest {
    private static final Set<String> SOME =
            Set.of("countersignSeal", "countersignApprove", "countersignRefresh", "countersignRollout");

    @Test
    void every_step_goes_through_a_form_and_a_snippet(JenkinsRule jenkins) throws Exception {
        StepConfigTester forms = new StepConfigTester(jenkins);
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        assertThat(descriptors()).hasSizeGreaterThanOrEqualTo(30);
        for (StepDescriptor descriptor : descriptors()) {
            Step step = filled(descriptor);
            snippets.assertRoundTrip(step, snippet(descriptor));
            // steps that run a command share one form, which is tried with every kind of field
            if (!(descriptor instanceof CommandStepDescriptor) || SOME.contains(descriptor.getFunctionName())) {
                // what the form does not offer comes back as it is by default, and so differs
                jenkins.assertEqualDataBoundBeans(step, forms.configRoundTrip(step));
            }
        }
    }

    @Test
    void every_field_explains_itself(JenkinsRule jenkins) throws Exception {
        List<Descriptor<?>> all = new ArrayList<>(descriptors());
        for (Class<? extends Describable<?>> other :
                List.of(ConfiguredPath.class, PublicKeyFile.class, FolderPaths.class)) {
            all.add(jenkins.jenkins.getDescriptorOrDie(other));
        }
        // what belongs to a class, Jenkins looks up for a request only
        assertThat(jenkins.executeOnServer(() -> withoutHelp(all))).isEmpty();
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            for (StepDescriptor descriptor : descriptors()) {
                assertThat(descriptor.getDisplayName()).startsWith("Countersign: ");
                assertThat(web.goTo("descriptor/" + descriptor.getId() + "/help", null)
                                .getWebResponse()
                                .getContentAsString())
                        .contains("<div>");
            }
        }
    }

    private static List<String> withoutHelp(List<Descriptor<?>> all) {
        List<String> without = new ArrayList<>();
        for (Descriptor<?> descriptor : all) {
            for (DescribableParameter field : new DescribableModel<>(descriptor.clazz).getParameters()) {
                if (descriptor.getHelpFile(field.getName()) == null) {
                    without.add(descriptor.clazz.getSimpleName() + "." + field.getName());
                }
            }
        }
        return without;
    }

    private static List<StepDescriptor> descriptors() {
        return StepDescriptor.all().stream()
                .filter(descriptor -> descriptor.getFunctionName().startsWith("countersign"))
                .toList();
    }

    private static Step filled(StepDescriptor descriptor) throws Exception {
        Map<String, Object> values = values(descriptor);
        return (Step) new DescribableModel<>(descriptor.clazz).instantiate(values, null);
    }

    /** Something else than the default in every field. */
    private static Map<String, Object> values(StepDescriptor descriptor) {
        Map<String, Object> values = new TreeMap<>();
        for (DescribableParameter field : new DescribableModel<>(descriptor.clazz).getParameters()) {
            Class<?> type = field.getErasedType();
            if (type == boolean.class) {
                values.put(
                        field.getName(),
                        !field.getName().equals("failOnRefusal")
                                && !field.getName().equals("showSql"));
            } else if (type == int.class) {
                values.put(field.getName(), 7);
            } else {
                values.put(field.getName(), "some-" + field.getName());
            }
        }
        return values;
    }

    /** As the snippet generator writes, sorted by name. */
    private static String snippet(StepDescriptor descriptor) {
        return descriptor.getFunctionName() + " "
                + values(descriptor).entrySet().stream()
                        .map(field -> field.getKey() + ": "
                                + (field.getValue() instanceof String text ? "'" + text + "'" : field.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
