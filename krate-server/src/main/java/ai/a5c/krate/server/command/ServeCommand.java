package ai.a5c.krate.server.command;

import ai.a5c.krate.server.settings.SettingsReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the server. Options win over KRATE_* variables, those over the configuration file.")
final class ServeCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final ServerStarter starter;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML with the names of these options.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept; krate-data.")
    private Optional<String> data = Optional.empty();

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "The address to listen at; 127.0.0.1.")
    private Optional<String> bind = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen at; 8080.")
    private Optional<String> port = Optional.empty();

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "PEM; makes it listen with HTTPS.")
    private Optional<String> tlsCertificate = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's key, PEM, not encrypted.")
    private Optional<String> tlsKey = Optional.empty();

    @Option(
            names = "--tls-self-signed",
            description = "Listens with HTTPS and a certificate that it makes for itself, for trials.")
    private boolean tlsSelfSigned;

    @Option(names = "--database-url", paramLabel = "URL", description = "jdbc:postgresql:...; SQLite otherwise.")
    private Optional<String> databaseUrl = Optional.empty();

    @Option(names = "--database-user", paramLabel = "NAME", description = "The database's user.")
    private Optional<String> databaseUser = Optional.empty();

    @Option(names = "--database-password-file", paramLabel = "FILE", description = "Holds the database's password.")
    private Optional<String> databasePasswordFile = Optional.empty();

    @Option(names = "--git-schemes", paramLabel = "LIST", description = "Schemes to clone by; https,http.")
    private Optional<String> gitSchemes = Optional.empty();

    @Option(names = "--log", paramLabel = "FORM", description = "text or json; text.")
    private Optional<String> log = Optional.empty();

    @Option(
            names = "--agent-mux-url",
            paramLabel = "URL",
            description = "The Agent Mux gateway for pools of runtime agent-mux.")
    private Optional<String> agentMuxUrl = Optional.empty();

    @Option(
            names = "--agent-mux-token",
            paramLabel = "SECRET",
            description = "Which secret holds the gateway's token: namespace/name/key.")
    private Optional<String> agentMuxToken = Optional.empty();

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "Where people reach the console, for links in comments.")
    private Optional<String> publicUrl = Optional.empty();

    ServeCommand(Terminal terminal, ServerStarter starter) {
        this.terminal = terminal;
        this.starter = starter;
    }

    @Override
    public Integer call() {
        Map<String, String> given = new LinkedHashMap<>();
        data.ifPresent(value -> given.put("data", value));
        bind.ifPresent(value -> given.put("bind", value));
        port.ifPresent(value -> given.put("port", value));
        tlsCertificate.ifPresent(value -> given.put("tls-certificate", value));
        tlsKey.ifPresent(value -> given.put("tls-key", value));
        if (tlsSelfSigned) {
            given.put("tls-self-signed", "true");
        }
        databaseUrl.ifPresent(value -> given.put("database-url", value));
        databaseUser.ifPresent(value -> given.put("database-user", value));
        databasePasswordFile.ifPresent(value -> given.put("database-password-file", value));
        gitSchemes.ifPresent(value -> given.put("git-schemes", value));
        log.ifPresent(value -> given.put("log", value));
        agentMuxUrl.ifPresent(value -> given.put("agent-mux-url", value));
        agentMuxToken.ifPresent(value -> given.put("agent-mux-token", value));
        publicUrl.ifPresent(value -> given.put("public-url", value));
        Optional<Path> file = config.or(() ->
                Optional.ofNullable(terminal.environment().get("KRATE_CONFIG")).map(Path::of));
        return starter.serve(SettingsReader.read(given, terminal.environment(), file), terminal);
    }
}
