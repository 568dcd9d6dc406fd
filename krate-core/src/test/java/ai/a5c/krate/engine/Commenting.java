package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Payload;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentNotice.NoticeForm;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A forge at which people write comments, and what Krate makes of them. */
final class Commenting {

    static final String HEAD = "0123456789abcdef0123456789abcdef01234567";
    private static final Map<String, String> IDS = Map.of("alice", "2", "bob", "3", "carol", "4", "mallory", "66");

    final Scenario scenario;
    final ResourceStore store;
    Krate krate;
    WorkItem item = new WorkItem("issue", 1, "Crash on start");
    private int comments;

    Commenting(Path root, String... changes) {
        this(root, new InMemoryResourceStore(), changes);
    }

    Commenting(Path root, ResourceStore store, String... changes) {
        this.scenario = new Scenario(root);
        this.store = store;
        this.krate = scenario.krate(store);
        scenario.apply(krate, changes);
        scenario.permissions.putAll(Map.of("alice", "write", "bob", "write", "carol", "admin", "mallory", "read"));
    }

    /** Applies a document written as YAML. */
    void apply(String yaml) {
        Documents.read(yaml).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
    }

    /** Says that the account {@code subject} at the forge is {@code user}. */
    void isUser(String subject, String user) {
        apply("""
                apiVersion: krate.a5c.ai/v1alpha1
                kind: User
                metadata: { name: %s, namespace: acme }
                spec: { displayName: %s }
                ---
                apiVersion: krate.a5c.ai/v1alpha1
                kind: IdentityMapping
                metadata: { name: %s-%s, namespace: acme }
                spec: { user: %s, provider: gitea, subject: "%s" }
                """.formatted(user, user, user, subject.replace(":", "-"), user, subject));
    }

    /** A comment by {@code login} that was never delivered before; it is decided with all that follows. */
    SourceEvent says(String login, String text) {
        SourceEvent event = comment(login, text).build();
        deliver(event);
        return event;
    }

    /** The same for tests that change it before. */
    SourceEvent.Builder comment(String login, String text) {
        comments++;
        scenario.pass(Duration.ofSeconds(10));
        boolean pull = item.kind().equals("pull-request");
        boolean writes = !scenario.permissions.getOrDefault(login, "read").equals("read");
        return SourceEvent.of(
                        "comment-" + comments,
                        "acme",
                        pull ? Source.PR_COMMENT : Source.ISSUE_COMMENT,
                        "issue_comment.created",
                        "acme/app")
                .actor(new Actor(login, IDS.getOrDefault(login, "9"), writes ? "write" : "read", false))
                .trust(writes ? Trust.TRUSTED : Trust.UNTRUSTED, "the forge says so")
                .workItem(Optional.of(item))
                .sha(pull ? Optional.of(HEAD) : Optional.empty())
                .text(new Text(text, "It crashes.", IDS.getOrDefault(login, "9")))
                .mentions(Mention.findAll(text))
                .payload(Payload.of(Map.of("comment", Map.of("id", 100L + comments))))
                .occurredAt(scenario.now());
    }

    WebhookDelivery deliver(SourceEvent event) {
        return deliver(event, "d-" + event.uid());
    }

    /** Delivers {@code event} under the delivery id {@code uuid}. */
    WebhookDelivery deliver(SourceEvent event, String uuid) {
        String stored = receive(event, uuid);
        krate.drain();
        return all(krate, WebhookDelivery.class).stream()
                .filter(one -> one.metadata().name().equals(stored))
                .findFirst()
                .orElseThrow();
    }

    /** Has {@code event} stored, and nothing else. */
    String receive(SourceEvent event, String uuid) {
        scenario.events.put(event.uid(), event);
        return krate.inbox()
                .receive(Incoming.by("acme", NAMESPACE, "gitea")
                        .delivery(uuid, "issue_comment")
                        .headers(Map.of("x-gitea-event", "issue_comment"), "valid")
                        .body(("{\"id\":\"" + event.uid() + "\"}").getBytes(StandardCharsets.UTF_8)))
                .delivery();
    }

    /** Alice asks for a mend, and the agent has one: whether it may be written is asked. */
    AgentApproval question() {
        scenario.agents.next(Script.done("Mended."));
        says("alice", "@claude fix this");
        List<AgentApproval> open = pending(krate);
        assertThat(open).isNotEmpty();
        return open.stream()
                .max(Comparator.comparing(one -> one.metadata().creationTimestamp()))
                .orElseThrow();
    }

    AgentApproval now(AgentApproval approval) {
        return all(krate, AgentApproval.class).stream()
                .filter(one -> one.metadata().name().equals(approval.metadata().name()))
                .findFirst()
                .orElseThrow();
    }

    AgentDispatchRun run() {
        return Scenario.run(krate);
    }

    /** What was written for runs. */
    List<Mutation> effects() {
        return scenario.target.effects().stream()
                .filter(effect -> !effect.marker().contains("run=notice-"))
                .toList();
    }

    /** What Krate answered, in its order. */
    List<String> replies() {
        return all(krate, AgentNotice.class).stream()
                .filter(notice -> notice.spec().form() == NoticeForm.REPLY)
                .sorted(Comparator.comparing(
                        notice -> Long.parseLong(notice.metadata().resourceVersion())))
                .map(notice -> notice.spec().text())
                .toList();
    }

    String lastReply() {
        List<String> all = replies();
        return all.isEmpty() ? "" : all.get(all.size() - 1);
    }
}
