package ai.a5c.krate.match;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody probably meant. */
public final class NearestName {

    private static final int LONGEST = 100;

    private NearestName() {}

    /**
     * The candidate with the fewest typing mistakes (letters added, left out, changed or swapped), first in
     * alphabetical order among equals; empty when more than a third of {@code name} would be wrong.
     */
    public static Optional<String> of(String name, Collection<String> candidates) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.empty();
        }
        int best = Math.max(1, name.length() / 3) + 1;
        String nearest = "";
        for (String candidate : candidates.stream().sorted().toList()) {
            if (Math.abs(candidate.length() - name.length()) < best) {
                int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
                nearest = distance < best ? candidate : nearest;
                best = Math.min(best, distance);
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** For the end of a message: {@code ; did you mean 'x'?}, or nothing. */
    public static String hint(String name, Collection<String> candidates) {
        return of(name, candidates).map("; did you mean '%s'?"::formatted).orElse("");
    }

    private static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                boolean same = from.charAt(row - 1) == to.charAt(column - 1);
                int edit = last[column - 1] + (same ? 0 : 1);
                current[column] = Math.min(edit, 1 + Math.min(last[column], current[column - 1]));
                if (swapped(from, to, row, column)) {
                    current[column] = Math.min(current[column], beforeLast[column - 2] + 1);
                }
            }
            beforeLast = last;
            last = current;
        }
        return last[to.length()];
    }

    private static boolean swapped(String from, String to, int row, int column) {
        return row > 1
                && column > 1
                && from.charAt(row - 1) == to.charAt(column - 2)
                && from.charAt(row - 2) == to.charAt(column - 1);
    }
}
