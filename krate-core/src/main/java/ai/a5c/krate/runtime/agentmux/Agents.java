package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The agents that the gateway offers, asked for now and then. */
final class Agents {

    /** The one agent whose adapter waits for the answers to its questions. */
    private static final String BLOCKING = "claude";

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Rest rest;
    private final Set<Capability> always;
    private @Nullable Map<String, Map<String, Object>> known;
    private long askedAt;

    Agents(Rest rest, Set<Capability> always) {
        this.rest = rest;
        this.always = always;
    }

    /** Whether that agent's tools wait for an answer. */
    static boolean blocks(String agent) {
        return agent.equals(BLOCKING);
    }

    /** What can be done with that agent; gates only while {@code connections} are two. */
    Set<Capability> capabilities(String agent, int connections) {
        EnumSet<Capability> able = EnumSet.copyOf(always);
        if (find(agent).map(one -> Boolean.TRUE.equals(one.get("canResume"))).orElse(false)) {
            able.add(Capability.RESUME);
        }
        if (blocks(agent) && connections >= 2) {
            able.add(Capability.GATES);
        }
        return able;
    }

    /** Whether the gateway lists that agent, asked now. */
    boolean offersNow(String agent) {
        forget();
        return find(agent).isPresent();
    }

    /** All of them. */
    List<AgentProgram> programs(int connections) {
        return all().entrySet().stream()
                .map(one -> new AgentProgram(
                        one.getKey(),
                        "",
                        "",
                        true,
                        capabilities(one.getKey(), connections),
                        blocks(one.getKey())
                                ? "waits for the answers to its questions"
                                : "does not wait for the answers to its questions"))
                .sorted(Comparator.comparing(AgentProgram::adapter))
                .toList();
    }

    private Optional<Map<String, Object>> find(String agent) {
        return Optional.ofNullable(all().get(agent));
    }

    private synchronized void forget() {
        askedAt = System.nanoTime() - FRESH.toNanos() - 1;
    }

    private synchronized Map<String, Map<String, Object>> all() {
        Map<String, Map<String, Object>> before = known;
        if (before != null && System.nanoTime() - askedAt < FRESH.toNanos()) {
            return before;
        }
        try {
            Map<String, Map<String, Object>> fresh = new TreeMap<>();
            Map<String, Object> answer = rest.agents();
            if (answer.get("agents") instanceof List<?> names) {
                names.forEach(name -> fresh.put(String.valueOf(name), Map.of()));
            }
            Fields.objects(answer, "agentDescriptors").forEach(one -> fresh.put(Fields.text(one, "agent"), one));
            known = fresh;
            askedAt = System.nanoTime();
            return fresh;
        } catch (RuntimeUnavailableException e) {
            if (before == null) {
                throw e;
            }
            return before;
        }
    }
}
