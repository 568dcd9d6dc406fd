package ai.a5c.krate.engine.subagent;

import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Talk;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells a run, and its agent where it listens, what becomes of the subagents that it asked for. */
final class Voice {

    private static final String CONTINUE = "continue";

    private final Desk desk;

    Voice(Desk desk) {
        this.desk = desk;
    }

    /** Adds to the timeline of {@code parent} what happened in a lane. */
    static void tell(Records records, AgentDispatchRun parent, String lane, Map<String, String> details) {
        Map<String, String> document = new LinkedHashMap<>(details);
        document.put("lane", lane);
        Journal.tell(records, parent.key(), "lane", document);
    }

    /** Has the agent of the parent's attempt of that name told, if it is at work and takes messages. */
    void say(Records records, AgentDispatchRun parent, String attempt, String speaker, String text) {
        records.get(AgentDispatchAttempt.class, parent.metadata().namespace(), attempt)
                .filter(one -> one.status().finishedAt() == null)
                .filter(one -> one.status().phase() == AttemptPhase.RUNNING
                        || one.status().phase() == AttemptPhase.WAITING_FOR_INPUT
                        || one.status().phase() == AttemptPhase.WAITING_FOR_APPROVAL)
                .filter(one -> one.status().capabilities().contains(CONTINUE))
                .ifPresent(one -> Talk.say(records, one, speaker, Blobs.put(desk.ports(), text)));
    }
}
