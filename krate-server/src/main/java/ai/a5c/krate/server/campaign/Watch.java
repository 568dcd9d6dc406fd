package ai.a5c.krate.server.campaign;

import ai.a5c.krate.server.campaign.Evidence.Launch;
import ai.a5c.krate.server.campaign.Evidence.Overlap;
import ai.a5c.krate.server.campaign.ProcessTable.Supervisor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at the process table again and again, and remembers which supervisor was alive from when to when. */
final class Watch {

    /** One that starts beside another for the same session ends at once; it is not counted before it was seen so often. */
    private static final int SEEN = 3;

    private final Map<Supervisor, Span> spans = new HashMap<>();
    private long looks;

    /** These were alive when somebody looked. */
    synchronized void look(List<Supervisor> alive) {
        looks++;
        alive.forEach(one -> spans.merge(one, new Span(looks, looks), (a, b) -> new Span(a.from, b.to)));
    }

    /** How many supervisors there were. */
    synchronized int supervisors() {
        return spans.size();
    }

    /** Who was alive together with another one of the same run. */
    synchronized List<Overlap> overlaps(List<Launch> launches) {
        Map<String, String> runs = new HashMap<>();
        launches.forEach(launch -> runs.put(launch.session(), run(launch.attempt())));
        List<Map.Entry<Supervisor, Span>> all = List.copyOf(spans.entrySet());
        List<Overlap> overlaps = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                Supervisor a = all.get(i).getKey();
                Supervisor b = all.get(j).getKey();
                boolean same = a.session().equals(b.session())
                        || runs.getOrDefault(a.session(), a.session()).equals(runs.get(b.session()));
                if (same && all.get(i).getValue().together(all.get(j).getValue()) >= SEEN) {
                    overlaps.add(new Overlap(a.toString(), b.toString()));
                }
            }
        }
        return overlaps;
    }

    /** An attempt is named after its run, with its number behind the last hyphen. */
    private static String run(String attempt) {
        return attempt.substring(0, Math.max(0, attempt.lastIndexOf('-')));
    }

    private record Span(long from, long to) {

        long together(Span other) {
            return Math.min(to, other.to) - Math.max(from, other.from) + 1;
        }
    }
}
