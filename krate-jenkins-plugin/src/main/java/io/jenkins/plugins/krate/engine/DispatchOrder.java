package io.jenkins.plugins.krate.engine;

import java.io.Serializable;
import java.util.List;

/**
 * A request for one run.
 *
 * @param key the same one asks for the same run: printable ASCII without spaces, at most 200
 * @param task as in {@code ci-repair} or {@code diagnosis}
 * @param repository the Repository's name in Krate, {@code owner/name}, or the address that it is cloned from
 * @param ref a branch, a tag or a full ref; empty for the default branch
 * @param sha a whole commit id; empty for the head of {@code ref}
 * @param files paths that the agent is shown
 * @param labels context labels beyond the stack's own
 * @param workItem as in {@code pull-request/7}; empty for none
 * @param budgetUsd the most that it may cost; 0 for the stack's limit alone
 */
public record DispatchOrder(
        String key,
        String stack,
        String task,
        String prompt,
        String repository,
        String ref,
        String sha,
        List<String> files,
        List<String> labels,
        String workItem,
        double budgetUsd)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public DispatchOrder {
        if (!key.matches("[\\x21-\\x7e]{1,200}")) {
            throw new IllegalArgumentException("expected a key of 1 to 200 printable ASCII characters without spaces");
        }
        files = List.copyOf(files);
        labels = List.copyOf(labels);
    }
}
