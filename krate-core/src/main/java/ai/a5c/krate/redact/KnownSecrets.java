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

    /** What the category of a known secret begins with. */
    static final String CATEGORY = "secret/";

    private static final int BEGINNING = 4;
    private static final int MIDDLE = 8;
    private static final int WINDOW = KnownSecret.MIN_LENGTH;
    private static final int BASE = 0x01000193;
    private static final int FILTER_BITS = 20;

    private final List<Form> forms = new ArrayList<>();
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
                        add(new Form(Squeezed.of(form).toString(), WINDOW * scale, CATEGORY + secret.name())));
    }

    /** Whether the end of {@code text} is the beginning of a value, or some of its middle, and more of it may follow. */
    boolean isUnfinished(String text) {
        Squeezed squeezed = Squeezed.of(text);
        return forms.stream().anyMatch(form -> form.isBegunAtEndOf(squeezed));
    }

    /** How many characters of {@code text} go on with a value of which enough stood before it. */
    int goesOn(String category, String text) {
        Squeezed squeezed = Squeezed.of(text);
        int most = forms.stream()
                .filter(form -> form.category().equals(category))
                .mapToInt(form -> form.continuedBy(squeezed))
                .max()
                .orElse(0);
        return most == 0 ? 0 : squeezed.place(most - 1) + 1;
    }

    private void add(Form form) {
        forms.add(form);
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
    private record Form(String text, int shortest, String category) {

        boolean isBegunAtEndOf(Squeezed said) {
            for (int end = 1; end < text.length(); end++) {
                int length = sameBefore(said, end);
                if (length >= MIDDLE || (length == end && length >= BEGINNING)) {
                    return true;
                }
            }
            return false;
        }

        /** How many characters before {@code end} stand at the end of {@code said} as well. */
        private int sameBefore(Squeezed said, int end) {
            char[] characters = said.characters();
            int length = 0;
            while (length < Math.min(end, said.length())
                    && characters[said.length() - 1 - length] == text.charAt(end - 1 - length)) {
                length++;
            }
            return length;
        }

        /** The longest beginning of {@code said} that stands in the value behind a window, up to the end of one of them. */
        int continuedBy(Squeezed said) {
            int most = 0;
            for (int start = Math.min(WINDOW, text.length()); start < text.length(); start++) {
                int length = 0;
                while (start + length < text.length()
                        && length < said.length()
                        && said.characters()[length] == text.charAt(start + length)) {
                    length++;
                }
                boolean whole = start + length == text.length() || length == said.length();
                most = whole ? Math.max(most, length) : most;
            }
            return most;
        }
    }

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
