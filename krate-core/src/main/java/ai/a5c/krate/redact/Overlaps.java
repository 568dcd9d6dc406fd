package ai.a5c.krate.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is left of hits when the markers of an earlier redaction are taken out of them. */
final class Overlaps {

    private Overlaps() {}

    /** The parts of {@code hit} that lie in none of {@code marked}, which are in order. */
    static Stream<Hit> outside(Hit hit, List<Hit> marked) {
        if (marked.isEmpty()) {
            return Stream.of(hit);
        }
        List<Hit> parts = new ArrayList<>();
        int start = hit.start();
        for (int i = firstEndingAfter(start, marked); i < marked.size(); i++) {
            Hit marker = marked.get(i);
            if (marker.start() >= hit.end()) {
                break;
            }
            addPart(parts, start, marker.start(), hit);
            start = Math.max(start, marker.end());
        }
        addPart(parts, start, hit.end(), hit);
        return parts.stream();
    }

    private static void addPart(List<Hit> parts, int start, int end, Hit hit) {
        if (start < end) {
            parts.add(new Hit(start, end, hit.category()));
        }
    }

    private static int firstEndingAfter(int place, List<Hit> marked) {
        int low = 0;
        int high = marked.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marked.get(middle).end() > place) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
