package ai.a5c.krate.server.campaign;

import static java.util.stream.Collectors.groupingBy;

import ai.a5c.krate.server.campaign.Evidence.Asked;
import ai.a5c.krate.server.campaign.Evidence.Attempt;
import ai.a5c.krate.server.campaign.Evidence.Delivery;
import ai.a5c.krate.server.campaign.Evidence.Run;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The evidence by what belongs together. */
final class Books {

    private final Map<Integer, Set<String>> runsOfRequest = new HashMap<>();
    private final Map<String, Set<Integer>> requestsOfRun = new HashMap<>();
    private final Map<Integer, Asked> asked = new HashMap<>();
    private final Map<String, Run> runs = new HashMap<>();
    private final Map<String, Attempt> attempts = new HashMap<>();

    Books(Evidence evidence) {
        Map<String, List<Delivery>> byId = evidence.deliveries().stream().collect(groupingBy(Delivery::id));
        evidence.runs().forEach(run -> runs.put(run.name(), run));
        evidence.attempts().forEach(attempt -> attempts.put(attempt.name(), attempt));
        for (Asked one : evidence.asked()) {
            asked.put(one.number(), one);
            Set<String> names = new TreeSet<>();
            one.accepted()
                    .forEach(id -> byId.getOrDefault(id, List.of()).forEach(delivery -> names.addAll(delivery.runs())));
            runsOfRequest.put(one.number(), names);
            names.forEach(name -> requestsOfRun
                    .computeIfAbsent(name, unused -> new TreeSet<>())
                    .add(one.number()));
        }
    }

    /** The runs that a request led to; one, if all is well. */
    Set<String> runsOf(int request) {
        return runsOfRequest.getOrDefault(request, Set.of());
    }

    /** The requests that led to a run; one, if all is well. */
    Set<Integer> requestsOf(String run) {
        return requestsOfRun.getOrDefault(run, Set.of());
    }

    /** The request that a run is for, if there is exactly one. */
    Optional<Asked> requestOf(String run) {
        Set<Integer> numbers = requestsOf(run);
        return numbers.size() == 1
                ? Optional.ofNullable(asked.get(numbers.iterator().next()))
                : Optional.empty();
    }

    Optional<Asked> asked(int request) {
        return Optional.ofNullable(asked.get(request));
    }

    Optional<Run> run(String name) {
        return Optional.ofNullable(runs.get(name));
    }

    Optional<Attempt> attempt(String name) {
        return Optional.ofNullable(attempts.get(name));
    }

    /** How often each key occurs. */
    static <T, K> Map<K, Integer> counted(List<T> items, Function<T, K> key) {
        Map<K, Integer> counts = new HashMap<>();
        items.forEach(item -> counts.merge(key.apply(item), 1, Integer::sum));
        return counts;
    }
}
