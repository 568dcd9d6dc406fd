package io.jenkins.plugins.krate.engine;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Addresses that may stand in a page. */
public final class Links {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private Links() {}

    /** {@code url} if it is http or https, has a host and no user in it; otherwise empty. */
    public static String safe(String url) {
        if (url.isEmpty() || url.length() > 2_000) {
            return "";
        }
        try {
            URI uri = new URI(url);
            boolean sound = uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
            return sound ? uri.toASCIIString() : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
