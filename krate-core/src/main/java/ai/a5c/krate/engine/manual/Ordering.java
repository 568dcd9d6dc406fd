package ai.a5c.krate.engine.manual;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.Standing;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.draft.Order;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentDispatchRun.ApprovalPolicy;
import ai.a5c.krate.kind.execution.RunRequest;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.validate.Faults;
import java.util.List;
import java.util.Optional;

/** Makes an order of what a person asks for: who they are here, which commit they mean, what the agent is shown. */
final class Ordering {

    /** No rule says who must agree to what; the stack does. */
    private static final ApprovalPolicy NO_RULE = new ApprovalPolicy(List.of(), false, 1, "24h");

    private final Desk desk;
    private final Desk outside;
    private final Whereabouts whereabouts;
    private final Reviews reviews;

    /**
     * Orders at {@code desk}.
     *
     * @param outside the desk whose mirrors are brought up to date
     */
    Ordering(Desk desk, Desk outside) {
        this.desk = desk;
        this.outside = outside;
        this.whereabouts = new Whereabouts(desk);
        this.reviews = new Reviews(desk);
    }

    /**
     * The order, with who asks.
     *
     * @param seed unique in the namespace
     * @throws ai.a5c.krate.validate.InvalidDocumentException if repository, commit or a file is not there
     * @throws ai.a5c.krate.engine.RefusedException {@code UNAVAILABLE} if the repository cannot be reached now
     */
    Ordered order(Asked asked, String seed) {
        DispatchRequest request = asked.request();
        Repository repository = repository(asked);
        Standing standing = desk.write(records -> Standing.of(records, asked.caller(), repository));
        Remote remote = whereabouts.remote(repository);
        Commits commits = new Commits(outside.ports(), remote, repository);
        commits.fetch();
        Commits.Found found = commits.find(request.ref(), request.sha());
        SourceEvent event = event(asked, repository, standing, found, seed);
        Order order = new Order(
                seed,
                event,
                repository,
                request.agentStack(),
                request.taskKind(),
                request.runnerPool(),
                found.branch(),
                found.sha(),
                Optional.empty(),
                NO_RULE,
                List.of(),
                "",
                new RunRequest(
                        request.requestId(), request.files(), request.contextLabels(), request.budgetUsd(), "", ""),
                new Shown(outside.ports(), remote).inputs(request, event, found.sha()));
        return new Ordered(order, standing);
    }

    private Repository repository(Asked asked) {
        String name = asked.request().repository();
        return desk.get(Repository.class, asked.namespace(), name)
                .or(() -> reviews.repository(asked.namespace(), name))
                .filter(found -> found.metadata().deletionTimestamp() == null)
                .orElseThrow(() -> Faults.only(
                        "$.repository", "there is no repository '%s' in this organization".formatted(name)));
    }

    private SourceEvent event(Asked asked, Repository repository, Standing standing, Commits.Found found, String seed) {
        String name = asked.caller().name();
        String fullName = repository.spec().fullName();
        Trust trust = found.own() ? standing.trust() : Trust.UNTRUSTED;
        return SourceEvent.of(
                        CanonicalJson.digest(List.of("manual", asked.namespace(), seed))
                                .hex(),
                        desk.organization(asked.namespace()),
                        Source.MANUAL,
                        "manual.dispatch",
                        fullName.isEmpty() ? repository.metadata().name() : fullName)
                .ref(Optional.of(found.ref()).filter(ref -> !ref.isEmpty()))
                .branch(Optional.of(found.branch()).filter(branch -> !branch.isEmpty()))
                .sha(Optional.of(found.sha()))
                .baseRef(
                        Optional.of(found.branch().isEmpty() ? repository.spec().defaultBranch() : found.branch()))
                .actor(new Actor(name, "", standing.permission(), false))
                .trust(trust, found.own() ? standing.reason() : found.why())
                .workItem(asked.request().workItem())
                .text(new Text(asked.request().prompt(), "", ""))
                .occurredAt(desk.ports().clock().instant())
                .build();
    }

    /** An order, and who gave it. */
    record Ordered(Order order, Standing standing) {}
}
