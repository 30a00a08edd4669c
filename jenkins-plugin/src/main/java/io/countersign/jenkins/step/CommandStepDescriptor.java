package io.countersign.jenkins.step;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.countersign.jenkins.Messages;
import io.countersign.jenkins.configuration.PathStepDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jvnet.localizer.ResourceBundleHolder;

/**
 * What the descriptors of all steps that run a command have in common. A step's name, its form and its texts follow from its
 * class: {@code DeployStep} is {@code countersignDeploy}, and its form has a line for each of its fields.
 */
public abstract class CommandStepDescriptor extends PathStepDescriptor {
    private static final ResourceBundleHolder TEXTS = ResourceBundleHolder.get(Messages.class);

    /** Fields that many steps have, in the order in which a form shows them behind the required ones. */
    private static final List<String> FIRST = List.of("promotionPath", "stages", "fromTarget", "pilotTarget", "target");

    private static final List<String> LAST =
            List.of("evidence", "keyCredentialsId", "passphraseCredentialsId", "lockTimeout", "failOnRefusal");

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class, FilePath.class, EnvVars.class, Computer.class);
    }

    @Override
    public final String getFunctionName() {
        return "countersign" + clazz.getSimpleName().replaceFirst("Step$", "");
    }

    @Override
    public final String getDisplayName() {
        return TEXTS.format(clazz.getSimpleName() + ".displayName");
    }

    /** The names of the fields, in the order of the form. */
    public final List<String> getFields() {
        Set<String> fields = new LinkedHashSet<>();
        List<String> others = new ArrayList<>();
        for (DescribableParameter parameter : model().getParameters()) {
            if (parameter.isRequired()) {
                fields.add(parameter.getName());
            } else {
                others.add(parameter.getName());
            }
        }
        FIRST.stream().filter(others::contains).forEach(fields::add);
        others.stream().filter(name -> !LAST.contains(name)).forEach(fields::add);
        LAST.stream().filter(others::contains).forEach(fields::add);
        return List.copyOf(fields);
    }

    /** What stands beside a field. */
    public final String title(String field) {
        return TEXTS.format("field." + field);
    }

    public final boolean isFlag(String field) {
        return model().getParameter(field).getErasedType() == boolean.class;
    }

    public final boolean isNumber(String field) {
        return model().getParameter(field).getErasedType() == int.class;
    }

    public final boolean isCredentials(String field) {
        return field.endsWith("CredentialsId");
    }

    public final boolean isPath(String field) {
        return field.equals("promotionPath");
    }

    /** A step with nothing filled in. */
    public final Object getPrototype() {
        Map<String, Object> required = new LinkedHashMap<>();
        for (DescribableParameter parameter : model().getParameters()) {
            if (parameter.isRequired()) {
                required.put(parameter.getName(), "");
            }
        }
        return model().instantiate(required, null);
    }

    private DescribableModel<?> model() {
        return DescribableModel.of(clazz);
    }
}
