package io.countersign.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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

    @Test
    void every_field_of_every_step_has_a_form_a_help_text_and_a_snippet(JenkinsRule jenkins) throws Exception {
        StepConfigTester forms = new StepConfigTester(jenkins);
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        assertThat(descriptors()).hasSizeGreaterThanOrEqualTo(12);
        for (StepDescriptor descriptor : descriptors()) {
            Step step = filled(descriptor);
            // what the form does not offer comes back as it is by default, and so differs
            jenkins.assertEqualDataBoundBeans(step, forms.configRoundTrip(step));
            snippets.assertRoundTrip(step, snippet(descriptor));
        }
    }

    @Test
    void every_field_of_every_step_explains_itself(JenkinsRule jenkins) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            for (StepDescriptor descriptor : descriptors()) {
                for (DescribableParameter field : new DescribableModel<>(descriptor.clazz).getParameters()) {
                    assertThat(web.goTo("descriptor/" + descriptor.getId() + "/help/" + field.getName(), null)
                                    .getWebResponse()
                                    .getContentAsString())
                            .contains("<div>");
                }
                assertThat(web.goTo("descriptor/" + descriptor.getId() + "/help", null)
                                .getWebResponse()
                                .getContentAsString())
                        .contains("<div>");
                assertThat(descriptor.getDisplayName()).startsWith("Countersign: ");
            }
        }
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
