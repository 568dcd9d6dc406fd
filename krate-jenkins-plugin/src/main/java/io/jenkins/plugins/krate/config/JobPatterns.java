package io.jenkins.plugins.krate.config;

import ai.a5c.krate.match.Glob;
import java.util.ArrayList;
import java.util.List;

/** The text in which an administrator names jobs: one glob a line, {@code #} begins a remark. */
final class JobPatterns {

    static final int MOST = 200;

    private JobPatterns() {}

    /**
     * The globs of {@code text}.
     *
     * @throws IllegalArgumentException that says which line is no glob and why, or that there are too many
     */
    static List<Glob> of(String text) {
        List<Glob> globs = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String pattern = line.strip();
            if (!pattern.isEmpty() && !pattern.startsWith("#")) {
                globs.add(glob(number, pattern));
            }
            if (globs.size() > MOST) {
                throw new IllegalArgumentException("more than " + MOST + " patterns; use ** for whole folders");
            }
        }
        return globs;
    }

    private static Glob glob(int number, String pattern) {
        try {
            return Glob.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line %d: %s".formatted(number, e.getMessage()), e);
        }
    }
}
