package ai.a5c.krate.engine.subagent;

import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Message;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Brings the outcome of a subagent's run back to the run that asked for it, once. */
public final class Returns {

    private static final int MOST_TEXT = 32 * 1024;

    private final Desk desk;
    private final Voice voice;

    public Returns(Desk desk) {
        this.desk = desk;
        this.voice = new Voice(desk);
    }

    /** Tells the parent of the run that {@code message} names how it ended. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<AgentDispatchRun> child = desk.get(AgentDispatchRun.class, key.namespace(), key.name());
        Optional<AgentArtifact> output = child.flatMap(this::output);
        Optional<String> text =
                output.map(artifact -> Blobs.text(desk.ports(), artifact.spec().digest()));
        desk.write(records -> {
            child.ifPresent(run -> tell(records, run, output, text.orElse("")));
            return records.transaction().done(message);
        });
    }

    private Optional<AgentArtifact> output(AgentDispatchRun child) {
        return child.status().artifacts().stream()
                .flatMap(name -> desk.get(AgentArtifact.class, child.metadata().namespace(), name).stream())
                .filter(artifact -> artifact.spec().kind() == ArtifactKind.SUBAGENT_OUTPUT)
                .reduce((first, last) -> last);
    }

    private void tell(Records records, AgentDispatchRun child, Optional<AgentArtifact> output, String text) {
        Optional<AgentDispatchRun> parent = records.get(
                AgentDispatchRun.class,
                child.metadata().namespace(),
                child.spec().parentRun());
        if (parent.isEmpty()) {
            return;
        }
        String lane = child.spec().request().requestId();
        String name = child.spec().request().subagent();
        String state = child.status().phase().name().toLowerCase(Locale.ROOT);
        String said = state.equals("succeeded")
                ? text
                : child.status().terminalReason().code() + ": "
                        + child.status().terminalReason().message();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("text", said.substring(0, Math.min(said.length(), MOST_TEXT)));
        details.put("laneName", name);
        details.put("laneState", state);
        details.put("childRun", child.metadata().name());
        output.ifPresent(artifact -> {
            details.put("artifact", artifact.metadata().name());
            details.put("digest", artifact.spec().digest());
        });
        Voice.tell(records, parent.get(), lane, details);
        String asker = child.spec().request().askedBy();
        voice.say(
                records, parent.get(), asker, "subagent/" + name, "[subagent %s %s]%n%s".formatted(lane, state, said));
    }
}
