package ai.a5c.krate.projection;

import ai.a5c.krate.event.Sighting.Item;
import ai.a5c.krate.event.Sighting.Proposal;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.kind.execution.PullRequest.Mergeable;
import ai.a5c.krate.kind.execution.PullRequest.Side;
import ai.a5c.krate.resource.Metadata;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an issue or a pull request after an event about it; empty if the event tells nothing new.
 *
 * <p>What the forge told later is never taken back by what it told before, in whatever order both arrive. A build says
 * nothing of its pull request but that there is one.
 */
public final class ItemProjection {

    private static final Side NOWHERE = new Side("", "", "");

    private final String repository;
    private final UnaryOperator<String> words;
    private final Instant now;

    /**
     * A projection of one repository.
     *
     * @param repository the name of the {@code Repository} resource
     * @param words takes out of a text what must not be said
     */
    public ItemProjection(String repository, UnaryOperator<String> words, Instant now) {
        this.repository = repository;
        this.words = words;
        this.now = now;
    }

    /** The issue of {@code event}, which has one, named {@code first} where it is not {@code known}. */
    public Optional<Issue> issue(Optional<Issue> known, Metadata first, SourceEvent event) {
        return facts(known.map(ItemFacts::of), event)
                .map(facts -> issue(known, first, event, facts))
                .filter(next -> known.isEmpty() || differs(known.get(), next))
                .map(next -> next.with(status(next.status(), now)));
    }

    /** The same of a pull request. */
    public Optional<PullRequest> pull(Optional<PullRequest> known, Metadata first, SourceEvent event) {
        return facts(known.map(ItemFacts::of), event)
                .map(facts -> pull(known, first, event, facts))
                .filter(next -> known.isEmpty() || differs(known.get(), next))
                .map(next -> next.with(status(next.status(), now)));
    }

    private Optional<ItemFacts> facts(Optional<ItemFacts> known, SourceEvent event) {
        if (isOfBuild(event)) {
            return known.isPresent()
                    ? Optional.empty()
                    : Optional.of(ItemFacts.NONE.after(event, words).undated());
        }
        if (known.isEmpty()) {
            return Optional.of(ItemFacts.NONE.after(event, words));
        }
        if (known.get().isAnother(event)) {
            return Optional.of(ItemFacts.NONE.after(event, words));
        }
        return known.filter(facts -> facts.isBefore(event)).map(facts -> facts.after(event, words));
    }

    private Issue issue(Optional<Issue> known, Metadata first, SourceEvent event, ItemFacts facts) {
        Issue.Spec spec = new Issue.Spec(
                event.organization(),
                repository,
                event.workItem().orElseThrow().number(),
                facts.title(),
                facts.author(),
                facts.url(),
                facts.labels(),
                facts.assignees(),
                facts.milestone(),
                facts.openedAt());
        Issue.Status status = new Issue.Status(
                Issue.State.valueOf(
                        facts.standing().name().equals("MERGED")
                                ? "CLOSED"
                                : facts.standing().name()),
                0,
                facts.comments(),
                facts.updatedAt(),
                facts.closedAt(),
                known.map(one -> one.status().syncedAt()).orElse(null));
        return new Issue(known.map(Issue::metadata).orElse(first), spec, status);
    }

    private PullRequest pull(Optional<PullRequest> known, Metadata first, SourceEvent event, ItemFacts facts) {
        boolean another = known.map(ItemFacts::of)
                .filter(before -> before.isAnother(event))
                .isPresent();
        Optional<PullRequest> before = known.filter(one -> !another);
        Optional<Proposal> told = event.sighting().item().flatMap(Item::proposal);
        PullRequest.Spec spec = new PullRequest.Spec(
                event.organization(),
                repository,
                event.workItem().orElseThrow().number(),
                facts.title(),
                facts.author(),
                facts.url(),
                facts.labels(),
                facts.assignees(),
                facts.milestone(),
                facts.openedAt(),
                head(before, event, told),
                base(before, event, told),
                told.map(Proposal::draft)
                        .orElse(before.map(one -> one.spec().draft()).orElse(false)));
        PullRequest.Status status = new PullRequest.Status(
                PullRequest.State.valueOf(facts.standing().name()),
                0,
                facts.comments(),
                told.map(ItemProjection::mergeable)
                        .orElse(before.map(one -> one.status().mergeable()).orElse(Mergeable.UNKNOWN)),
                told.map(Proposal::mergeCommit)
                        .orElse(before.map(one -> one.status().mergeCommit()).orElse("")),
                facts.updatedAt(),
                facts.closedAt(),
                known.map(one -> one.status().syncedAt()).orElse(null));
        return new PullRequest(known.map(PullRequest::metadata).orElse(first), spec, status);
    }

    /** A fork's head is in a repository of another name, or nobody knows in which. */
    private static Side head(Optional<PullRequest> known, SourceEvent event, Optional<Proposal> told) {
        if (event.sha().isEmpty()) {
            return known.map(one -> one.spec().head()).orElse(NOWHERE);
        }
        String named = Line.name(told.map(Proposal::headRepository).orElse(""));
        String elsewhere = named.equalsIgnoreCase(event.repository()) ? "" : named;
        return new Side(
                Line.of(event.branch().orElse(""), Line.REF),
                event.sha().get(),
                event.fork() ? elsewhere : event.repository());
    }

    private static Side base(Optional<PullRequest> known, SourceEvent event, Optional<Proposal> told) {
        Side before = known.map(one -> one.spec().base()).orElse(NOWHERE);
        return new Side(
                event.baseRef().map(ref -> Line.of(ref, Line.REF)).orElse(before.ref()),
                told.map(Proposal::baseCommit).orElse(before.sha()),
                event.repository());
    }

    private static Mergeable mergeable(Proposal told) {
        return told.mergeable().map(can -> can ? Mergeable.YES : Mergeable.NO).orElse(Mergeable.UNKNOWN);
    }

    private static boolean isOfBuild(SourceEvent event) {
        return event.source() == Source.CI || event.source() == Source.STATUS;
    }

    private static boolean differs(Issue known, Issue next) {
        return !known.spec().equals(next.spec()) || !known.status().equals(next.status());
    }

    private static boolean differs(PullRequest known, PullRequest next) {
        return !known.spec().equals(next.spec()) || !known.status().equals(next.status());
    }

    private static Issue.Status status(Issue.Status status, @Nullable Instant now) {
        return new Issue.Status(
                status.state(),
                status.observedGeneration(),
                status.comments(),
                status.updatedAt(),
                status.closedAt(),
                now);
    }

    private static PullRequest.Status status(PullRequest.Status status, @Nullable Instant now) {
        return new PullRequest.Status(
                status.state(),
                status.observedGeneration(),
                status.comments(),
                status.mergeable(),
                status.mergeCommit(),
                status.updatedAt(),
                status.closedAt(),
                now);
    }
}
