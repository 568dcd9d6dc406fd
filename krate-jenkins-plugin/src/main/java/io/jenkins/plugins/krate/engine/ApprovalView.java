package io.jenkins.plugins.krate.engine;

import java.io.Serializable;
import java.util.List;

/**
 * A question to people: exactly what would happen.
 *
 * @param id its name
 * @param gate as in {@code write-back} or {@code untrusted-dispatch}
 * @param standing pending, approved, denied, expired, superseded, applied or apply-failed
 * @param bindingDigest what an answer must repeat, so that it speaks of exactly this; may be empty
 * @param needed how many people must say yes
 * @param expiresAt in ISO 8601; empty for never
 */
public record ApprovalView(
        String id,
        String run,
        String gate,
        String standing,
        String requestedBy,
        List<Mutation> mutations,
        String bindingDigest,
        List<String> risks,
        int needed,
        String expiresAt)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public ApprovalView {
        id = Texts.name(id);
        run = Texts.name(run);
        gate = Texts.name(gate);
        standing = Texts.name(standing);
        requestedBy = Texts.name(requestedBy);
        mutations = Texts.few(mutations);
        bindingDigest = Texts.name(bindingDigest);
        risks = risks.stream()
                .limit(Texts.MOST)
                .map(risk -> Texts.bounded(risk, 1_000))
                .toList();
        expiresAt = Texts.name(expiresAt);
    }

    /** Whether it waits for an answer. */
    public boolean isPending() {
        return standing.equals("pending");
    }

    /**
     * One thing that would be done.
     *
     * @param action as in {@code branch-push}
     * @param preview what a person reads of it
     */
    public record Mutation(int ordinal, String action, String target, String preview) implements Serializable {

        private static final long serialVersionUID = 1;

        public Mutation {
            action = Texts.name(action);
            target = Texts.name(target);
            preview = Texts.text(preview);
        }
    }
}
