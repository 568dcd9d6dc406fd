package ai.a5c.krate.server.demo;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.registry.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resources of examples/quickstart, with the demo's own addresses and agent in the places of the example's. */
final class Quickstart {

    private static final List<String> FILES = List.of("organization", "repository", "agent", "rule");

    private final DemoOptions options;
    private final DemoRepository repository;
    private final String forge;

    Quickstart(DemoOptions options, DemoRepository repository, String forge) {
        this.options = options;
        this.repository = repository;
        this.forge = forge;
    }

    void apply(ResourceDesk desk) {
        for (String file : FILES) {
            Path path = options.home().resolve("examples/quickstart/resources/" + file + ".yaml");
            read(path).forEach(document -> desk.apply(adapted(document), DemoWorld.ORGANIZATION, DemoWorld.PERSON));
        }
    }

    private static List<Map<String, Object>> read(Path file) {
        try {
            return Documents.read(Files.readString(file));
        } catch (IOException e) {
            throw new DemoException("NO_EXAMPLE", "%s cannot be read: %s".formatted(file, e), 1);
        }
    }

    private Map<String, Object> adapted(Map<String, Object> document) {
        Map<String, Object> spec = object(document.get("spec"));
        if ("Repository".equals(document.get("kind"))) {
            Map<String, Object> place = object(spec.get("forge"));
            place.put("baseUrl", forge);
            spec.put("forge", place);
            spec.put("cloneUrl", repository.cloneUrl());
            spec.remove("gitCredential");
        } else if ("AgentStack".equals(document.get("kind")) && options.agent().equals("scripted")) {
            Path agent = options.home().resolve("examples/agents/ScriptedAgent.java");
            spec.put("baseAgent", "scripted-agent");
            spec.put("adapter", "command");
            spec.put("command", List.of("java", "-XX:TieredStopAtLevel=1", agent.toString()));
        }
        Map<String, Object> adapted = new LinkedHashMap<>(document);
        adapted.put("spec", spec);
        return adapted;
    }

    private static Map<String, Object> object(@Nullable Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> object.put(String.valueOf(key), member));
        }
        return object;
    }
}
