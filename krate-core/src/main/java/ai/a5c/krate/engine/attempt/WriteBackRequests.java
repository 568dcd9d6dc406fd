package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.causality.Marker;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.RunEvent.RequestedWriteBack;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.PatchRisks;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.WriteBacks;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.writeback.IdempotencyKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what an attempt made into concrete mutations: a branch, a comment. */
final class WriteBackRequests {

    private static final int SUBJECT = 72;
    private static final int PREVIEW = 16_000;

    private final Desk desk;
    private final OutcomeIntents outcomes;

    WriteBackRequests(Desk desk) {
        this.desk = desk;
        this.outcomes = new OutcomeIntents(desk);
    }

    List<RequestedWriteBack> store(Records records, AgentDispatchRun run, Harvest.Yield yield) {
        List<Intent> intents = new ArrayList<>();
        if (yield.hasPatch() && yield.patch().found()) {
            Journal.tell(
                    records,
                    run.key(),
                    "error",
                    Map.of("text", "the patch looks as if it carried a secret; it is not offered for write-back"));
        } else if (yield.hasPatch() && allows(run, "branch-push")) {
            Intent push = push(records, run, yield);
            intents.add(push);
            outcomes.pullRequest(records, run, push, yield.outcome()).ifPresent(intents::add);
        }
        String action = run.spec().workItem().startsWith("pull-request/") ? "pr-comment" : "issue-comment";
        if (!yield.diagnosis().isEmpty() && !run.spec().workItem().isEmpty() && allows(run, action)) {
            intents.add(comment(run, yield, action, !intents.isEmpty()));
        }
        if (run.spec().request().subagent().isEmpty()) {
            intents.addAll(outcomes.of(records, run, yield.outcome()));
        }
        yield.outputs()
                .forEach(output -> ofSubagent(records, run, output, action).ifPresent(intents::add));
        List<RequestedWriteBack> requested = new ArrayList<>();
        for (Intent intent : intents) {
            int ordinal = first(run) + requested.size();
            AgentWriteBack stored = create(records, run, ordinal, intent);
            boolean auto = !intent.mustAsk()
                    && run.spec().writeBackPolicy().autoAllow().contains(intent.action())
                    && run.status().childRuns().isEmpty();
            requested.add(new RequestedWriteBack(
                    ordinal, !auto || !PatchRisks.of(records, stored).isEmpty()));
        }
        return requested;
    }

    /** Behind what earlier attempts of the run requested. */
    private static int first(AgentDispatchRun run) {
        return 1
                + run.status().writeBacks().stream()
                        .mapToInt(AgentDispatchRun.WriteBack::ordinal)
                        .max()
                        .orElse(0);
    }

    /** Whether the run may push a branch. */
    boolean wantsPush(AgentDispatchRun run) {
        return allows(run, "branch-push");
    }

    private static boolean allows(AgentDispatchRun run, String action) {
        return run.spec().writeBackPolicy().allowedTargets().contains(action);
    }

    /** What a subagent made, unchanged, on a branch or in a comment of its own. */
    private static Optional<Intent> ofSubagent(
            Records records, AgentDispatchRun run, SubagentOutputs.Output output, String comment) {
        String digest = output.artifact().spec().digest();
        String artifact = output.artifact().metadata().name();
        if (output.isPatch()) {
            String branch = "krate/" + output.child().metadata().name();
            return allows(run, "branch-push")
                    ? Optional.of(new Intent(
                            "branch-push",
                            branch,
                            artifact,
                            digest,
                            preview(output.text()),
                            pushed(records, run, digest),
                            true))
                    : Optional.empty();
        }
        return run.spec().workItem().isEmpty() || !allows(run, comment)
                ? Optional.empty()
                : Optional.of(
                        new Intent(comment, number(run), artifact, digest, preview(output.text()), Map.of(), true));
    }

    static String number(AgentDispatchRun run) {
        return run.spec().workItem().substring(run.spec().workItem().indexOf('/') + 1);
    }

    private static Intent push(Records records, AgentDispatchRun run, Harvest.Yield yield) {
        return new Intent(
                "branch-push",
                branch(run),
                artifact(run, ArtifactKind.PATCH),
                yield.patchDigest(),
                preview(yield.patch().text()),
                pushed(records, run, yield.patchDigest()),
                false);
    }

    private static Map<String, String> pushed(Records records, AgentDispatchRun run, String digest) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("baseSha", run.spec().sha());
        parameters.put("patchDigest", digest);
        parameters.put("subject", subject(run));
        parameters.put("authorName", run.spec().agentStack());
        parameters.put("authorEmail", run.spec().agentStack() + "@krate.invalid");
        parameters.put("time", records.now().toString());
        parameters.put(
                "trailers",
                String.join(
                        "\n",
                        "Krate-Run: " + run.metadata().name(),
                        "Co-authored-by: %s <%s@noreply.invalid>"
                                .formatted(
                                        run.spec().requester().login(),
                                        run.spec().requester().login())));
        return parameters;
    }

    private static String preview(String text) {
        return text.length() <= PREVIEW
                ? text
                : "%s%n[%d characters more]".formatted(text.substring(0, PREVIEW), text.length() - PREVIEW);
    }

    private static String subject(AgentDispatchRun run) {
        String title = run.spec().title().isEmpty()
                ? run.spec().workItem()
                : run.spec().title();
        String line = "Fix: " + title.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() <= SUBJECT ? line : line.substring(0, SUBJECT);
    }

    private static String branch(AgentDispatchRun run) {
        String name = "krate/" + run.metadata().name();
        return first(run) == 1 ? name : "%s-%d".formatted(name, run.status().attempts());
    }

    private Intent comment(AgentDispatchRun run, Harvest.Yield yield, String action, boolean withBranch) {
        String branch = withBranch ? "\n\nProposed change: branch `%s`.".formatted(branch(run)) : "";
        String text = yield.diagnosis().strip() + branch;
        return new Intent(
                action,
                number(run),
                artifact(run, ArtifactKind.DIAGNOSIS),
                Blobs.put(desk.ports(), text),
                preview(text),
                Map.of(),
                false);
    }

    private static String artifact(AgentDispatchRun run, ArtifactKind kind) {
        return run.status().artifacts().stream()
                .filter(name -> name.endsWith(kind == ArtifactKind.PATCH ? "-patch" : "-diagnosis"))
                .reduce((first, last) -> last)
                .orElse("");
    }

    private AgentWriteBack create(Records records, AgentDispatchRun run, int ordinal, Intent intent) {
        String name = WriteBacks.name(run, ordinal);
        String marker = Marker.sign(run.metadata().uid(), ordinal, desk.ports().markerKey())
                .text();
        return records.create(new AgentWriteBack(
                Metadata.named(run.metadata().namespace(), name, run.metadata().labels()),
                new AgentWriteBack.Spec(
                        run.spec().organizationRef(),
                        run.metadata().name(),
                        ordinal,
                        intent.action(),
                        intent.target(),
                        run.spec().repository(),
                        intent.artifact(),
                        intent.contentDigest(),
                        intent.preview(),
                        intent.parameters(),
                        IdempotencyKey.of(
                                        run.metadata().uid(),
                                        ordinal,
                                        1,
                                        run.spec().repository() + ":" + intent.target(),
                                        new Digest(intent.contentDigest()))
                                .text(),
                        marker),
                new AgentWriteBack.Status(
                        WriteBackPhase.REQUESTED,
                        "",
                        0,
                        "",
                        "",
                        null,
                        run.spec().sha(),
                        Reason.NONE)));
    }
}
