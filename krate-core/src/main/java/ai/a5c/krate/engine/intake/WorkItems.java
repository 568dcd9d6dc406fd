package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Confidential;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.ForgeUser;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.kind.execution.PullRequest.Side;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import java.util.List;
import java.util.Optional;

/** Keeps what events say about issues and pull requests, and finds the pull request that a build is about. */
final class WorkItems {

    private static final String PULL_REQUEST = "pull-request";

    private final Desk desk;
    private final Confidential confidential;

    WorkItems(Desk desk) {
        this.desk = desk;
        this.confidential = new Confidential(desk);
    }

    /** The event with the pull request that its commit, or else its branch, is the head of; a work item of its own stays. */
    SourceEvent placed(Repository repository, SourceEvent event) {
        if (event.workItem().isPresent()) {
            return event;
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

    /** The one open pull request of the repository itself with that head; of two, neither. */
    private Optional<PullRequest> only(Repository repository, String field, String value) {
        Query heads = Query.of("PullRequest", repository.metadata().namespace())
                .whereField("spec.repository", repository.metadata().name())
                .whereField(field, value)
                .whereField("status.state", "open");
        List<PullRequest> found = desk.list(PullRequest.class, heads);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Keeps the head of the pull request that {@code event} is about, so that builds of it can be told. */
    void noteHead(Repository repository, SourceEvent event) {
        Optional<WorkItem> pull = event.workItem().filter(item -> item.kind().equals(PULL_REQUEST));
        if (pull.isPresent() && event.sha().isPresent() && !isNoted(repository, event, pull.get())) {
            materialize(repository, event);
        }
    }

    private boolean isNoted(Repository repository, SourceEvent event, WorkItem pull) {
        return desk.get(PullRequest.class, repository.metadata().namespace(), name(repository, pull))
                .map(known -> known.spec().head().sha())
                .equals(event.sha());
    }

    /** Keeps the work item of {@code event} as the event shows it, without a run; its key, if the event has a work item. */
    Optional<ResourceKey> materialize(Repository repository, SourceEvent event) {
        Redactor redactor = confidential.redactor(repository.metadata().namespace());
        return event.workItem().map(item -> {
            String title = redactor.redact(item.title()).text();
            return desk.write(records -> item.kind().equals(PULL_REQUEST)
                    ? pull(records, repository, event, title)
                    : issue(records, repository, event, title));
        });
    }

    private static ResourceKey issue(Records records, Repository repository, SourceEvent event, String title) {
        WorkItem item = event.workItem().orElseThrow();
        Metadata metadata = metadata(repository, event, item);
        Optional<Issue> known = records.get(Issue.class, metadata.namespace(), metadata.name());
        Issue.Spec spec = new Issue.Spec(
                event.organization(),
                repository.metadata().name(),
                item.number(),
                title,
                known.map(one -> one.spec().author()).orElse(new ForgeUser("", "")),
                known.map(one -> one.spec().url()).orElse(""),
                event.labels(),
                known.map(one -> one.spec().assignees()).orElse(List.of()),
                known.map(one -> one.spec().milestone()).orElse(""),
                known.map(one -> one.spec().openedAt()).orElse(null));
        Issue.Status status = new Issue.Status(
                known.map(one -> one.status().state()).orElse(Issue.State.OPEN),
                0,
                known.map(one -> one.status().comments()).orElse(0L),
                event.occurredAt(),
                known.map(one -> one.status().closedAt()).orElse(null),
                records.now());
        return known.isPresent()
                ? records.update(new Issue(known.get().metadata(), spec, status))
                        .key()
                : records.create(new Issue(metadata, spec, status)).key();
    }

    private static ResourceKey pull(Records records, Repository repository, SourceEvent event, String title) {
        WorkItem item = event.workItem().orElseThrow();
        Metadata metadata = metadata(repository, event, item);
        Optional<PullRequest> known = records.get(PullRequest.class, metadata.namespace(), metadata.name());
        PullRequest.Spec spec = new PullRequest.Spec(
                event.organization(),
                repository.metadata().name(),
                item.number(),
                title,
                known.map(one -> one.spec().author()).orElse(new ForgeUser("", "")),
                known.map(one -> one.spec().url()).orElse(""),
                event.labels(),
                known.map(one -> one.spec().assignees()).orElse(List.of()),
                known.map(one -> one.spec().milestone()).orElse(""),
                known.map(one -> one.spec().openedAt()).orElse(null),
                new Side(event.branch().orElse(""), event.sha().orElse(""), event.fork() ? "" : event.repository()),
                new Side(event.baseRef().orElse(""), "", event.repository()),
                known.map(one -> one.spec().draft()).orElse(false));
        PullRequest.Status status = new PullRequest.Status(
                known.map(one -> one.status().state()).orElse(PullRequest.State.OPEN),
                0,
                known.map(one -> one.status().comments()).orElse(0L),
                known.map(one -> one.status().mergeable()).orElse(PullRequest.Mergeable.UNKNOWN),
                known.map(one -> one.status().mergeCommit()).orElse(""),
                event.occurredAt(),
                known.map(one -> one.status().closedAt()).orElse(null),
                records.now());
        return known.isPresent()
                ? records.update(new PullRequest(known.get().metadata(), spec, status))
                        .key()
                : records.create(new PullRequest(metadata, spec, status)).key();
    }

    private static Metadata metadata(Repository repository, SourceEvent event, WorkItem item) {
        return Metadata.named(
                repository.metadata().namespace(),
                name(repository, item),
                Labels.of(
                        "org", event.organization(),
                        "repository", repository.metadata().name(),
                        "work-item", item.id()));
    }

    private static String name(Repository repository, WorkItem item) {
        return "%s-%d".formatted(repository.metadata().name(), item.number());
    }
}
