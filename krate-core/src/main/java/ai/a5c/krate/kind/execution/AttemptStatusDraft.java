package ai.a5c.krate.kind.execution;

import ai.a5c.krate.kind.execution.AgentDispatchAttempt.Heard;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.LeaseStatus;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attempt's status being changed, but for what its state machine decides. */
final class AttemptStatusDraft {

    private final Status before;
    private LeaseStatus lease;
    private String runtimeSession;
    private String agentSessionId;
    private long cursor;
    private @Nullable Instant startedAt;
    private double costUsd;
    private long tokens;
    private String result;
    private List<String> capabilities;
    private AttemptProgress progress;
    private String failureClass;
    private String configurationCommit;
    private String host;

    AttemptStatusDraft(Status before) {
        this.before = before;
        this.lease = before.lease();
        this.runtimeSession = before.runtimeSession();
        this.agentSessionId = before.agentSessionId();
        this.cursor = before.cursor();
        this.startedAt = before.startedAt();
        this.costUsd = before.costUsd();
        this.tokens = before.tokens();
        this.result = before.result();
        this.capabilities = before.capabilities();
        this.progress = before.progress();
        this.failureClass = before.failureClass();
        this.configurationCommit = before.configurationCommit();
        this.host = before.host();
    }

    AttemptStatusDraft launched(String session, Instant when, List<String> able) {
        runtimeSession = session;
        startedAt = when;
        capabilities = able;
        return this;
    }

    AttemptStatusDraft heard(Heard heard) {
        agentSessionId = heard.agentSessionId().isEmpty() ? agentSessionId : heard.agentSessionId();
        cursor = heard.cursor();
        costUsd += heard.costUsd();
        tokens += heard.tokens();
        result = heard.result().isEmpty() ? result : heard.result();
        return this;
    }

    AttemptStatusDraft lease(LeaseStatus next) {
        lease = next;
        return this;
    }

    AttemptStatusDraft progress(AttemptProgress next) {
        progress = next;
        return this;
    }

    AttemptStatusDraft failureClass(String next) {
        failureClass = next;
        return this;
    }

    AttemptStatusDraft launching(String commit, String at) {
        configurationCommit = commit;
        host = at;
        return this;
    }

    Status status() {
        return new Status(
                before.phase(),
                lease,
                runtimeSession,
                agentSessionId,
                cursor,
                startedAt,
                before.finishedAt(),
                before.cancelRequested(),
                costUsd,
                tokens,
                result,
                before.terminalReason(),
                capabilities,
                progress,
                failureClass,
                configurationCommit,
                host);
    }
}
