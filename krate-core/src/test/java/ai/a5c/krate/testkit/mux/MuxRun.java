package ai.a5c.krate.testkit.mux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A run of the stand-in, as its agent sees it. */
public final class MuxRun {

    private final MuxGateway gateway;
    private final Map<String, Object> options;
    private final Map<String, Object> entry = new LinkedHashMap<>();
    private final List<Map<String, Object>> frames = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile boolean cutOff;

    MuxRun(MuxGateway gateway, Map<String, Object> options, String agent) {
        this.gateway = gateway;
        this.options = options;
        long now = System.currentTimeMillis();
        entry.put("runId", id());
        entry.put("agent", agent);
        entry.put("cwd", options.get("cwd"));
        if (options.get("sessionId") != null) {
            entry.put("sessionId", options.get("sessionId"));
        }
        entry.put("status", "running");
        entry.put("createdAt", now);
        entry.put("startedAt", now);
        entry.put("endedAt", null);
        entry.put("error", null);
    }

    /** The run's id. */
    public String id() {
        return String.valueOf(options.get("runId"));
    }

    /** What it was asked for with. */
    public Map<String, Object> options() {
        return options;
    }

    /** Its prompt. */
    public String prompt() {
        return String.valueOf(options.get("prompt"));
    }

    /** The agent says something. */
    public void agent(String type, Object... members) {
        Map<String, Object> event = members(type, members);
        event.put("runId", id());
        event.put("agent", entry.get("agent"));
        event.put("timestamp", System.currentTimeMillis());
        emit("agent", event);
    }

    /** The gateway says something. */
    public void gateway(String type, Object... members) {
        emit("gateway", members(type, members));
    }

    private static Map<String, Object> members(String type, Object... members) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", type);
        for (int i = 0; i < members.length; i += 2) {
            event.put(String.valueOf(members[i]), members[i + 1]);
        }
        return event;
    }

    /** The session begins. */
    public void session(String sessionId) {
        gateway.locked(() -> {
            entry.put("sessionId", sessionId);
            return this;
        });
        agent("session_start", "sessionId", sessionId, "resumed", options.get("sessionId") != null);
    }

    /** The agent says {@code text}, in two pieces. */
    public void says(String text) {
        int half = text.length() / 2;
        agent("text_delta", "delta", text.substring(0, half), "accumulated", text.substring(0, half));
        agent("text_delta", "delta", text.substring(half), "accumulated", text);
        agent("message_stop", "text", text);
        gateway.transcribe(String.valueOf(entry.get("sessionId")), "assistant", text);
    }

    /** An event as it was captured. */
    public void emit(String source, Map<String, Object> event) {
        if (!cutOff) {
            gateway.emit(this, source, event);
        }
    }

    /** Asks whether it may, and waits; what nobody answers is allowed. */
    public boolean hook(String kind, Map<String, Object> payload) throws InterruptedException {
        return hook(UUID.randomUUID().toString(), kind, payload);
    }

    /** The same under a given id. */
    public boolean hook(String id, String kind, Map<String, Object> payload) throws InterruptedException {
        MuxQuestion question = raise(id, kind, payload);
        return resolve(question);
    }

    /** Asks before a tool as {@code claude} does: twice, of which the second one counts. */
    public boolean mayUse(String tool, Map<String, Object> input, String call) throws InterruptedException {
        MuxQuestion stream = raise(
                UUID.randomUUID().toString(),
                "preToolUse",
                Map.of("sessionId", "s", "toolCallId", call, "toolName", tool, "input", "{}"));
        MuxQuestion shim = raise(
                UUID.randomUUID().toString(),
                "preToolUse",
                Map.of(
                        "session_id", "s",
                        "hook_event_name", "PreToolUse",
                        "tool_name", tool,
                        "tool_input", input,
                        "tool_use_id", call));
        boolean allowed = resolve(shim);
        resolve(stream);
        return allowed;
    }

    /** Asks, and somebody else says yes. */
    public void mayUseAsDecidedBy(String who, String tool, Map<String, Object> input, String call) {
        MuxQuestion question = raise(
                UUID.randomUUID().toString(),
                "preToolUse",
                Map.of("hook_event_name", "PreToolUse", "tool_name", tool, "tool_input", input, "tool_use_id", call));
        question.settle(who, "allow", "");
        gateway.resolve(this, question, true);
    }

    private MuxQuestion raise(String id, String kind, Map<String, Object> payload) {
        long deadline = System.currentTimeMillis() + gateway.faults().patience.toMillis();
        MuxQuestion question = new MuxQuestion(id, kind, deadline);
        gateway.raise(this, question, payload);
        return question;
    }

    private boolean resolve(MuxQuestion question) throws InterruptedException {
        long left = question.deadline() - System.currentTimeMillis();
        boolean answered = question.answered().await(Math.max(0, left), TimeUnit.MILLISECONDS);
        return cutOff || gateway.resolve(this, question, answered);
    }

    /** Ends it. */
    public void ends(String exitReason, @Nullable Integer exitCode, @Nullable Map<String, Object> error) {
        if (cutOff) {
            return;
        }
        String status = exitReason.equals("completed")
                ? "completed"
                : exitReason.equals("aborted") || exitReason.equals("interrupted") ? "aborted" : "failed";
        gateway.locked(() -> {
            entry.put("status", status);
            entry.put("exitReason", exitReason);
            entry.put("error", error);
            entry.put("endedAt", System.currentTimeMillis());
            return this;
        });
        gateway(
                "run.finalized",
                "exitReason",
                exitReason,
                "exitCode",
                exitCode,
                "signal",
                exitCode == null && error == null ? "SIGTERM" : null,
                "error",
                error);
    }

    /** Works until somebody stops it, and is aborted then. */
    public void worksUntilStopped() throws InterruptedException {
        stop.await();
        if (!cutOff) {
            agent("aborted");
            ends("aborted", null, null);
        }
    }

    /** Whether somebody has stopped it. */
    public boolean isStopped() {
        return stop.getCount() == 0;
    }

    boolean stop() {
        boolean running = "running".equals(entry.get("status")) && !cutOff;
        if (running) {
            stop.countDown();
        }
        return running;
    }

    /** The gateway was killed: its agent works on, and nobody hears it. */
    void cutOff() {
        cutOff = true;
    }

    boolean isActive() {
        return !cutOff && "running".equals(entry.get("status"));
    }

    Map<String, Object> entry() {
        return entry;
    }

    List<Map<String, Object>> frames() {
        return frames;
    }
}
