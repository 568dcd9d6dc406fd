package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.transport.URIish;

/** Which URLs may be talked to: plain ones of an allowed scheme, without credentials in them. */
final class RemoteUrls {

    private static final Set<String> KNOWN = Set.of("https", "http", "file");

    private final Set<String> allowed;

    RemoteUrls(Set<String> allowed) {
        this.allowed = new TreeSet<>(allowed);
        if (!KNOWN.containsAll(allowed)) {
            throw new IllegalArgumentException(
                    "schemes can be https, http and file; there is no client here for all of " + this.allowed);
        }
    }

    /** The URL of {@code remote} for JGit; a refusal does not repeat the URL, which may carry a password. */
    URIish check(Remote remote) {
        String url = remote.cloneUrl();
        try {
            URI uri = new URI(url);
            URIish forGit = new URIish(url);
            Optional<String> fault = fault(uri).or(() -> difference(uri, forGit));
            if (fault.isPresent()) {
                throw refused(remote, fault.get());
            }
            return forGit;
        } catch (URISyntaxException e) {
            throw refused(remote, "it is no well-formed URL");
        }
    }

    private Optional<String> fault(URI uri) {
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!allowed.contains(scheme)) {
            return Optional.of("its scheme must be one of " + allowed);
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("it has a user name or password in it; put that into a secret");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of("it has a query or fragment");
        }
        return scheme.equals("file") ? fileFault(uri) : hostFault(uri);
    }

    private static Optional<String> fileFault(URI uri) {
        boolean plain = uri.getRawAuthority() == null
                && uri.getPath() != null
                && uri.getPath().startsWith("/");
        return plain ? Optional.empty() : Optional.of("a file URL must be file:// and an absolute path");
    }

    private static Optional<String> hostFault(URI uri) {
        return uri.getHost() == null ? Optional.of("it names no host") : Optional.empty();
    }

    /** Two parsers that read one URL differently are how filters are passed. */
    private static Optional<String> difference(URI uri, URIish forGit) {
        boolean same = uri.getScheme().equalsIgnoreCase(forGit.getScheme())
                && Objects.equals(uri.getHost(), forGit.getHost())
                && uri.getPort() == forGit.getPort()
                && forGit.getUser() == null
                && forGit.getPass() == null
                && Objects.equals(uri.getPath(), forGit.getPath());
        return same ? Optional.empty() : Optional.of("it can be read in two ways");
    }

    private static GitRefusedException refused(Remote remote, String reason) {
        return new GitRefusedException(
                "UrlNotAllowed",
                "the clone URL of '%s' is not allowed: %s".formatted(Words.shown(remote.name()), reason));
    }
}
