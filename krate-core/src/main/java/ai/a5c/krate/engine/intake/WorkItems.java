package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Optional;

/** Finds the pull request that a build is about. */
final class WorkItems {

    private static final String PULL_REQUEST = "pull-request";

    private final Desk desk;

    WorkItems(Desk desk) {
        this.desk = desk;
    }

    /** The event with the pull request that its commit, or else its branch, is the head of; a work item of its own stays. */
    SourceEvent placed(Repository repository, SourceEvent event) {
        if (event.workItem().isPresent()) {
            return event.source() == Source.CI ? told(repository, event) : event;
        }
        Optional<PullRequest> found = event.sha()
                .flatMap(sha -> only(repository, "spec.head.sha", sha))
                .or(() -> event.branch()
                        .filter(branch -> !event.fork()
                                && !branch.equals(repository.spec().defaultBranch()))
                        .flatMap(branch -> only(repository, "spec.head.ref", branch)));
        return found.map(pull -> event.change()
                        .workItem(Optional.of(new WorkItem(
                                PULL_REQUEST, pull.spec().number(), pull.spec().title())))
                        .build())
                .orElse(event);
    }

    /**
     * A build of a pull request as the forge told of that: with its title, and untrusted if its head is elsewhere, whatever the
     * builder says.
     */
    private SourceEvent told(Repository repository, SourceEvent event) {
        WorkItem item = event.workItem().orElseThrow();
        Optional<PullRequest> known = item.kind().equals(PULL_REQUEST)
                ? desk.get(PullRequest.class, repository.metadata().namespace(), Projections.name(repository, item))
                : Optional.empty();
        if (known.isEmpty()) {
            return event;
        }
        SourceEvent.Builder told = event.change()
                .workItem(Optional.of(new WorkItem(
                        item.kind(), item.number(), known.get().spec().title())));
        boolean elsewhere = !known.get().spec().head().repository().equalsIgnoreCase(event.repository());
        return elsewhere
                ? told.fork(true)
                        .trust(
                                Trust.UNTRUSTED,
                                "the forge says that the head of the pull request is in another repository")
                        .build()
                : told.build();
    }

    /** The one open pull request of the repository itself with that head; of two, neither. */
    private Optional<PullRequest> only(Repository repository, String field, String value) {
        Query heads = Query.of("PullRequest", repository.metadata().namespace())
                .whereField("spec.repository", repository.metadata().name())
                .whereField(field, value)
                .whereField("status.state", "open");
        List<PullRequest> found = desk.list(PullRequest.class, heads);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
