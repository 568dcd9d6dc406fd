package io.jenkins.plugins.krate.step;

import io.jenkins.plugins.krate.engine.DispatchOrder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What a step asks for, as it is kept in the state of the build until the run is known. */
final class DispatchParameters implements Serializable {

    private static final long serialVersionUID = 1;

    private final String stack;
    private final String task;
    private final String prompt;
    private final ArrayList<String> files;
    private final ArrayList<String> labels;
    private final double budget;

    DispatchParameters(
            String stack, String task, String prompt, List<String> files, List<String> labels, double budget) {
        this.stack = stack;
        this.task = task;
        this.prompt = prompt;
        this.files = new ArrayList<>(files);
        this.labels = new ArrayList<>(labels);
        this.budget = budget;
    }

    String stack() {
        return stack;
    }

    /** The order for what {@code code} is about. */
    DispatchOrder order(String key, BuiltCode code) {
        return new DispatchOrder(
                key,
                stack,
                task,
                prompt,
                code.repository(),
                code.ref(),
                code.sha(),
                files,
                labels,
                code.workItem(),
                budget);
    }
}
