package io.jenkins.plugins.krate.failure;

import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.LogAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jspecify.annotations.Nullable;

/** Finds in the graph of a pipeline the step that broke it. */
final class FlowReading {

    private final StepFacts step;
    private final FlowNode node;

    private FlowReading(StepFacts step, FlowNode node) {
        this.step = step;
        this.node = node;
    }

    /** What the pipeline says; empty if the build is none, or nothing in it went wrong. */
    static Optional<FlowReading> of(Run<?, ?> run) {
        if (!(run instanceof FlowExecutionOwner.Executable pipeline)) {
            return Optional.empty();
        }
        FlowExecutionOwner owner = pipeline.asFlowExecutionOwner();
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        return execution == null ? Optional.empty() : atTheEnd(execution).or(() -> onTheWay(execution));
    }

    /** What ended the pipeline. */
    private static Optional<FlowReading> atTheEnd(FlowExecution execution) {
        for (FlowNode head : execution.getCurrentHeads()) {
            ErrorAction error = head.getError();
            if (error != null) {
                return Optional.of(failed(head, error, execution));
            }
        }
        return Optional.empty();
    }

    /** What went wrong first in a pipeline that went on to its end. */
    private static Optional<FlowReading> onTheWay(FlowExecution execution) {
        List<FlowReading> found = new ArrayList<>();
        for (FlowNode node : new DepthFirstScanner().allNodes(execution)) {
            ErrorAction error = node.getError();
            WarningAction warning = error == null ? node.getAction(WarningAction.class) : null;
            if (error != null) {
                found.add(failed(node, error, execution));
            } else if (warning != null) {
                found.add(new FlowReading(facts(node, warning.getMessage(), false), node));
            }
        }
        return found.stream().min(Comparator.comparing(FlowReading::step, StepFacts.FIRST));
    }

    private static FlowReading failed(FlowNode node, ErrorAction action, FlowExecution execution) {
        Throwable error = action.getError();
        FlowNode origin = ErrorAction.findOrigin(error, execution);
        FlowNode place = origin == null ? node : origin;
        String message = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        return new FlowReading(facts(place, message, true), place);
    }

    private static StepFacts facts(FlowNode node, @Nullable String message, boolean failed) {
        StepDescriptor descriptor = node instanceof StepNode of ? of.getDescriptor() : null;
        List<Block> around = new ArrayList<>();
        for (BlockStartNode block : node.iterateEnclosingBlocks()) {
            LabelAction label = block.getAction(LabelAction.class);
            boolean branch = block.getAction(ThreadNameAction.class) != null;
            around.add(new Block(label == null ? "" : label.getDisplayName(), branch));
        }
        return new StepFacts(
                order(node.getId()),
                descriptor == null ? "" : descriptor.getFunctionName(),
                around,
                message == null ? "" : message,
                failed);
    }

    private static long order(String id) {
        return id.matches("\\d{1,18}") ? Long.parseLong(id) : Long.MAX_VALUE;
    }

    StepFacts step() {
        return step;
    }

    /** What the step itself wrote: in the log of the build the lines of parallel branches are mixed. */
    LogReading log() throws IOException {
        LogReading reading = new LogReading();
        LogAction action = node.getAction(LogAction.class);
        if (action != null) {
            action.getLogText().writeLogTo(0, reading.sink());
        }
        return reading;
    }
}
