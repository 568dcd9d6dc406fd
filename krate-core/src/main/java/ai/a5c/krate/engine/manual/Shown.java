package ai.a5c.krate.engine.manual;

import ai.a5c.krate.context.Layer;
import ai.a5c.krate.context.LayerInput;
import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.validate.Faults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an agent is shown because somebody asked by hand: the assignment, their words, files of the commit. */
final class Shown {

    private static final int MAX_FILE = 256 * 1024;
    private static final int MAX_BYTES = 1024 * 1024;

    private final Ports ports;
    private final Remote remote;

    Shown(Ports ports, Remote remote) {
        this.ports = ports;
        this.remote = remote;
    }

    /**
     * Everything that {@code request} tells the agent.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException if a file cannot be shown
     */
    List<LayerInput> inputs(DispatchRequest request, SourceEvent event, String sha) {
        List<LayerInput> inputs = new ArrayList<>();
        inputs.add(LayerInput.of(
                Layer.TRIGGER_TEMPLATE, "manual dispatch", Trust.TRUSTED, LayerInput.MARKDOWN, assignment(request)));
        inputs.add(LayerInput.of(
                Layer.TASK,
                "%s by %s".formatted(event.type(), event.actor().login()),
                event.trust(),
                LayerInput.MARKDOWN,
                request.prompt()));
        inputs.addAll(files(request.files(), event.trust(), sha));
        return inputs;
    }

    private static String assignment(DispatchRequest request) {
        String about = request.workItem()
                .map(WorkItem::id)
                .map(" It is about %s."::formatted)
                .orElse("");
        return "You were dispatched by hand for a task of the kind %s.%s Do what the request below asks for."
                .formatted(request.taskKind().name().toLowerCase(Locale.ROOT).replace('_', '-'), about);
    }

    private List<LayerInput> files(List<String> paths, Trust trust, String sha) {
        Faults faults = new Faults();
        List<LayerInput> inputs = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            Optional<byte[]> content = read(path, sha);
            bytes += content.map(found -> found.length).orElse(0);
            if (content.isEmpty()) {
                faults.at(
                        "$.files[%d]".formatted(i),
                        "'%s' is no file of at most %d bytes in commit %s; links are not followed"
                                .formatted(path, MAX_FILE, sha.substring(0, 12)));
            } else if (bytes > MAX_BYTES) {
                faults.at(
                        "$.files[%d]".formatted(i), "all files together have more than %d bytes".formatted(MAX_BYTES));
            } else {
                inputs.add(LayerInput.of(
                        Layer.SOURCE,
                        "%s at %s".formatted(path, sha.substring(0, 12)),
                        trust,
                        mediaType(path),
                        new String(content.get(), StandardCharsets.UTF_8)));
            }
        }
        faults.throwIfAny();
        return inputs;
    }

    private Optional<byte[]> read(String path, String sha) {
        try {
            return ports.repositories().read(remote, sha, path, MAX_FILE);
        } catch (GitRefusedException e) {
            return Optional.empty();
        }
    }

    private static String mediaType(String path) {
        if (path.endsWith(".diff") || path.endsWith(".patch")) {
            return LayerInput.DIFF;
        }
        return path.endsWith(".log") ? LayerInput.LOG : LayerInput.MARKDOWN;
    }
}
