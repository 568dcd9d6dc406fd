package ai.a5c.krate.engine.manual;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.event.TaskKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person asks for by hand.
 *
 * @param agentStack the stack's name
 * @param repository the Repository resource's name, or {@code owner/name}
 * @param prompt what they want, in their words
 * @param ref a branch, a tag or a full ref; empty for the default branch
 * @param sha a commit, 40 hex digits; empty for the head of {@code ref}
 * @param files paths in that commit that the agent is shown
 * @param contextLabels names of AgentContextLabels beyond the stack's own
 * @param budgetUsd the most that it may cost in US dollars; 0 for the stack's limit alone
 * @param runnerPool the pool's name; empty for the stack's own
 * @param requestId the same one, from the same principal, asks for the same run; empty for a new one
 */
public record DispatchRequest(
        String agentStack,
        String repository,
        TaskKind taskKind,
        String prompt,
        String ref,
        String sha,
        List<String> files,
        List<String> contextLabels,
        Optional<WorkItem> workItem,
        double budgetUsd,
        String runnerPool,
        String requestId) {

    public DispatchRequest {
        files = List.copyOf(files);
        contextLabels = List.copyOf(contextLabels);
    }

    /**
     * The request that {@code document} makes, read strictly.
     *
     * @param requestId what the caller says outside of the document; empty for nothing
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     */
    public static DispatchRequest read(Map<String, Object> document, String requestId) {
        return new DispatchForm(document).read(requestId);
    }

    /** The address of all that is asked for. */
    Digest digest() {
        return CanonicalJson.digest(List.of(
                agentStack,
                repository,
                taskKind,
                prompt,
                ref,
                sha,
                files,
                contextLabels,
                workItem.map(item -> List.of(item.id(), item.title())).orElse(List.of()),
                Double.toString(budgetUsd),
                runnerPool));
    }
}
