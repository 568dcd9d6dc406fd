package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Confidential.Granted;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Durations;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup.AgentFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Makes what a runtime is asked to start from an attempt's snapshots. */
final class LaunchOrder {

    private final Desk desk;
    private final Conversation conversation;
    private final Setups setups;

    LaunchOrder(Desk desk) {
        this.desk = desk;
        this.conversation = new Conversation(desk);
        this.setups = new Setups(desk);
    }

    /** What the runtime is asked for, in a workspace where {@code files} stand. */
    LaunchRequest request(
            AgentDispatchAttempt attempt,
            AgentDispatchRun run,
            Granted granted,
            Path workspace,
            List<AgentFile> files) {
        AgentStack stack = stack(attempt);
        AgentContextBundle bundle = desk.get(
                        AgentContextBundle.class,
                        run.metadata().namespace(),
                        run.spec().contextBundleRef())
                .orElseThrow(() -> new LaunchRefusedException("ContextMissing", "the context bundle is not there"));
        AgentStack.Limits limits = stack.spec().limits();
        return new LaunchRequest(
                launchKey(attempt),
                stack.spec().adapter(),
                stack.spec().command(),
                conversation.prompt(attempt, bundle.spec().promptDigest()),
                workspace,
                granted.environment(),
                run.spec().trust(),
                new LaunchRequest.Limits(
                        Durations.parse(limits.wallClock()), Durations.parse(limits.idle()), limits.outputBytes()),
                setups.of(stack, run, conversation.origin(attempt), files, granted.files()));
    }

    /** The same attempt, stack and context are never launched twice. */
    static String launchKey(AgentDispatchAttempt attempt) {
        return Digest.of(CanonicalJson.text(Map.of(
                        "attempt", attempt.metadata().uid(),
                        "stack", attempt.spec().agentStackSnapshot(),
                        "context", attempt.spec().contextBundleDigest())))
                .hex();
    }

    /** The tool profile that the attempt's stack names; empty for none. */
    String toolProfile(AgentDispatchAttempt attempt) {
        return stack(attempt).spec().toolProfileRef();
    }

    /** Whether the attempt's stack has its agent's questions allowed without asking. */
    boolean allowsWithoutAsking(AgentDispatchAttempt attempt) {
        return stack(attempt).spec().approvalMode() == AgentStack.ApprovalMode.AUTO;
    }

    /** The kind of agent that the attempt's stack selects. */
    String adapter(AgentDispatchAttempt attempt) {
        return stack(attempt).spec().adapter();
    }

    /** How long the attempt's agent may work, from its launch. */
    Duration wallClock(AgentDispatchAttempt attempt) {
        return Durations.parse(stack(attempt).spec().limits().wallClock());
    }

    private AgentStack stack(AgentDispatchAttempt attempt) {
        String snapshot = Blobs.text(desk.ports(), attempt.spec().agentStackSnapshot());
        return (AgentStack) ResourceCodec.read(KindRegistry.of(AgentStack.class), Json.readObject(snapshot));
    }
}
