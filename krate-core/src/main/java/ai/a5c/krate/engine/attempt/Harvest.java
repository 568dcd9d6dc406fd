package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.dispatch.RunEvent.RequestedWriteBack;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.configuration.LaidConfiguration;
import ai.a5c.krate.engine.configuration.LaidConfiguration.Changes;
import ai.a5c.krate.engine.configuration.LaidConfiguration.Place;
import ai.a5c.krate.engine.workspace.Tenancies;
import ai.a5c.krate.git.Repositories.ChangedFile;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentArtifact.FileChange;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.outcome.Outcome;
import ai.a5c.krate.outcome.OutcomeReader;
import ai.a5c.krate.outcome.Review;
import ai.a5c.krate.redact.Redacted;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.resource.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings in what a successful attempt made: the patch and the diagnosis as artifacts, and what they ask to write. */
final class Harvest {

    private static final int SUMMARY = 4_000;
    private static final String NOTHING_TO_PUSH =
            "branch-push is not possible: by its workspace policy the agent works without a checkout (mode none), and"
                    + " what it leaves in its directory is no change; name another mode, or take branch-push out of the"
                    + " stack";
    private static final int NAMED = 20;

    private final Desk desk;
    private final Whereabouts whereabouts;
    private final WriteBackRequests requests;

    Harvest(Desk desk) {
        this.desk = desk;
        this.whereabouts = new Whereabouts(desk);
        this.requests = new WriteBackRequests(desk);
    }

    /** The patch and the diagnosis, redacted, their bytes stored; may be repeated. */
    Yield gather(Claim claim, Redactor redactor) {
        AgentDispatchAttempt attempt = desk.write(claim::attempt);
        AgentDispatchRun run = desk.write(records -> records.need(
                AgentDispatchRun.class, claim.namespace(), attempt.spec().agentDispatchRun()));
        Changes changes = changes(claim, attempt, run);
        Patch patch = changes.patch();
        Redacted text = redactor.redact(patch.text());
        String result = attempt.status().result();
        boolean subagent = !run.spec().request().subagent().isEmpty();
        Outcome outcome = subagent ? Outcome.of(result) : OutcomeReader.read(result);
        String diagnosis = outcome.text();
        return new Yield(
                patch.files().stream().map(file -> told(file, redactor)).toList(),
                text,
                Blobs.put(desk.ports(), text.text()),
                diagnosis,
                Blobs.put(desk.ports(), diagnosis),
                outcome,
                changes.setAside().stream()
                        .map(path -> redactor.redact(path).text())
                        .toList(),
                SubagentOutputs.of(desk, run, attempt));
    }

    /** Nothing where the attempt worked without a checkout. */
    private Changes changes(Claim claim, AgentDispatchAttempt attempt, AgentDispatchRun run) {
        Optional<AgentWorkspace> workspace =
                desk.write(records -> Tenancies.of(records, claim.namespace(), claim.attempt()));
        if (workspace.isPresent() && workspace.get().spec().sha().isEmpty()) {
            return Changes.NONE;
        }
        Remote remote = whereabouts.remote(
                claim.namespace(), run.spec().repository(), run.spec().trust());
        String name = workspace.map(one -> one.spec().workspacePath()).orElse(claim.attempt());
        Place place = Place.of(remote, name, attempt.status().configurationCommit());
        return new LaidConfiguration(desk.ports().repositories())
                .changes(place, run.spec().sha());
    }

    private static ChangedFile told(ChangedFile file, Redactor redactor) {
        return new ChangedFile(
                redactor.redact(file.path()).text(), file.change(), file.added(), file.deleted(), file.warnings());
    }

    /** The run with its new artifacts, stored. */
    AgentDispatchRun store(Records records, AgentDispatchRun run, AgentDispatchAttempt attempt, Yield yield) {
        List<String> names = new ArrayList<>();
        if (!yield.setAside().isEmpty()) {
            Journal.tell(records, run.key(), "artifact", Map.of("text", aside(yield.setAside())));
        }
        if (requests.wantsPush(run) && isWithoutCheckout(records, attempt)) {
            Journal.tell(records, run.key(), "artifact", Map.of("text", NOTHING_TO_PUSH));
        }
        boolean subagent = !run.spec().request().subagent().isEmpty();
        if (yield.hasPatch() && !(subagent && SubagentWork.writesNothing(records, run))) {
            names.add(create(records, run, attempt, patch(run, attempt, yield)));
        }
        if (!yield.diagnosis().isEmpty()) {
            AgentArtifact.Spec said = diagnosis(run, attempt, yield);
            names.add(create(records, run, attempt, subagent ? SubagentWork.output(said) : said));
        }
        yield.outcome()
                .review()
                .ifPresent(review -> names.add(create(records, run, attempt, review(run, attempt, review))));
        return records.update(run.with(run.status().produced(names)));
    }

