package ai.a5c.krate.match;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a repository is cloned from, read so that two spellings of one place are seen as one: with or without {@code .git}, over
 * HTTP or SSH, with whatever user. Ports count only between two addresses of the web, because those of SSH are other ones.
 *
 * @param port of an address of the web, the usual one written out; empty for others
 * @param path without slashes at its ends, in lower case, as forges compare names
 */
public record CloneUrl(String host, String port, String path) {

    private static final int LONGEST = 2_048;
    private static final Pattern ADDRESS = Pattern.compile(
            "(?i)(https?|ssh|git|git\\+ssh|ssh\\+git)://(?:[^@/?#\\s]*@)?(\\[[0-9a-f:]{2,39}]|[a-z0-9._-]{1,253})(?::([0-9]{1,5}))?/([^?#\\s]+)");
    private static final Pattern SCP = Pattern.compile("(?i)(?:[a-z0-9._-]+@)([a-z0-9._-]{1,253}):([^?#\\s]+)");
    private static final Pattern FILE = Pattern.compile("(?i)file://(/[^?#]+)");

    /** The place that {@code url} names; empty if it is no clone URL, such as a name or a relative path. */
    public static Optional<CloneUrl> of(String url) {
        if (url.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher address = ADDRESS.matcher(url.strip());
        if (address.matches()) {
            String scheme = address.group(1).toLowerCase(Locale.ROOT);
            return of(address.group(2), port(scheme, address.group(3)), address.group(4));
        }
        Matcher file = FILE.matcher(url.strip());
        if (file.matches()) {
            return of("", "", file.group(1));
        }
        Matcher scp = SCP.matcher(url.strip());
        return scp.matches() ? of(scp.group(1), "", scp.group(2)) : Optional.empty();
    }

    private static Optional<CloneUrl> of(String host, String port, String written) {
        String path =
                written.replaceAll("^/+|/+$", "").replaceAll("(?i)\\.git$", "").toLowerCase(Locale.ROOT);
        return path.isEmpty() ? Optional.empty() : Optional.of(new CloneUrl(host.toLowerCase(Locale.ROOT), port, path));
    }

    private static String port(String scheme, String written) {
        if (!scheme.startsWith("http")) {
            return "";
        }
        return written == null ? (scheme.equals("https") ? "443" : "80") : String.valueOf(Integer.parseInt(written));
    }

    /** Whether both name one repository, as far as addresses tell. */
    public boolean isSameAs(CloneUrl other) {
        boolean samePort = port.isEmpty() || other.port.isEmpty() || port.equals(other.port);
        return samePort && host.equals(other.host) && path.equals(other.path);
    }
}
