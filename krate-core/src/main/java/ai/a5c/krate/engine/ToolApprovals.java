package ai.a5c.krate.engine;

import ai.a5c.krate.approval.ApprovalEvent;
import ai.a5c.krate.approval.ApprovalPhase;
import ai.a5c.krate.approval.RequestCheck.Asked;
import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.LastAttempt;
import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AttemptOrigin;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.resource.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Approvals of tools that an agent at work asks for; the run goes on meanwhile, and no gate of it closes. */
public final class ToolApprovals {

    /** What annotations of such an approval name: the attempt whose agent asks. */
    public static final String ATTEMPT = "krate.a5c.ai/attempt";

    /** What annotations of such an approval name: the question at the runtime. */
    public static final String QUESTION = "krate.a5c.ai/question";

    private static final Set<String> SHELLS = Set.of("bash", "shell", "exec", "run_shell_command");
    private static final Set<String> WEB = Set.of("webfetch", "websearch", "web_fetch", "google_web_search");
    private static final int MAX_PREVIEW = 4_000;

    private ToolApprovals() {}

    /** Whether {@code approval} is one of them. */
    public static boolean isOne(AgentApproval approval) {
        return approval.metadata().annotations().containsKey(QUESTION);
    }

    /** The gate that a tool belongs to. */
    public static String gate(String tool) {
        String name = tool.toLowerCase(Locale.ROOT);
        if (SHELLS.contains(name)) {
            return "shell";
        }
        return WEB.contains(name) ? "network" : "tool";
    }

    /** What a yes or no to the exact call holds for: this run at this commit, whatever attempt asks. */
    public static Digest binding(AgentDispatchRun run, Call call) {
        return Digest.of(CanonicalJson.text(Map.of(
                "organization", run.spec().organizationRef(),
                "repository", run.spec().repository(),
                "run", Objects.requireNonNullElse(run.metadata().uid(), ""),
                "sha", run.spec().sha(),
                "action", gate(call.tool()),
                "target", call.tool(),
                "input", Digest.of(call.input()).text())));
    }

    /** What agents of {@code run} asked people for before. */
    public static List<Asked> before(Records records, AgentDispatchRun run) {
        return run.status().approvals().stream()
                .flatMap(name -> records.get(AgentApproval.class, run.metadata().namespace(), name).stream())
                .filter(ToolApprovals::isOne)
                .map(one -> new Asked(
                        one.metadata().name(),
                        new Digest(one.spec().bindingDigest()),
                        ApprovalPhase.valueOf(one.status().phase().name()),
                        Objects.requireNonNullElse(one.metadata().creationTimestamp(), Instant.EPOCH)))
                .toList();
    }

    /** Asks people; returns the approval's name. */
    public static String ask(Records records, AgentDispatchRun run, AgentDispatchAttempt attempt, Call call) {
        String name = Names.seeded(
                "approval",
                "%s/%s/%s/%s/%s"
                        .formatted(
                                attempt.metadata().uid(),
                                gate(call.tool()),
                                call.tool(),
                                binding(run, call).text(),
                                call.question()));
        Metadata metadata = Metadata.named(
                        run.metadata().namespace(), name, run.metadata().labels())
                .annotated(Map.of(ATTEMPT, attempt.metadata().name(), QUESTION, call.question()));
        Approvals.store(records, new AgentApproval(metadata, spec(records, run, call), Approvals.pending()));
        records.update(run.with(run.status().asked(name)));
        return name;
    }

