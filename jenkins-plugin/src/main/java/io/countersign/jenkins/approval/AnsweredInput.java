package io.countersign.jenkins.approval;

import hudson.AbortException;
import hudson.model.Run;
import io.countersign.jenkins.agent.AgentCommand;
import io.countersign.problem.CountersignException;
import io.countersign.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;

/**
 * An input step that somebody answered, as Jenkins recorded it in the graph of the run.
 *
 * @param id as the step named itself; empty where it did not
 * @param message what the approver read
 */
record AnsweredInput(String id, String message, String approver) {

    /** @param id empty where the run has answered only one */
    static AnsweredInput of(Run<?, ?> run, String id) throws AbortException {
        List<AnsweredInput> answered = all(run).stream()
                .filter(each -> id.isEmpty() || each.id().equalsIgnoreCase(id))
                .toList();
        if (answered.size() != 1) {
            throw unknown(
                    id.isEmpty()
                            ? "This run has " + answered.size() + " answered input steps."
                            : "This run has " + answered.size() + " answered input steps with the id \"" + id + "\".",
                    "exactly one.",
                    "Place the step behind input, and name the id where there are several.");
        }
        return answered.get(0);
    }

    private static List<AnsweredInput> all(Run<?, ?> run) throws AbortException {
        FlowExecutionOwner owner =
                run instanceof FlowExecutionOwner.Executable flow ? flow.asFlowExecutionOwner() : null;
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        if (execution == null) {
            throw unknown("This run is no Pipeline.", "a Pipeline with an input step.", "Use countersignApproval.");
        }
        List<AnsweredInput> answered = new ArrayList<>();
        for (FlowNode node : new DepthFirstScanner().allNodes(execution)) {
            InputSubmittedAction submitted = node.getAction(InputSubmittedAction.class);
            if (submitted != null && submitted.getApprover() != null) {
                Map<String, Object> arguments = ArgumentsAction.getFilteredArguments(node);
                answered.add(new AnsweredInput(
                        text(arguments.get("id")), text(arguments.get("message")), submitted.getApprover()));
            }
        }
        return answered;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    /** Nobody approves by an answer to another question. */
    void requireToName(String... words) throws AbortException {
        List<String> lacking =
                Stream.of(words).filter(word -> !message.contains(word)).toList();
        if (!lacking.isEmpty()) {
            throw unknown(
                    "The message of the input step was \"" + message + "\".",
                    "one that names what is approved: " + String.join(", ", words) + "; it lacks "
                            + String.join(", ", lacking) + ".",
                    "Let the message say it, so that whoever answers has read it.");
        }
    }

    private static AbortException unknown(String found, String expected, String remedy) {
        return AgentCommand.refused(CountersignException.problem(ProblemCode.INPUT_UNKNOWN)
                .found("%s", found)
                .expected("%s", expected)
                .remedy("%s", remedy)
                .state("Nothing was signed.")
                .build());
    }
}
