package ai.a5c.krate.testkit.mux;

import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Plays for agents of the stand-in. */
public final class MuxPlays {

    private MuxPlays() {}

    /** Begins a session, repeats its prompt and ends. */
    public static void echo(MuxRun run) {
        begins(run);
        run.says("you said: " + run.prompt());
        completes(run);
    }

    /** Says these messages and ends. */
    public static MuxPlay saying(String... messages) {
        return run -> {
            begins(run);
            for (String message : messages) {
                run.says(message);
            }
            completes(run);
        };
    }

    /** Says {@code message} and works until it is stopped. */
    public static MuxPlay hanging(String message) {
        return run -> {
            begins(run);
            run.says(message);
            run.worksUntilStopped();
        };
    }

    /** Says {@code message} and crashes. */
    public static MuxPlay crashing(String message) {
        return run -> {
            begins(run);
            run.says(message);
            run.agent("crash", "exitCode", 1, "stderr", "Error: simulated provider failure\n");
            run.ends("crashed", 1, Map.of("code", "AGENT_CRASH", "message", "Error: simulated provider failure\n"));
        };
    }

    /** Does not even start. */
    public static void missing(MuxRun run) {
        run.agent("error", "code", "AGENT_NOT_FOUND", "message", "spawn claude ENOENT", "recoverable", false);
        run.ends("crashed", 1, Map.of("code", "AGENT_NOT_FOUND", "message", "spawn claude ENOENT"));
    }

    /** Asks for a tool, uses it if it may, and tells. */
    public static MuxPlay using(String tool, Map<String, Object> input) {
        return using(tool, input, "tool ran", "tool blocked");
    }

    /** The same in other words. */
    public static MuxPlay using(String tool, Map<String, Object> input, String ran, String blocked) {
        return run -> {
            begins(run);
            boolean allowed = run.mayUse(tool, input, "toolu_1");
            run.agent("tool_call_ready", "toolCallId", "toolu_1", "toolName", tool, "input", input);
            run.says(allowed ? ran : blocked);
            if (run.isStopped()) {
                run.worksUntilStopped();
            } else {
                completes(run);
            }
        };
    }

    private static void begins(MuxRun run) {
        Object earlier = run.options().get("sessionId");
        run.session(earlier == null ? "session-" + run.id() : String.valueOf(earlier));
        run.agent("turn_start", "turnIndex", 0);
    }

    private static void completes(MuxRun run) {
        Map<String, Object> cost =
                Map.of("totalUsd", 0, "inputTokens", 120, "outputTokens", 25, "cacheReadTokens", 900);
        run.agent("cost", "cost", cost);
        run.agent("turn_end", "turnIndex", 0, "cost", cost);
        run.ends("completed", 0, null);
    }

    /** The agent of the {@code index}-th run of a captured conversation, its questions asked again. */
    public static MuxPlay captured(String name, int index) {
        List<Map<String, Object>> events = events(name, index);
        return run -> {
            for (Map<String, Object> frame : events) {
                Map<String, Object> event = map(frame.get("event"));
                switch (String.valueOf(event.get("type"))) {
                    case "user_message", "hook_decision", "gateway.notification" -> {}
                    case "hook_requested" ->
                        run.hook(
                                String.valueOf(event.get("hookRequestId")),
                                String.valueOf(event.get("hookKind")),
                                map(event.get("payload")));
                    case "run.finalized" ->
                        run.ends(
                                String.valueOf(event.get("exitReason")),
                                event.get("exitCode") instanceof Integer code ? code : null,
                                event.get("error") == null ? null : map(event.get("error")));
                    default -> run.emit(String.valueOf(frame.get("source")), event);
                }
            }
        };
    }

    /** The events of the {@code index}-th run of a captured conversation, each once. */
    public static List<Map<String, Object>> events(String name, int index) {
        Map<String, TreeMap<Long, Map<String, Object>>> runs = new java.util.LinkedHashMap<>();
        for (String line : lines(name)) {
            Map<String, Object> frame = map(Json.readObject(line).getOrDefault("frame", Map.of()));
            if ("run.event".equals(frame.get("type"))) {
                runs.computeIfAbsent(String.valueOf(frame.get("runId")), any -> new TreeMap<>())
                        .putIfAbsent(((Number) Objects.requireNonNull(frame.get("seq"))).longValue(), frame);
            }
        }
        return new ArrayList<>(new ArrayList<>(runs.values()).get(index).values());
    }

    private static List<String> lines(String name) {
        try (InputStream in =
                Objects.requireNonNull(MuxPlays.class.getResourceAsStream("/agent-mux/" + name + ".jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
