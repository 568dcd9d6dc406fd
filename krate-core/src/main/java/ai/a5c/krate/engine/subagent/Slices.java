package ai.a5c.krate.engine.subagent;

import ai.a5c.krate.context.Layer;
import ai.a5c.krate.context.LayerInput;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.OutputContract;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.subagent.Ask;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a subagent is told: its assignment, what is asked of it, and the part of its parent's context that it may see. */
final class Slices {

    private static final int MAX_FILE = 256 * 1024;

    private final Desk desk;
    private final AgentDispatchRun parent;

    Slices(Desk desk, AgentDispatchRun parent) {
        this.desk = desk;
        this.parent = parent;
    }

    List<LayerInput> inputs(Ask ask, AgentSubagent subagent) {
        List<LayerInput> inputs = new ArrayList<>();
        inputs.add(LayerInput.of(
                Layer.TRIGGER_TEMPLATE,
                "%s@%d".formatted(subagent.key(), subagent.metadata().generation()),
                Trust.TRUSTED,
                LayerInput.MARKDOWN,
                assignment(subagent)));
        inputs.add(LayerInput.of(
                Layer.TASK,
                "the agent of run " + parent.metadata().name(),
                parent.spec().trust(),
                LayerInput.MARKDOWN,
                ask.prompt()));
        inputs.addAll(
                switch (subagent.spec().contextPolicy()) {
                    case NO_CONTEXT -> List.of();
                    case SUMMARY_ONLY -> List.of(slice("summary", summary()));
                    case SELECTED_SOURCES -> files(ask.sources());
                    case FULL_REDACTED -> bundle().map(this::whole).stream().toList();
                    case ARTIFACT_ONLY -> artifacts();
                });
        return inputs;
    }

    private static String assignment(AgentSubagent subagent) {
        StringBuilder text = new StringBuilder("You work as '%s' for another agent. Do what the request below asks for."
                .formatted(subagent.metadata().name()));
        OutputContract contract = subagent.spec().outputContract();
        if (!contract.format().isEmpty()) {
            text.append(" Answer in %s.".formatted(contract.format()));
        }
        if (!contract.requiredSections().isEmpty()) {
            text.append(" Your answer must have: %s.".formatted(String.join(", ", contract.requiredSections())));
        }
        if (!contract.schema().isBlank()) {
            text.append(" Your answer must fit this JSON Schema:\n\n").append(contract.schema());
        }
        return text.toString();
    }

    private LayerInput slice(String what, String text) {
        String digest = Digest.of(text).text();
        return LayerInput.of(
                Layer.SOURCE,
                "%s of run %s, %s".formatted(what, parent.metadata().name(), digest),
                least(parent.spec().trust()),
                LayerInput.MARKDOWN,
                text);
    }

    /** What an agent read is never more trusted than what members write. */
    private static Trust least(Trust trust) {
        return trust == Trust.TRUSTED ? Trust.MEMBER : trust;
    }

    private String summary() {
        AgentDispatchRun.Spec spec = parent.spec();
        return "Work item: %s %s%nRepository: %s at %s%nTask: %s%nContext: %s"
                .formatted(
                        spec.workItem(),
                        spec.title(),
                        spec.repository(),
                        spec.sha(),
                        spec.taskKind().name().toLowerCase(Locale.ROOT),
                        parent.status().contextBundleDigest());
    }

    private Optional<AgentContextBundle> bundle() {
        return desk.get(
                AgentContextBundle.class,
                parent.metadata().namespace(),
                parent.spec().contextBundleRef());
    }

    private LayerInput whole(AgentContextBundle bundle) {
        return slice("context", Blobs.text(desk.ports(), bundle.spec().promptDigest()));
    }

    /** Of the files that the parent was shown, those that are asked for. */
    private List<LayerInput> files(List<String> wanted) {
        List<LayerInput> files = new ArrayList<>();
        for (String path : wanted) {
            if (parent.spec().request().files().contains(path)) {
                read(path).ifPresent(text -> files.add(slice(path, text)));
            }
        }
        return files;
    }

    private Optional<String> read(String path) {
        try {
            return desk.ports()
                    .repositories()
                    .read(
                            new Whereabouts(desk)
                                    .remote(
                                            parent.metadata().namespace(),
                                            parent.spec().repository()),
                            parent.spec().sha(),
                            path,
                            MAX_FILE)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } catch (GitRefusedException e) {
            return Optional.empty();
        }
    }

    private List<LayerInput> artifacts() {
        return parent.status().artifacts().stream()
                .flatMap(name -> desk.get(AgentArtifact.class, parent.metadata().namespace(), name).stream())
                .map(artifact -> slice(
                        "artifact " + artifact.metadata().name(),
                        Blobs.text(desk.ports(), artifact.spec().digest())))
                .toList();
    }
}
