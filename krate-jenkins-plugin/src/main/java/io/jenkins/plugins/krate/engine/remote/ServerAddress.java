package io.jenkins.plugins.krate.engine.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where a krate-server is: http or https, a host, perhaps a path before the API's own, nothing else. */
public final class ServerAddress {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI base;

    private ServerAddress(URI base) {
        this.base = base;
    }

    /**
     * The address that somebody wrote.
     *
     * @throws IllegalArgumentException with what was expected, for people
     */
    public static ServerAddress of(String text) {
        URI uri = parsed(text.strip());
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("the server's address must begin with https:// or http://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the server's address must name a host");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("the server's address must hold no user and no password");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the server's address must end with its path, without ? and #");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return new ServerAddress(URI.create(scheme + "://" + uri.getRawAuthority() + path));
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the server's address is no URL; expected such as https://krate.example", e);
        }
    }

    /** The address of {@code path}, which begins with {@code /} and is encoded. */
    URI at(String path) {
        return URI.create(base + path);
    }

    /** Whether nobody on the way can read a token that is sent there. */
    public boolean isPrivate() {
        return base.getScheme().equals("https")
                || LOOPBACK.contains(base.getHost().toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
