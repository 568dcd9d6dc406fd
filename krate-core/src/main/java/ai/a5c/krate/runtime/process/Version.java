package ai.a5c.krate.runtime.process;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Three numbers that programs tell of themselves. */
record Version(int major, int minor, int patch) implements Comparable<Version> {

    private static final Pattern FORM =
            Pattern.compile("(?<![\\d.])(\\d{1,5})\\.(\\d{1,5})\\.(\\d{1,5})(?![\\d.])(-[0-9A-Za-z.-]+)?");
    private static final Comparator<Version> ORDER = Comparator.comparingInt(Version::major)
            .thenComparingInt(Version::minor)
            .thenComparingInt(Version::patch);

    static Version of(int major, int minor, int patch) {
        return new Version(major, minor, patch);
    }

    /** The first version in a text such as {@code codex-cli 0.46.0}; one before a release is that before the release. */
    static Optional<Version> in(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Version version = new Version(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        return Optional.of(matcher.group(4) == null ? version : version.before());
    }

    boolean atLeast(Version least) {
        return compareTo(least) >= 0;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }

    /** A version that is lower than this one and not lower than any other that is. */
    private Version before() {
        return new Version(major, minor, patch - 1);
    }
}
