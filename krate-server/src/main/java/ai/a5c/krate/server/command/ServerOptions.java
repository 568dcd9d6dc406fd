package ai.a5c.krate.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How a command finds its server, its organization and its token. */
final class ServerOptions {

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server; KRATE_SERVER, else http://127.0.0.1:8080.")
    Optional<String> server = Optional.empty();

    @Option(names = "--org", paramLabel = "SLUG", description = "The organization; else KRATE_ORG.")
    Optional<String> organization = Optional.empty();

    @Option(
            names = "--certificate-authority",
            paramLabel = "FILE",
            description = "PEM certificates that vouch for the server, instead of the system's; KRATE_CA.")
    Optional<Path> certificateAuthority = Optional.empty();

    ApiClient client(Terminal terminal) {
        return client(terminal, token(terminal));
    }

    ApiClient client(Terminal terminal, String token) {
        return new ApiClient(url(terminal), token, authority(terminal));
    }

    String url(Terminal terminal) {
        return server.or(() -> variable(terminal, "KRATE_SERVER")).orElse("http://127.0.0.1:8080");
    }

    Optional<Path> authority(Terminal terminal) {
        return certificateAuthority.or(() -> variable(terminal, "KRATE_CA").map(Path::of));
    }

    String organization(Terminal terminal) {
        return organization
                .or(() -> variable(terminal, "KRATE_ORG"))
                .filter(slug -> slug.matches("[A-Za-z0-9.-]{1,253}"))
                .orElseThrow(() -> new CommandException("name the organization with --org or KRATE_ORG"));
    }

    String agents(Terminal terminal) {
        return "/api/orgs/" + organization(terminal) + "/agents";
    }

    private static Optional<String> variable(Terminal terminal, String name) {
        return Optional.ofNullable(terminal.environment().get(name)).filter(value -> !value.isBlank());
    }

    static String token(Terminal terminal) {
        Optional<String> token = variable(terminal, "KRATE_TOKEN");
        if (token.isPresent()) {
            return token.get();
        }
        Path file = Path.of(terminal.environment().getOrDefault("HOME", "."), ".config", "krate", "token");
        if (!Files.exists(file)) {
            throw new CommandException("no token; set KRATE_TOKEN or write it to ~/.config/krate/token");
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(one -> !one.name().startsWith("OWNER_"))) {
                throw new CommandException(
                        "others may read ~/.config/krate/token; run: chmod 600 ~/.config/krate/token");
            }
            return Files.readString(file).strip();
        } catch (IOException | UnsupportedOperationException e) {
            throw new CommandException("~/.config/krate/token cannot be read");
        }
    }
}
