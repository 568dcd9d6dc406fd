package ai.a5c.krate.trigger;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Payload;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An event to be changed by tests one thing at a time, and rules written as YAML. */
final class Given {

    Source source = Source.PR_COMMENT;
    String type = "issue_comment.created";
    String organization = "acme";
    String repository = "acme/app";
    Optional<String> branch = Optional.of("feature");
    Optional<String> sha = Optional.of("0123456789012345678901234567890123456789");
    SourceEvent.Actor actor = new SourceEvent.Actor("alice", "7", "write", false);
    Trust trust = Trust.TRUSTED;
    String trustReason = "";
    Optional<SourceEvent.WorkItem> workItem = Optional.of(new SourceEvent.WorkItem("pull-request", 3, "Broken"));
    List<String> labels = List.of("bug");
    List<String> paths = List.of("src/Main.java");
    String text = "@claude fix this";
    String authorId = "7";
    String deliveryRef = "d1";
    Optional<Ci> ci = Optional.empty();
    Payload payload = Payload.NONE;

    SourceEvent event() {
        return SourceEvent.of("uid-1", organization, source, type, repository)
                .ref(branch.map(name -> "refs/heads/" + name))
                .branch(branch)
                .sha(sha)
                .baseRef(Optional.of("main"))
                .actor(actor)
                .trust(trust, trustReason)
                .workItem(workItem)
                .labels(labels)
                .paths(paths)
                .text(new SourceEvent.Text(text, "body", authorId))
                .mentions(Mention.findAll(text))
                .ci(ci)
                .occurredAt(Instant.parse("2026-03-01T12:00:00Z"))
                .deliveryRef(deliveryRef)
                .payload(payload)
                .build();
    }

    /** An active rule for comments on pull requests, unless {@code members} say otherwise. */
    static AgentTriggerRule rule(String name, String members) {
        return task(name, "review", members);
    }

    /** The same for another kind of task. */
    static AgentTriggerRule task(String name, String taskKind, String members) {
        String state = members.contains("lifecycleState:") ? "" : "lifecycleState: active, ";
        String sources = members.contains("sources:") ? "" : "sources: [pr-comment], ";
        return (AgentTriggerRule) ResourceCodec.parse(
                Documents.read("""
                        apiVersion: krate.a5c.ai/v1alpha1
                        kind: AgentTriggerRule
                        metadata: { name: %s }
                        spec: { agentStack: fix, taskKind: %s, %s }
                        """.formatted(name, taskKind, state + sources + members))
                        .get(0),
                "acme");
    }

    static AgentTriggerRule matching(String match) {
        return rule("r", "match: { %s }".formatted(match));
    }
}