    private static AgentApproval.Spec spec(Records records, AgentDispatchRun run, Call call) {
        AgentDispatchRun.ApprovalPolicy policy = run.spec().approvalPolicy();
        String preview = call.shown();
        AgentApproval.Action action = new AgentApproval.Action(
                1,
                gate(call.tool()),
                call.tool(),
                Digest.of(call.input()).text(),
                preview.substring(0, Math.min(preview.length(), MAX_PREVIEW)));
        return new AgentApproval.Spec(
                run.spec().organizationRef(),
                run.metadata().name(),
                gate(call.tool()),
                run.spec().requester().login(),
                run.spec().requester().id(),
                "",
                run.spec().workItem(),
                List.of(action),
                binding(run, call).text(),
                run.spec().sha(),
                "",
                run.status().permissionSnapshotDigest(),
                List.of("the agent waits for this; answered too late, it goes on without, and a yes lets it try again"),
                policy.fourEyes(),
                Math.min(2, Math.max(1, policy.approvals())),
                records.now().plus(Durations.parse(policy.expiresAfter())),
                AgentApproval.Delta.NONE);
    }

    /** An agent asked once more for what was denied in that approval; how often that was by now. */
    public static long askedAgain(Records records, String namespace, String name) {
        AgentApproval approval = records.need(AgentApproval.class, namespace, name);
        return records.update(approval.with(approval.status().askedOnceMore()))
                .status()
                .askedAgain();
    }

    /** The agent was let do what the approval allows, which is once. */
    public static void used(Records records, String namespace, String name) {
        records.get(AgentApproval.class, namespace, name)
                .ifPresent(approval -> Approvals.move(records, approval, new ApprovalEvent.Applied()));
    }

    /** A person said yes: whoever still listens to the agent passes it on; a run that is over takes its conversation up. */
    static void allowed(
            Records records, RunBook book, AgentDispatchRun run, AgentApproval approval, AttemptOrigin origin) {
        boolean over = run.status().phase() == AgentDispatchRun.RunPhase.FAILED
                || run.status().phase() == AgentDispatchRun.RunPhase.SUCCEEDED;
        records.get(AgentDispatchAttempt.class, run.metadata().namespace(), asker(approval))
                .filter(attempt -> over && canResume(attempt))
                .ifPresent(attempt -> book.on(
                        records,
                        run,
                        new RunEvent.AttemptRequested(run.status().attempts() + 1, origin.actor()),
                        origin.actor(),
                        NextAttempt.of(
                                AttemptReason.RESUME,
                                new AttemptOrigin(
                                        asker(approval),
                                        attempt.status().agentSessionId(),
                                        origin.messageDigest(),
                                        origin.actor()))));
    }

    /**
     * Why a yes to {@code approval} has to wait: its agent went on without it and is done, could try again, and what it made
     * is not settled yet.
     */
    static Optional<ApprovalDesk.Refused> tooEarly(Records records, AgentApproval approval) {
        if (!isOne(approval)) {
            return Optional.empty();
        }
        String namespace = approval.metadata().namespace();
        AgentDispatchRun run =
                records.need(AgentDispatchRun.class, namespace, approval.spec().dispatchRun());
        boolean unsettled = run.status().finishedAt() == null
                && run.status().lastAttempt().equals(LastAttempt.SUCCEEDED.word())
                && !run.status().cancelRequested();
        return records.get(AgentDispatchAttempt.class, namespace, asker(approval))
                .filter(attempt -> unsettled && canResume(attempt))
                .map(attempt -> new ApprovalDesk.Refused(
                        "WRITE_BACKS_FIRST",
                        "the agent went on without this and is done; decide on the run's write-backs first,"
                                + " then approve this to have the agent try again"));
    }

    private static boolean canResume(AgentDispatchAttempt attempt) {
        return attempt.status().capabilities().contains("resume")
                && !attempt.status().agentSessionId().isEmpty();
    }

    /** The attempt whose agent asks. */
    static String asker(AgentApproval approval) {
        return approval.metadata().annotations().getOrDefault(ATTEMPT, "");
    }

    /**
     * A call that an agent asks for.
     *
     * @param question what the runtime knows the question by
     * @param input exactly, as the runtime gave it
     * @param shown the same for people, redacted
     */
    public record Call(String question, String tool, String input, String shown) {}
}
