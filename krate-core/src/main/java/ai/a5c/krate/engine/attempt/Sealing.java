package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Transcripts;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AgentSession.SessionPhase;
import ai.a5c.krate.kind.execution.AgentSession.TranscriptNote;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.transcript.Entry;
import ai.a5c.krate.transcript.Transcript;
import ai.a5c.krate.transcript.Tree;
import ai.a5c.krate.transcript.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends the sessions of attempts that are over: what was said becomes a document that never changes. */
public final class Sealing {

    /** How many characters of one session are sealed; what goes beyond stays in the run's stream alone. */
    private static final int MOST = 16 * 1024 * 1024;

    private static final int SUMMARY = 2_000;

    private final Desk desk;
    private final Transcripts transcripts;

    public Sealing(Desk desk) {
        this.desk = desk;
        this.transcripts = new Transcripts(desk.ports().store());
    }

    /** Seals the session of the ended attempt that {@code message} names; may be repeated. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<AgentSession> session = desk.get(AgentSession.class, key.namespace(), key.name());
        Optional<AgentDispatchAttempt> attempt = desk.get(AgentDispatchAttempt.class, key.namespace(), key.name());
        if (session.isPresent()
                && attempt.isPresent()
                && attempt.get().status().finishedAt() != null
                && session.get().status().transcript().artifact().isEmpty()) {
            seal(attempt.get(), session.get());
        }
        desk.write(records -> records.transaction().done(message));
    }

    private void seal(AgentDispatchAttempt attempt, AgentSession session) {
        Said said = said(attempt, session);
        Transcript transcript = Transcript.of(said.entries());
        String document = Json.write(document(session, said, transcript));
        String digest = Blobs.put(desk.ports(), document);
        desk.write(records -> {
            String artifact = artifact(records, session, digest, document, transcript);
            AgentSession now =
                    records.need(AgentSession.class, session.metadata().namespace(), name(session));
            TranscriptNote note =
                    new TranscriptNote(now.status().transcript().firstEvent(), said.last(), digest, artifact);
            String summary = attempt.status().result();
            return records.update(now.with(now.status()
                    .draft()
                    .ended(
                            phase(attempt),
                            attempt.status().finishedAt(),
                            summary.substring(0, Math.min(summary.length(), SUMMARY)))
                    .transcript(note)
                    .status()));
        });
    }

    private Said said(AgentDispatchAttempt attempt, AgentSession session) {
        String namespace = session.metadata().namespace();
        String run = session.spec().dispatchRun();
        List<Entry> entries = new ArrayList<>();
        long after = Math.max(0, session.status().transcript().firstEvent() - 1);
        long characters = 0;
        while (characters < MOST) {
            List<Entry> page = transcripts.entries(namespace, run, new Window(after, Window.MOST));
            for (Entry entry : page) {
                after = entry.sequence();
                if (entry.attempt() == attempt.spec().number()) {
                    entries.add(entry);
                    characters += entry.text().length();
                }
            }
            if (page.size() < Window.MOST) {
                return new Said(entries, after, true);
            }
        }
        return new Said(entries, after, false);
    }

    private static Map<String, Object> document(AgentSession session, Said said, Transcript transcript) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("run", session.spec().dispatchRun());
        tree.put("session", name(session));
        tree.put("agentSessionId", session.status().agentSessionId());
        tree.put("model", session.status().model());
        tree.put("complete", said.complete() && !session.status().incomplete());
        tree.put("lastEvent", said.last());
        tree.put("turns", Tree.turns(transcript));
        tree.put("items", Tree.items(transcript));
        return tree;
    }

    private static String artifact(
            Records records, AgentSession session, String digest, String document, Transcript transcript) {
        String namespace = session.metadata().namespace();
        String name = name(session) + "-transcript";
        if (records.get(AgentArtifact.class, namespace, name).isEmpty()) {
            records.create(new AgentArtifact(
                    Metadata.named(namespace, name, session.metadata().labels()),
                    new AgentArtifact.Spec(
                            session.spec().organizationRef(),
                            session.spec().dispatchRun(),
                            ArtifactKind.TRANSCRIPT,
                            digest,
                            session.spec().attempt(),
                            "application/json",
                            document.getBytes(StandardCharsets.UTF_8).length,
                            "%d items in %d turns"
                                    .formatted(
                                            transcript.items().size(),
                                            transcript.turns().size()),
                            "",
                            List.of(),
                            Map.of()),
                    new AgentArtifact.Status(0)));
        }
        return name;
    }

    private static SessionPhase phase(AgentDispatchAttempt attempt) {
        return switch (attempt.status().phase()) {
            case SUCCEEDED -> SessionPhase.SUCCEEDED;
            case CANCELLED -> SessionPhase.CANCELLED;
            case LOST -> SessionPhase.LOST;
            default -> SessionPhase.FAILED;
        };
    }

    private static String name(AgentSession session) {
        return session.metadata().name();
    }

    /** What was said in a session, up to the event {@code last}. */
    private record Said(List<Entry> entries, long last, boolean complete) {}
}
