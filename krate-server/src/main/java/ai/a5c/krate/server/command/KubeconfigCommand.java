package ai.a5c.krate.server.command;

import ai.a5c.krate.server.tls.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "kubeconfig",
        mixinStandardHelpOptions = true,
        description = "Writes a configuration for kubectl: server, token, namespace. It holds the token.")
final class KubeconfigCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final NamespaceOptions options = new NamespaceOptions();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token, - for the input; else as for other commands.")
    private Optional<String> tokenFile = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "A new file for its owner alone; else the output.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--force", description = "Replaces the file.")
    private boolean force;

    KubeconfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String token = tokenFile.map(this::read).orElseGet(() -> ServerOptions.token(terminal));
        ApiClient client = options.server.client(terminal, token);
        String text = Output.yaml(config(client.server(), token, options.place(terminal, client)));
        if (file.isPresent()) {
            write(file.get(), text);
            terminal.line("written; use it with: kubectl --kubeconfig " + file.get() + " get agentstacks");
        } else {
            terminal.line(text.stripTrailing());
        }
        return 0;
    }

    private String read(String source) {
        try {
            return source.equals("-")
                    ? terminal.inputText().strip()
                    : Files.readString(Path.of(source)).strip();
        } catch (IOException e) {
            throw new CommandException("the token's file %s cannot be read".formatted(source));
        }
    }

    private Map<String, Object> config(String server, String token, String namespace) {
        String place = URI.create(server).getAuthority();
        String context = namespace + "@" + place;
        Map<String, Object> cluster = new LinkedHashMap<>();
        cluster.put("server", plain(server) ? withToken(server, token) : server);
        options.server
                .authority(terminal)
                .ifPresent(path -> cluster.put("certificate-authority-data", authority(path)));
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("apiVersion", "v1");
        config.put("kind", "Config");
        config.put("clusters", List.of(named(place, "cluster", cluster)));
        config.put("users", List.of(named(context, "user", plain(server) ? Map.of() : Map.of("token", token))));
        Map<String, Object> use = new LinkedHashMap<>();
        use.put("cluster", place);
        use.put("user", context);
        use.put("namespace", namespace);
        config.put("contexts", List.of(named(context, "context", use)));
        config.put("current-context", context);
        return config;
    }

    private static boolean plain(String server) {
        return server.startsWith("http://");
    }

    /** The address with the token in it: the only way in which kubectl sends one without TLS. */
    private String withToken(String server, String token) {
        terminal.err()
                .println(
                        "krate: the server speaks plain HTTP, where kubectl sends no token of its own accord; it stands in"
                                + " the address now, and kubectl names cache directories after that. Prefer TLS.");
        return server.replace("http://", "http://krate:" + token + "@");
    }

    private static Map<String, Object> named(String name, String member, Map<String, Object> content) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put(member, content);
        return entry;
    }

    /** Only the certificates, should the file hold more. */
    private static String authority(Path file) {
        StringBuilder text = new StringBuilder();
        PemFiles.certificates(file).forEach(certificate -> text.append(PemFiles.text(certificate)));
        return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private void write(Path target, String text) {
        try {
            if (Files.exists(target) && !force) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Path fresh = Files.createTempFile(
                    target.toAbsolutePath().getParent(),
                    ".krate-",
                    ".yaml",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException("%s is there already; --force replaces it".formatted(target));
        } catch (IOException e) {
            throw new CommandException("%s cannot be written".formatted(target));
        }
    }
}
