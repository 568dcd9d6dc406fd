package ai.a5c.krate.redact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds known values, or twelve characters of them in a row, in each of their forms and through line breaks.
 *
 * <p>A rolling hash over windows of twelve characters visits the text once; only where it is that of a window of some
 * form are characters compared.
 */
final class KnownSecrets implements Finder {

    private static final int WINDOW = KnownSecret.MIN_LENGTH;
    private static final int BASE = 0x01000193;
    private static final int FILTER_BITS = 20;

    private final Map<Integer, List<Place>> windows = new HashMap<>();
    private final long[] filter = new long[1 << (FILTER_BITS - 6)];
    private final int leaving;

    KnownSecrets(Collection<KnownSecret> secrets) {
        int power = 1;
        for (int i = 0; i < WINDOW; i++) {
            power *= BASE;
        }
        leaving = power;
        secrets.stream().sorted(Comparator.comparing(KnownSecret::name)).forEach(this::add);
    }

    @Override
    public void find(String text, List<Hit> hits) {
        if (windows.isEmpty() || text.length() < WINDOW) {
            return;
        }
        Squeezed squeezed = Squeezed.of(text);
        char[] characters = squeezed.characters();
        int hash = 0;
        int done = 0;
        for (int i = 0; i < squeezed.length(); i++) {
            hash = hash * BASE + characters[i] - (i < WINDOW ? 0 : characters[i - WINDOW] * leaving);
            int start = i + 1 - WINDOW;
            if (start >= 0 && start >= done - WINDOW + 1 && mayBeKnown(hash)) {
                Hit hit = longest(squeezed, start, windows.getOrDefault(hash, List.of()));
                if (hit != null && hit.end() > done) {
                    done = hit.end();
                    hits.add(new Hit(squeezed.place(hit.start()), squeezed.place(done - 1) + 1, hit.category()));
                }
            }
        }
    }

    private static @Nullable Hit longest(Squeezed text, int start, List<Place> places) {
        Hit best = null;
        for (Place place : places) {
            Hit hit = place.grownAt(text, start);
            if (hit != null && (best == null || hit.end() - hit.start() > best.end() - best.start())) {
                best = hit;
            }
        }
        return best;
    }

    private boolean mayBeKnown(int hash) {
        int bit = spread(hash);
        return (filter[bit >> 6] & (1L << bit)) != 0;
    }

    private static int spread(int hash) {
        return (hash * 0x9E3779B1) >>> (32 - FILTER_BITS);
    }

    private void add(KnownSecret secret) {
        SecretForms.of(secret.value())
                .forEach((form, scale) ->
                        add(new Form(Squeezed.of(form).toString(), WINDOW * scale, "secret/" + secret.name())));
    }

    private void add(Form form) {
        for (int start = 0; start + WINDOW <= form.text().length(); start++) {
            int hash = 0;
            for (int i = start; i < start + WINDOW; i++) {
                hash = hash * BASE + form.text().charAt(i);
            }
            List<Place> places = windows.computeIfAbsent(hash, unused -> new ArrayList<>());
            Place place = new Place(form, start);
            if (places.stream().noneMatch(place::looksLike)) {
                places.add(place);
                filter[spread(hash) >> 6] |= 1L << spread(hash);
            }
        }
    }

    /** One form of one value; {@code shortest} is the length from which a part of it gives the value away. */
    private record Form(String text, int shortest, String category) {}

    /** A window of a form. */
    private record Place(Form form, int offset) {

        boolean looksLike(Place other) {
            return other.form.equals(form) && other.form.text.regionMatches(other.offset, form.text, offset, WINDOW);
        }

        /** The longest part of the form around its window at {@code start}, if it is long enough. */
        @Nullable Hit grownAt(Squeezed text, int start) {
            char[] characters = text.characters();
            int before = 0;
            while (before < Math.min(offset, start)
                    && characters[start - before - 1] == form.text.charAt(offset - before - 1)) {
                before++;
            }
            int after = 0;
            while (start + after < text.length()
                    && offset + after < form.text.length()
                    && characters[start + after] == form.text.charAt(offset + after)) {
                after++;
            }
            boolean enough = after >= WINDOW && before + after >= form.shortest;
            return enough ? new Hit(start - before, start + after, form.category) : null;
        }
    }
}
