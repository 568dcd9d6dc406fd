package ai.a5c.krate.server.command;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The event that a rule is tried on, from a file. */
final class EventOptions {

    private static final long LARGEST = 5L * 1024 * 1024;

    @Option(
            names = "--event",
            paramLabel = "FILE",
            description =
                    "An event in Krate's words as JSON; a forge's delivery, with --event-type; or a captured one.")
    Optional<Path> event = Optional.empty();

    @Option(
            names = "--event-type",
            paramLabel = "TYPE",
            description = "The forge's word for the delivery in FILE, such as issue_comment.")
    Optional<String> type = Optional.empty();

    @Option(
            names = "--forge",
            paramLabel = "KIND",
            defaultValue = "gitea",
            description = "The forge that sent it; gitea.")
    String forge = "gitea";

    @Option(
            names = "--permission",
            paramLabel = "WORD",
            description = "What the actor may do: none, read, triage, write, admin or owner; unknown without it.")
    Optional<String> permission = Optional.empty();

    @Option(
            names = "--fixture",
            paramLabel = "NAME",
            description = "A made-up event, with --repository, instead of FILE.")
    Optional<String> fixture = Optional.empty();

    @Option(names = "--repository", paramLabel = "OWNER/NAME", description = "Where the made-up event happens.")
    Optional<String> repository = Optional.empty();

    /** As a server takes it. */
    Map<String, Object> body() {
        if (event.isPresent() == fixture.isPresent()) {
            throw new WrongInputException(List.of("name the event with --event or --fixture"));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        fixture.ifPresent(name -> {
            body.put("fixture", name);
            repository.ifPresent(where -> body.put("repository", where));
        });
        event.ifPresent(file -> body.putAll(read(file)));
        return body;
    }

    private Map<String, Object> read(Path file) {
        String text = text(file);
        Map<String, Object> tree;
        try {
            tree = Json.readObject(text);
        } catch (InvalidJsonException e) {
            throw new WrongInputException(List.of("%s: $: %s".formatted(file, e.getMessage())));
        }
        if (tree.get("bodyRaw") instanceof String raw && tree.get("event") instanceof String captured) {
            return pasted(raw, type.orElse(captured));
        }
        return type.isPresent() ? pasted(text, type.get()) : Map.of("event", tree);
    }

    private Map<String, Object> pasted(String body, String eventType) {
        Map<String, Object> pasted = new LinkedHashMap<>();
        pasted.put("payload", body);
        pasted.put("eventType", eventType);
        pasted.put("forge", forge);
        permission.ifPresent(word -> pasted.put("permission", word));
        return pasted;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new WrongInputException(List.of("%s has more than %d bytes".formatted(file, LARGEST)));
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new WrongInputException(List.of(
                    Files.exists(file) ? "%s cannot be read".formatted(file) : "there is no file %s".formatted(file)));
        }
    }
}
