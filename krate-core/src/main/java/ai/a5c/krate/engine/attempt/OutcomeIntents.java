package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.EffectDocument;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.outcome.Outcome;
import ai.a5c.krate.outcome.Outcome.PullRequestText;
import ai.a5c.krate.outcome.Review;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns what an agent asks for in its last words into mutations: as far as the policy has room for them. */
final class OutcomeIntents {

    private static final int PREVIEW = 16_000;
    private static final String COMMENTS = "comments";
    private static final String PULL_REQUEST = "pull-request/";

    private final Desk desk;

    OutcomeIntents(Desk desk) {
        this.desk = desk;
    }

    /** A pull request for the branch that {@code push} makes. */
    Optional<Intent> pullRequest(Records records, AgentDispatchRun run, Intent push, Outcome outcome) {
        String base = base(records, run);
        if (base.isEmpty()
                || !allows(records, run, "open-pr", outcome.pullRequest().isPresent())) {
            return Optional.empty();
        }
        PullRequestText text = outcome.pullRequest()
                .orElseGet(() -> new PullRequestText(
                        push.parameters().getOrDefault("subject", push.target()),
                        outcome.text().strip()));
        String about = run.spec().workItem().isEmpty() ? "" : "\n\nFor #" + WriteBackRequests.number(run) + ".";
        return Optional.of(intent(
                "open-pr",
                push.target(),
                push.artifact(),
                new EffectDocument(text.body() + about, Map.of("title", text.title(), "base", base)),
                "%s%n%s into %s%n%n%s".formatted(text.title(), push.target(), base, text.body())));
    }

    /** The branch that the work began at: the pull request's own, or where the repository's results go. */
    private static String base(Records records, AgentDispatchRun run) {
        if (run.spec().workItem().startsWith(PULL_REQUEST)
                && !run.spec().branch().isEmpty()) {
            return run.spec().branch();
        }
        return run.spec().baseRef().isEmpty()
                ? records.get(
                                Repository.class,
                                run.metadata().namespace(),
                                run.spec().repository())
                        .map(repository -> repository.spec().defaultBranch())
                        .orElse("")
                : run.spec().baseRef();
    }

    /** Everything else that it asks for. */
    List<Intent> of(Records records, AgentDispatchRun run, Outcome outcome) {
        if (!outcome.faults().isEmpty()) {
            told(records, run, "nothing of the agent's krate-output counts: " + String.join("; ", outcome.faults()));
            return List.of();
        }
        List<Intent> intents = new ArrayList<>();
        outcome.review()
                .filter(review -> run.spec().workItem().startsWith(PULL_REQUEST))
                .filter(review -> allows(records, run, "pr-review", true))
                .ifPresent(review -> intents.add(review(run, review)));
        if (!outcome.labels().isEmpty() && !run.spec().workItem().isEmpty() && allows(records, run, "label", true)) {
            intents.add(labels(run, outcome.labels()));
        }
        outcome.status()
                .filter(status -> allows(records, run, "commit-status", true))
                .ifPresent(status -> intents.add(status(run, status)));
        outcome.rerun()
                .filter(rerun -> allows(records, run, action(rerun), true))
                .ifPresent(rerun -> intents.add(rerun(run, rerun)));
        return intents;
    }

    private static boolean allows(Records records, AgentDispatchRun run, String action, boolean asked) {
        boolean allowed = run.spec().writeBackPolicy().allowedTargets().contains(action);
        if (asked && !allowed) {
            told(records, run, "the agent asked for %s, which its allowedTargets do not name".formatted(action));
        }
        return allowed;
    }

    private static void told(Records records, AgentDispatchRun run, String text) {
        Journal.tell(records, run.key(), "artifact", Map.of("text", text));
    }

    private Intent review(AgentDispatchRun run, Review review) {
        List<Map<String, Object>> comments = review.comments().stream()
                .map(line -> Map.<String, Object>of(
                        "path", line.path(), "line", line.line(), "side", line.side(), "body", line.body()))
                .toList();
        Map<String, String> parameters =
                Map.of("headSha", run.spec().sha(), "event", review.verdict(), COMMENTS, CanonicalJson.text(comments));
        String lines = String.join(
                "\n",
                review.comments().stream()
                        .map(line -> "%s:%d: %s".formatted(line.path(), line.line(), line.body()))
                        .toList());
        return intent(
                "pr-review",
                WriteBackRequests.number(run),
                "",
                new EffectDocument(review.summary(), parameters),
                "%s%n%n%s%n%n%s".formatted(review.verdict(), review.summary(), lines));
    }

    private Intent labels(AgentDispatchRun run, Outcome.Labels labels) {
        String lines = String.join(
                "\n",
                Stream.concat(
                                labels.add().stream().map(name -> "+" + name),
                                labels.remove().stream().map(name -> "-" + name))
                        .toList());
        return intent("label", WriteBackRequests.number(run), "", new EffectDocument(lines, Map.of()), lines);
    }

    private Intent status(AgentDispatchRun run, Outcome.Status status) {
        String context = "krate/%s/%s".formatted(run.spec().agentStack(), status.name());
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("context", context);
        parameters.put("state", status.state());
        return intent(
                "commit-status",
                run.spec().sha(),
                "",
                new EffectDocument(status.description(), parameters),
                "%s: %s, %s".formatted(context, status.state(), status.description()));
    }

    private static String action(Outcome.Rerun rerun) {
        return rerun.workflow().isEmpty() ? "check-rerun" : "workflow-rerun";
    }

    private Intent rerun(AgentDispatchRun run, Outcome.Rerun rerun) {
        return rerun.workflow().isEmpty()
                ? intent(
                        "check-rerun",
                        run.spec().sha(),
                        "",
                        new EffectDocument(rerun.check(), Map.of("status", rerun.status())),
                        "run the check %s again".formatted(rerun.check()))
                : intent(
                        "workflow-rerun",
                        rerun.workflow(),
                        "",
                        new EffectDocument("", Map.of("attempt", Integer.toString(rerun.attempt()))),
                        "run the workflow's run %s again".formatted(rerun.workflow()));
    }

    /** Parameters stand beside the document for people and rules to read; the document is what is written. */
    private Intent intent(String action, String target, String artifact, EffectDocument document, String preview) {
        Map<String, String> told = new LinkedHashMap<>(document.parameters());
        told.remove(COMMENTS);
        return new Intent(
                action,
                target,
                artifact,
                Blobs.put(desk.ports(), document.text()),
                preview.length() <= PREVIEW ? preview : preview.substring(0, PREVIEW) + "\n[cut]",
                told,
                false);
    }
}
