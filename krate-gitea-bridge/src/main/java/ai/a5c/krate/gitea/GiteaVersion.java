package ai.a5c.krate.gitea;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which forge answers, and which Gitea it is like.
 *
 * <p>Gitea says {@code 1.22.0}, {@code 1.23.0+dev-12-gabcdef}, {@code 1.26.0-rc1}; Forgejo says {@code 11.0.1+gitea-1.22.0}.
 *
 * @param said the forge's own words, fit for a message
 * @param likeGitea the version of Gitea's API that it has, or the oldest there is if it does not say
 */
record GiteaVersion(String said, boolean forgejo, Release likeGitea) {

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:[.+\\-~].*|)");
    private static final Pattern FORGEJO = Pattern.compile("[^+]*\\+gitea-(.*)");

    /** Major and minor. */
    record Release(int major, int minor) implements Comparable<Release> {

        @Override
        public int compareTo(Release other) {
            return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
        }
    }

    static GiteaVersion of(String text) {
        Matcher forgejo = FORGEJO.matcher(text);
        boolean isForgejo = forgejo.matches() || text.contains("forgejo");
        String gitea = forgejo.matches() ? forgejo.group(1) : text;
        Release number = isForgejo && !forgejo.matches()
                ? new Release(0, 0)
                : number(gitea).orElse(new Release(0, 0));
        return new GiteaVersion(Wording.bounded(Wording.line(text), 64), isForgejo, number);
    }

    private static Optional<Release> number(String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.matches()
                ? Optional.of(new Release(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Whether it has what Gitea's API has since 1.{@code minor}. */
    boolean isLikeGitea(int minor) {
        return likeGitea.compareTo(new Release(1, minor)) >= 0;
    }

    /** Whether it is a Gitea, and not Forgejo, of 1.{@code minor} or newer. */
    boolean isGitea(int minor) {
        return !forgejo && isLikeGitea(minor);
    }

    /** For a message: {@code Gitea 1.22.0}. */
    String named() {
        return "%s %s".formatted(forgejo ? "Forgejo" : "Gitea", said.isEmpty() ? "of an unknown version" : said);
    }
}
