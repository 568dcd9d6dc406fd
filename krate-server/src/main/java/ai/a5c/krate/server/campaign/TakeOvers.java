package ai.a5c.krate.server.campaign;

import static java.util.stream.Collectors.groupingBy;

import ai.a5c.krate.server.campaign.CampaignServer.Silence;
import ai.a5c.krate.server.campaign.Evidence.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When an attempt of a server that fell silent was taken up by another one, from the audit trail. */
final class TakeOvers {

    private static final String CLAIMED = "run.claimed";

    private TakeOvers() {}

    /** From each silence to the claim of the next server. */
    static List<Duration> of(List<Entry> entries, List<Silence> silences) {
        List<Duration> lengths = new ArrayList<>();
        entries.stream()
                .filter(entry -> entry.action().equals(CLAIMED))
                .collect(groupingBy(Entry::subject))
                .values()
                .forEach(claims -> {
                    List<Entry> ordered = claims.stream()
                            .sorted(Comparator.comparing(Entry::time))
                            .toList();
                    for (int i = 1; i < ordered.size(); i++) {
                        Entry after = ordered.get(i);
                        silence(ordered.get(i - 1), after, silences)
                                .ifPresent(at -> lengths.add(Duration.between(at, after.time())));
                    }
                });
        return lengths;
    }

    /** When the worker of {@code before} fell silent, if that was before {@code after}. */
    private static Optional<Instant> silence(Entry before, Entry after, List<Silence> silences) {
        return silences.stream()
                .filter(silence -> before.actor().startsWith("krate-" + silence.pid() + "-"))
                .map(Silence::at)
                .filter(at -> at.isAfter(before.time()) && at.isBefore(after.time()))
                .min(Comparator.naturalOrder());
    }
}
