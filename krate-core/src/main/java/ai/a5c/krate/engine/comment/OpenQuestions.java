package ai.a5c.krate.engine.comment;

import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.store.Query;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the questions to people about the issue or pull request that a comment stands at. */
final class OpenQuestions {

    private static final String ADMISSION = "untrusted-dispatch";
    private static final int MOST_TOLD = 10;

    private OpenQuestions() {}

    /** Those that nobody has decided, the oldest first. */
    static List<AgentApproval> of(Records records, Asked asked) {
        Query pending = Query.of("AgentApproval", asked.namespace())
                .whereField("spec.workItem", asked.workItem())
                .whereField("status.phase", "pending");
        return records.list(AgentApproval.class, pending).stream()
                .filter(approval -> isHere(records, asked, approval))
                .sorted(Comparator.comparing(OpenQuestions::askedAt)
                        .thenComparing(approval -> approval.metadata().name()))
                .toList();
    }

    /** The question of that name if it is about the same issue or pull request; another one is as good as none. */
    static Optional<AgentApproval> named(Records records, Asked asked, String name) {
        return records.get(AgentApproval.class, asked.namespace(), name)
                .filter(approval -> !asked.workItem().isEmpty()
                        && approval.spec().workItem().equals(asked.workItem()))
                .filter(approval -> isHere(records, asked, approval));
    }

    /** A work item's name says nothing of the repository. */
    private static boolean isHere(Records records, Asked asked, AgentApproval approval) {
        AgentApproval.Spec spec = approval.spec();
        if (!spec.organizationRef().equals(asked.event().organization())) {
            return false;
        }
        return spec.dispatchRun().isEmpty()
                ? records.get(AgentTriggerExecution.class, asked.namespace(), spec.triggerExecution())
                        .filter(execution -> execution
                                .metadata()
                                .labels()
                                .entrySet()
                                .containsAll(Labels.of("repository", asked.repositoryName())
                                        .entrySet()))
                        .isPresent()
                : records.get(AgentDispatchRun.class, asked.namespace(), spec.dispatchRun())
                        .filter(run -> run.spec().repository().equals(asked.repositoryName()))
                        .isPresent();
    }

    /** Whether it asks for an outsider's request at a commit that begins so. */
    static boolean isAt(AgentApproval approval, String commit) {
        return approval.spec().action().equals(ADMISSION)
                && approval.spec().headSha().startsWith(commit);
    }

    /** Whether it was asked after the comment was written; a forge tells whole seconds. */
    static boolean isNewer(AgentApproval approval, Asked asked) {
        return askedAt(approval)
                .truncatedTo(ChronoUnit.SECONDS)
                .isAfter(asked.event().occurredAt());
    }

    private static Instant askedAt(AgentApproval approval) {
        return Objects.requireNonNullElse(approval.metadata().creationTimestamp(), Instant.EPOCH);
    }

    /** As a list for people, with nothing in it that an outsider wrote. */
    static String told(List<AgentApproval> questions) {
        String list =
                questions.stream().limit(MOST_TOLD).map(OpenQuestions::line).collect(Collectors.joining("\n"));
        int rest = questions.size() - MOST_TOLD;
        return rest > 0 ? list + "\n- and %d more".formatted(rest) : list;
    }

    private static String line(AgentApproval approval) {
        AgentApproval.Spec spec = approval.spec();
        String of = spec.dispatchRun().isEmpty() ? "" : " of `%s`".formatted(spec.dispatchRun());
        String at = spec.headSha().isEmpty()
                ? ""
                : " at `%s`"
                        .formatted(spec.headSha()
                                .substring(0, Math.min(12, spec.headSha().length())));
        return "- `%s`: %s%s%s".formatted(approval.metadata().name(), spec.action(), of, at);
    }
}