    private static boolean isWithoutCheckout(Records records, AgentDispatchAttempt attempt) {
        return Tenancies.of(
                        records,
                        attempt.metadata().namespace(),
                        attempt.metadata().name())
                .filter(workspace -> workspace.spec().sha().isEmpty())
                .isPresent();
    }

    private static String aside(List<String> paths) {
        String named = String.join(", ", paths.subList(0, Math.min(paths.size(), NAMED)));
        return "left out of the patch, since agents work with the base branch's and the head has another: %s%s"
                .formatted(named, paths.size() > NAMED ? " and %d more".formatted(paths.size() - NAMED) : "");
    }

    private static String create(
            Records records, AgentDispatchRun run, AgentDispatchAttempt attempt, AgentArtifact.Spec spec) {
        String name = "%s-%s".formatted(attempt.metadata().name(), word(spec.kind()));
        if (records.get(AgentArtifact.class, run.metadata().namespace(), name).isPresent()) {
            return name;
        }
        records.create(new AgentArtifact(
                Metadata.named(run.metadata().namespace(), name, run.metadata().labels()),
                spec,
                new AgentArtifact.Status(0)));
        Journal.tell(
                records,
                run.key(),
                "artifact",
                Map.of(
                        "text", "%s, %d bytes".formatted(word(spec.kind()), spec.bytes()),
                        "artifact", name,
                        "digest", spec.digest()));
        return name;
    }

    private static String word(ArtifactKind kind) {
        return switch (kind) {
            case PATCH -> "patch";
            case REVIEW -> "review";
            default -> "diagnosis";
        };
    }

    private static AgentArtifact.Spec patch(AgentDispatchRun run, AgentDispatchAttempt attempt, Yield yield) {
        int added = yield.files().stream().mapToInt(ChangedFile::added).sum();
        int deleted = yield.files().stream().mapToInt(ChangedFile::deleted).sum();
        return new AgentArtifact.Spec(
                run.spec().organizationRef(),
                run.metadata().name(),
                ArtifactKind.PATCH,
                yield.patchDigest(),
                attempt.metadata().name(),
                "text/x-diff",
                bytes(yield.patch().text()),
                "%d files, +%d -%d".formatted(yield.files().size(), added, deleted),
                run.spec().sha(),
                yield.files().stream().map(Harvest::change).toList(),
                yield.patch().counts());
    }

    private AgentArtifact.Spec review(AgentDispatchRun run, AgentDispatchAttempt attempt, Review review) {
        String text = CanonicalJson.text(review);
        return new AgentArtifact.Spec(
                run.spec().organizationRef(),
                run.metadata().name(),
                ArtifactKind.REVIEW,
                Blobs.put(desk.ports(), text),
                attempt.metadata().name(),
                "application/json",
                bytes(text),
                "%d comments on lines; %s"
                        .formatted(
                                review.comments().size(),
                                review.summary()
                                        .substring(0, Math.min(review.summary().length(), SUMMARY))),
                run.spec().sha(),
                List.of(),
                Map.of());
    }

    private static FileChange change(ChangedFile file) {
        return new FileChange(file.path(), file.change(), file.added(), file.deleted(), file.warnings());
    }

    private static AgentArtifact.Spec diagnosis(AgentDispatchRun run, AgentDispatchAttempt attempt, Yield yield) {
        String text = yield.diagnosis();
        return new AgentArtifact.Spec(
                run.spec().organizationRef(),
                run.metadata().name(),
                ArtifactKind.DIAGNOSIS,
                yield.diagnosisDigest(),
                attempt.metadata().name(),
                "text/markdown",
                bytes(text),
                text.substring(0, Math.min(text.length(), SUMMARY)),
                run.spec().sha(),
                List.of(),
                Map.of());
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The write-backs that the yield asks for and the policy has room for, stored as intents. */
    List<RequestedWriteBack> request(Records records, AgentDispatchRun run, Yield yield) {
        return requests.store(records, run, yield);
    }

    /**
     * What an attempt made.
     *
     * @param patch redacted; a patch in which something was redacted is shown, never written
     * @param outcome what its last words ask for; the diagnosis is the rest of them
     * @param setAside files that the agent changed and that are no part of the patch
     * @param outputs what its subagents made and people may be asked about
     */
    record Yield(
            List<ChangedFile> files,
            Redacted patch,
            String patchDigest,
            String diagnosis,
            String diagnosisDigest,
            Outcome outcome,
            List<String> setAside,
            List<SubagentOutputs.Output> outputs) {

        boolean hasPatch() {
            return !files.isEmpty();
        }
    }
}
