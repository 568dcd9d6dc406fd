package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AgentSession.LaneNote;
import ai.a5c.krate.kind.execution.AgentSession.SessionPhase;
import ai.a5c.krate.kind.execution.AgentSession.TranscriptNote;
import ai.a5c.krate.kind.execution.AgentSession.TurnNote;
import ai.a5c.krate.kind.execution.SessionStatusDraft;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.transcript.Entry;
import java.util.Optional;
import java.util.Set;

/** What the session of an attempt says of itself after more was heard; stored only where something changed. */
final class SessionNotes {

    /** The runtime whose sessions have ids at a gateway. */
    static final String AGENT_MUX = "agent-mux";

    private static final Set<String> ASKING = Set.of("question", "input-needed");

    private final Records records;
    private final Optional<AgentSession> session;
    private final Optional<SessionStatusDraft> draft;

    SessionNotes(Records records, Claim claim) {
        this.records = records;
        this.session = records.get(AgentSession.class, claim.namespace(), claim.attempt());
        this.draft = session.map(found -> found.status().draft());
    }

    /** Takes note of {@code entry}, which was stored just now. */
    void heard(Entry entry) {
        draft.ifPresent(notes -> note(notes, entry));
    }

    private void note(SessionStatusDraft notes, Entry entry) {
        String id = entry.details().getOrDefault(Detail.SESSION_ID, "");
        notes.agentSessionId(id).model(entry.details().getOrDefault(Detail.MODEL, ""));
        session.filter(found -> !id.isEmpty() && found.spec().runtime().equals(AGENT_MUX))
                .ifPresent(found -> notes.agentMux(found.spec().runtimeSessionId(), id));
        notes.phase(ASKING.contains(entry.type()) ? SessionPhase.WAITING : SessionPhase.ACTIVE);
        if (notes.status().transcript().firstEvent() == 0) {
            notes.transcript(new TranscriptNote(entry.sequence(), 0, "", ""));
        }
        notes.turn(new TurnNote(entry.turn(), entry.time(), entry.sequence(), entry.number(Detail.COST_USD), (long)
                entry.number(Detail.TOKENS)));
        switch (entry.type()) {
            case "gap" -> notes.incomplete();
            case "lane" ->
                notes.lane(new LaneNote(
                        entry.lane(),
                        entry.details().getOrDefault(Detail.LANE_NAME, ""),
                        entry.details().getOrDefault(Detail.LANE_STATE, "")));
            default -> {
                // Nothing more to note.
            }
        }
    }

    /** Stores what changed, if anything did. */
    void store() {
        draft.map(SessionStatusDraft::status)
                .filter(next -> !next.equals(session.map(AgentSession::status).orElse(next)))
                .ifPresent(next -> session.ifPresent(found -> records.update(found.with(next))));
    }
}
