package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.Breakers;
import ai.a5c.krate.dispatch.Breakers.Tripped;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Compares what an attempt changed with the last change of the same work item. */
final class Flapping {

    private final Desk desk;

    Flapping(Desk desk) {
        this.desk = desk;
    }

    /** Why the change is not offered: it takes back the last one, and no person asked for the attempt. */
    Optional<Tripped> of(Claim claim, String patch) {
        AgentDispatchAttempt attempt = desk.write(claim::attempt);
        if (patch.isEmpty() || !attempt.spec().origin().actor().isEmpty()) {
            return Optional.empty();
        }
        return desk.write(records -> last(records, claim, attempt))
                .flatMap(artifact ->
                        desk.ports().blobs().get(new Digest(artifact.spec().digest())))
                .flatMap(bytes -> Breakers.flapping(new String(bytes, StandardCharsets.UTF_8), patch));
    }

    /** The patch of the latest other run of the work item that made one. */
    private static Optional<AgentArtifact> last(Records records, Claim claim, AgentDispatchAttempt attempt) {
        AgentDispatchRun run = records.need(
                AgentDispatchRun.class, claim.namespace(), attempt.spec().agentDispatchRun());
        if (run.spec().workItem().isEmpty()) {
            return Optional.empty();
        }
        Query query = Query.of("AgentDispatchRun", claim.namespace())
                .whereField("spec.workItem", run.spec().workItem());
        List<AgentDispatchRun> others = records.list(AgentDispatchRun.class, query).stream()
                .filter(one -> one.spec().repository().equals(run.spec().repository()))
                .filter(one -> !one.key().equals(run.key()))
                .sorted(Comparator.comparing(
                                (AgentDispatchRun one) -> one.metadata().name())
                        .reversed())
                .toList();
        return others.stream().flatMap(one -> patches(records, one).stream()).findFirst();
    }

    private static List<AgentArtifact> patches(Records records, AgentDispatchRun run) {
        return run.status().artifacts().stream()
                .flatMap(name -> records.get(AgentArtifact.class, run.metadata().namespace(), name).stream())
                .filter(artifact -> artifact.spec().kind() == ArtifactKind.PATCH)
                .sorted(Comparator.comparing(
                                (AgentArtifact one) -> one.metadata().name())
                        .reversed())
                .toList();
    }
}
