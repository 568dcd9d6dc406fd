package io.jenkins.plugins.krate.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** The address of a krate-server: https, or http on this very machine; no user, query or fragment. */
final class ServerUrl {

    private ServerUrl() {}

    /** {@code text} without slashes at its end. */
    static String normalized(String text) {
        String url = text.strip();
        while (url.endsWith("/")) {
            url = url.substring(0, url.length() - 1);
        }
        return url;
    }

    /** Why {@code text} is no address to send a token to. */
    static Optional<String> fault(String text) {
        URI uri;
        try {
            uri = new URI(normalized(text));
        } catch (URISyntaxException e) {
            return Optional.of("not a URL: " + e.getReason());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("expected a URL that begins with https://");
        }
        if (uri.getHost() == null) {
            return Optional.of("the URL names no host");
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            return Optional.of("the URL must have no user, query or fragment");
        }
        if (scheme.equals("http") && !isLoopback(uri.getHost())) {
            return Optional.of("http would show the token to the network; use https, or http with localhost only");
        }
        return Optional.empty();
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || isLoopbackNumber(host);
    }

    /** A whole IPv4 address of 127.0.0.0/8; a name that only begins like one is none. */
    private static boolean isLoopbackNumber(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            boolean digits = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }
}
