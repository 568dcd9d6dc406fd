package ai.a5c.krate.review;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request as records write it. */
record RequestForm(
        String organization,
        String repository,
        String branch,
        String sha,
        String actor,
        String agentStack,
        @Nullable Source source,
        @Nullable TaskKind taskKind,
        String runnerPool,
        @Nullable Trust trust,
        @Nullable Moment moment,
        List<String> tools,
        List<String> skills,
        List<String> mcpServers,
        List<String> contextLabels,
        List<String> writeBackTargets) {

    static RequestForm of(ReviewRequest request) {
        Narrowing narrowing = request.narrowing();
        return new RequestForm(
                request.organization(),
                request.repository(),
                request.branch().orElse(""),
                request.sha().orElse(""),
                request.actor(),
                request.agentStack(),
                request.source(),
                request.taskKind(),
                request.runnerPool(),
                request.trust(),
                request.moment(),
                sorted(narrowing.tools()),
                sorted(narrowing.skills()),
                sorted(narrowing.mcpServers()),
                sorted(narrowing.contextLabels()),
                sorted(narrowing.writeBackTargets()));
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    /** The names, of which none may be null. */
    static <T> Set<T> set(List<T> names) {
        return Set.copyOf(whole(names));
    }

    /** The items, of which none may be null. */
    static <T> List<T> whole(List<T> items) {
        if (items.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("the record of the review has null in a list");
        }
        return items;
    }

    /**
     * The request that a record holds.
     *
     * @throws IllegalArgumentException if it is none
     */
    ReviewRequest request() {
        if (source == null || taskKind == null || trust == null || moment == null) {
            throw new IllegalArgumentException("the request of the review lacks source, taskKind, trust or moment");
        }
        return new ReviewRequest(
                organization,
                repository,
                Optional.of(branch),
                Optional.of(sha),
                actor,
                agentStack,
                source,
                taskKind,
                runnerPool,
                trust,
                moment,
                new Narrowing(set(tools), set(skills), set(mcpServers), set(contextLabels), set(writeBackTargets)));
    }
}
