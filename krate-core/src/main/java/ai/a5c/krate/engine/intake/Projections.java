package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Confidential;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.Job;
import ai.a5c.krate.kind.execution.Pipeline;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.projection.BuildProjection;
import ai.a5c.krate.projection.ItemProjection;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Keeps documents of the issues, pull requests and builds that events tell of.
 *
 * <p>What is to be kept is read beforehand, so that an event that changes nothing writes nothing, and secrets are read
 * outside of the transaction; it is worked out again in the transaction that decides the delivery.
 */
final class Projections {

    private static final String PULL_REQUEST = "pull-request";

    private final Desk desk;
    private final Confidential confidential;

    Projections(Desk desk) {
        this.desk = desk;
        this.confidential = new Confidential(desk);
    }

    /** What {@code event} changes, to be run in the transaction that decides it; {@code provider} builds, if it is a build. */
    Consumer<Records> of(Repository repository, String provider, SourceEvent event) {
        String namespace = repository.metadata().namespace();
        List<Kept<?>> kept = new ArrayList<>();
        event.workItem().ifPresent(item -> kept.add(item(repository, event, item)));
        kept.addAll(builds(repository, provider, event));
        List<Change> changes =
                kept.stream().map(one -> one.change(desk, namespace)).toList();
        if (changes.stream().allMatch(change -> change == Change.NONE)) {
            return records -> {};
        }
        UnaryOperator<String> words = changes.contains(Change.WORDS) ? redacting(namespace) : UnaryOperator.identity();
        return records -> kept.forEach(one -> one.keep(records, namespace, words));
    }

    private UnaryOperator<String> redacting(String namespace) {
        Redactor redactor = confidential.redactor(namespace);
        return text -> redactor.redact(text).text();
    }

    /** Keeps the work item of {@code event} as the event shows it; its key, if the event has a work item. */
    Optional<ResourceKey> keep(Repository repository, SourceEvent event) {
        return event.workItem().map(item -> {
            Consumer<Records> change = of(repository, "", event);
            return desk.write(records -> {
                change.accept(records);
                return new ResourceKey(
                        item.kind().equals(PULL_REQUEST) ? "PullRequest" : "Issue",
                        repository.metadata().namespace(),
                        name(repository, item));
            });
        });
    }

    private static Kept<?> item(Repository repository, SourceEvent event, WorkItem item) {
        String name = name(repository, item);
        Metadata first = metadata(repository, event, name, item.id());
        String in = repository.metadata().name();
        return item.kind().equals(PULL_REQUEST)
                ? new Kept<>(
                        PullRequest.class,
                        name,
                        (known, words, now) -> new ItemProjection(in, words, now).pull(known, first, event))
                : new Kept<>(
                        Issue.class,
                        name,
                        (known, words, now) -> new ItemProjection(in, words, now).issue(known, first, event));
    }

    private static List<Kept<?>> builds(Repository repository, String provider, SourceEvent event) {
        String in = repository.metadata().name();
        UnaryOperator<String> as = UnaryOperator.identity();
        Optional<BuildProjection> build = BuildProjection.of(in, provider, event, as, Instant.EPOCH);
        if (build.isEmpty()) {
            return List.of();
        }
        String item = event.workItem().map(WorkItem::id).orElse("");
        String pipeline = Names.seeded("pipeline", build.get().pipelineKey());
        Metadata first = metadata(repository, event, pipeline, item);
        List<Kept<?>> kept = new ArrayList<>();
        kept.add(new Kept<>(
                Pipeline.class,
                pipeline,
                (known, words, now) -> BuildProjection.of(in, provider, event, words, now)
                        .flatMap(one -> one.pipeline(known, first))));
        build.get().jobKey().ifPresent(key -> {
            String job = Names.seeded("job", key);
            Metadata its = metadata(repository, event, job, item);
            kept.add(new Kept<>(
                    Job.class,
                    job,
                    (known, words, now) -> BuildProjection.of(in, provider, event, words, now)
                            .flatMap(one -> one.job(known, its, pipeline))));
        });
        return kept;
    }

    private static Metadata metadata(Repository repository, SourceEvent event, String name, String item) {
        return Metadata.named(
                repository.metadata().namespace(),
                name,
                Labels.of(
                        "org", event.organization(),
                        "repository", repository.metadata().name(),
                        "work-item", item));
    }

    /** What the document of that work item is called. */
    static String name(Repository repository, WorkItem item) {
        return "%s-%d".formatted(repository.metadata().name(), item.number());
    }

    /** What an event does to a document. */
    private enum Change {
        NONE,
        /** Nothing that anybody wrote. */
        FIGURES,
        /** Something that perhaps must not be said. */
        WORDS
    }

    /** What becomes of a document; empty if it stays. */
    @FunctionalInterface
    private interface Step<R> {

        Optional<R> next(Optional<R> known, UnaryOperator<String> words, Instant now);
    }

    /** A document that an event is about. */
    private record Kept<R extends Resource>(Class<R> kind, String name, Step<R> step) {

        Change change(Desk desk, String namespace) {
            Optional<R> known = desk.get(kind, namespace, name);
            Optional<R> next = step.next(known, UnaryOperator.identity(), Instant.EPOCH);
            if (next.isEmpty()) {
                return Change.NONE;
            }
            boolean same = known.isPresent() && saysTheSame(known.get(), next.get());
            return same ? Change.FIGURES : Change.WORDS;
        }

        void keep(Records records, String namespace, UnaryOperator<String> words) {
            Optional<R> known = records.get(kind, namespace, name);
            step.next(known, words, records.now()).ifPresent(next -> {
                if (known.isPresent()) {
                    records.update(next);
                } else {
                    records.create(next);
                }
            });
        }

        private static boolean saysTheSame(Resource known, Resource next) {
            if (known instanceof Issue before && next instanceof Issue after) {
                return before.spec().equals(after.spec());
            }
            return known instanceof PullRequest before
                    && next instanceof PullRequest after
                    && before.spec().equals(after.spec());
        }
    }
}
