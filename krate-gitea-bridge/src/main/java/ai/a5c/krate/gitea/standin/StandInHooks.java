package ai.a5c.krate.gitea.standin;

import ai.a5c.krate.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The hooks of the stand-in; hands what they want to {@link StandInCaller}. */
final class StandInHooks {

    private final TreeMap<Long, StandInHook> hooks = new TreeMap<>();
    private final StandInCaller caller;
    private long next = 1;

    StandInHooks(StandInCaller caller) {
        this.caller = caller;
    }

    /** A number for a new hook. */
    synchronized long nextId() {
        return next++;
    }

    synchronized void put(StandInHook hook) {
        hooks.put(hook.id(), hook);
    }

    synchronized void remove(StandInHook hook) {
        hooks.remove(hook.id());
    }

    synchronized List<StandInHook> all(boolean organization) {
        return hooks.values().stream()
                .filter(hook -> hook.organization() == organization)
                .toList();
    }

    synchronized Optional<StandInHook> get(boolean organization, long id) {
        return Optional.ofNullable(hooks.get(id)).filter(hook -> hook.organization() == organization);
    }

    /** Calls one hook, whatever it wants. */
    void test(StandInHook hook, Map<String, Object> body) {
        caller.call(hook, "push", "push", Json.write(body));
    }

    /** Calls every hook that wants deliveries of {@code type}. */
    void happened(String event, String type, Map<String, Object> body) {
        List<StandInHook> wanting = new ArrayList<>();
        synchronized (this) {
            hooks.values().stream().filter(hook -> hook.wants(type)).forEach(wanting::add);
        }
        String json = Json.write(body);
        wanting.forEach(hook -> caller.call(hook, event, type, json));
    }
}
