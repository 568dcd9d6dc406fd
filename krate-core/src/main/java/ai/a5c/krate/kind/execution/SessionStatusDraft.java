package ai.a5c.krate.kind.execution;

import ai.a5c.krate.kind.execution.AgentSession.LaneNote;
import ai.a5c.krate.kind.execution.AgentSession.SessionPhase;
import ai.a5c.krate.kind.execution.AgentSession.Status;
import ai.a5c.krate.kind.execution.AgentSession.TranscriptNote;
import ai.a5c.krate.kind.execution.AgentSession.TurnNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session's status being changed. */
public final class SessionStatusDraft {

    private static final int TURNS = 100;
    private static final int LANES = 50;

    private SessionPhase phase;
    private String agentSessionId;
    private String agentMuxRunId;
    private String agentMuxSessionId;
    private String model;
    private int turns;
    private double costUsd;
    private long tokens;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private boolean incomplete;
    private final List<TurnNote> recentTurns;
    private final List<LaneNote> lanes;
    private TranscriptNote transcript;
    private String summary;

    SessionStatusDraft(Status before) {
        this.phase = before.phase();
        this.agentSessionId = before.agentSessionId();
        this.agentMuxRunId = before.agentMuxRunId();
        this.agentMuxSessionId = before.agentMuxSessionId();
        this.model = before.model();
        this.turns = before.turns();
        this.costUsd = before.costUsd();
        this.tokens = before.tokens();
        this.startedAt = before.startedAt();
        this.endedAt = before.endedAt();
        this.incomplete = before.incomplete();
        this.recentTurns = new ArrayList<>(before.recentTurns());
        this.lanes = new ArrayList<>(before.lanes());
        this.transcript = before.transcript();
        this.summary = before.summary();
    }

    /** Moved on. */
    public SessionStatusDraft phase(SessionPhase next) {
        phase = next;
        return this;
    }

    /** Bound at {@code when}. */
    public SessionStatusDraft started(Instant when) {
        startedAt = when;
        return this;
    }

    /** Ended at {@code when}. */
    public SessionStatusDraft ended(SessionPhase how, @Nullable Instant when, String what) {
        phase = how;
        endedAt = when;
        summary = what;
        return this;
    }

    /** The agent's own id, unless that is empty. */
    public SessionStatusDraft agentSessionId(String id) {
        agentSessionId = id.isEmpty() ? agentSessionId : id;
        return this;
    }

    /** The gateway's ids. */
    public SessionStatusDraft agentMux(String run, String session) {
        agentMuxRunId = run;
        agentMuxSessionId = session;
        return this;
    }

    /** The model, unless that is empty. */
    public SessionStatusDraft model(String name) {
        model = name.isEmpty() ? model : name;
        return this;
    }

    /** Something is missing. */
    public SessionStatusDraft incomplete() {
        incomplete = true;
        return this;
    }

    /** What an event of {@code turn} cost; a turn that is new begins with it. */
    public SessionStatusDraft turn(TurnNote added) {
        turns = Math.max(turns, added.turn());
        costUsd += added.costUsd();
        tokens += added.tokens();
        int last = recentTurns.size() - 1;
        TurnNote newest = last < 0 ? null : recentTurns.get(last);
        if (newest == null || newest.turn() < added.turn()) {
            recentTurns.add(added);
        } else {
            recentTurns.set(
                    last,
                    new TurnNote(
                            newest.turn(),
                            newest.startedAt(),
                            newest.firstEvent(),
                            newest.costUsd() + added.costUsd(),
                            newest.tokens() + added.tokens()));
        }
        if (recentTurns.size() > TURNS) {
            recentTurns.remove(0);
        }
        return this;
    }

    /** A subagent, as it is now; further ones than the first {@value #LANES} are not noted. */
    public SessionStatusDraft lane(LaneNote now) {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).lane().equals(now.lane())) {
                String name = now.name().isEmpty() ? lanes.get(i).name() : now.name();
                lanes.set(i, new LaneNote(now.lane(), name, now.state()));
                return this;
            }
        }
        if (lanes.size() < LANES) {
            lanes.add(now);
        }
        return this;
    }

    /** Where its words are. */
    public SessionStatusDraft transcript(TranscriptNote next) {
        transcript = next;
        return this;
    }

    /** The status as it is now. */
    public Status status() {
        return new Status(
                phase,
                agentSessionId,
                agentMuxRunId,
                agentMuxSessionId,
                model,
                turns,
                costUsd,
                tokens,
                startedAt,
                endedAt,
                incomplete,
                recentTurns,
                lanes,
                transcript,
                summary);
    }
}
