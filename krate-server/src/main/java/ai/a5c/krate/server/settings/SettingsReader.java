package ai.a5c.krate.server.settings;

import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.server.settings.Settings.AgentMux;
import ai.a5c.krate.server.settings.Settings.Postgresql;
import ai.a5c.krate.server.settings.Settings.Transport;
import ai.a5c.krate.validate.InvalidDocumentException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads settings: the command line wins over the environment, that over the file, that over defaults. */
public final class SettingsReader {

    private static final Map<String, String> DEFAULTS = defaults();
    private static final String PREFIX = "KRATE_";
    /** Variables for integration tests, which may be there when a server is started by one. */
    private static final String TRIALS = "KRATE_IT_";

    private static final Set<String> OTHERS =
            Set.of("KRATE_TOKEN", "KRATE_SERVER", "KRATE_ORG", "KRATE_CONFIG", "KRATE_CA");
    private static final Set<String> SCHEMES = Set.of("https", "http", "file");

    private SettingsReader() {}

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("data", "krate-data");
        defaults.put("bind", "127.0.0.1");
        defaults.put("port", "8080");
        defaults.put("tls-certificate", "");
        defaults.put("tls-key", "");
        defaults.put("tls-self-signed", "false");
        defaults.put("database-url", "");
        defaults.put("database-user", "");
        defaults.put("database-password-file", "");
        defaults.put("git-schemes", "https,http");
        defaults.put("log", "text");
        defaults.put("agent-mux-url", "");
        defaults.put("agent-mux-token", "");
        defaults.put("public-url", "");
        return defaults;
    }

    /** The settings that there are. */
    public static Set<String> names() {
        return DEFAULTS.keySet();
    }

    /**
     * The settings of a server.
     *
     * @param commandLine by name, such as {@code port}; what was not given is absent
     * @param environment all variables; those that begin with {@code KRATE_} count
     * @param file YAML with one object, or empty
     * @throws InvalidSettingsException naming the setting and where it came from, never a value that may be secret
     */
    public static Settings read(Map<String, String> commandLine, Map<String, String> environment, Optional<Path> file) {
        Map<String, String> merged = new LinkedHashMap<>(DEFAULTS);
        file.ifPresent(path -> merged.putAll(known(fromFile(path), path.toString())));
        merged.putAll(known(fromEnvironment(environment), "the environment"));
        merged.putAll(known(commandLine, "the command line"));
        return settings(merged);
    }

    private static Map<String, String> known(Map<String, String> given, String from) {
        for (String name : given.keySet()) {
            if (!DEFAULTS.containsKey(name)) {
                throw new InvalidSettingsException("unknown setting '%s' in %s%s; known are %s"
                        .formatted(
                                name,
                                from,
                                NearestName.hint(name, DEFAULTS.keySet()),
                                String.join(", ", DEFAULTS.keySet())));
            }
        }
        return given;
    }

    private static Map<String, String> fromEnvironment(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(PREFIX)
                        && !entry.getKey().startsWith(TRIALS)
                        && !OTHERS.contains(entry.getKey()))
                .collect(Collectors.toMap(
                        entry -> entry.getKey()
                                .substring(PREFIX.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                        Map.Entry::getValue));
    }

    private static Map<String, String> fromFile(Path file) {
        Map<String, String> flat = new LinkedHashMap<>();
        try {
            List<Map<String, Object>> documents = Documents.read(Files.readString(file));
            if (documents.size() > 1) {
                throw new InvalidSettingsException(file + " must hold one YAML document");
            }
            documents.forEach(document -> document.forEach((name, value) -> flat.put(name, text(name, value))));
        } catch (IOException e) {
            throw new InvalidSettingsException("the configuration file %s cannot be read".formatted(file));
        } catch (InvalidDocumentException e) {
            throw new InvalidSettingsException("%s is no YAML: %s".formatted(file, e.getMessage()));
        }
        return flat;
    }

    private static String text(String name, Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        if (value instanceof Map) {
            throw new InvalidSettingsException("the setting '%s' must be text, a number or a list".formatted(name));
        }
        return String.valueOf(value);
    }

    private static Settings settings(Map<String, String> merged) {
        return new Settings(
                Path.of(required(merged, "data")),
                required(merged, "bind"),
                port(required(merged, "port")),
                transport(merged),
                database(merged),
                schemes(required(merged, "git-schemes")),
                log(required(merged, "log")),
                agentMux(merged),
                publicUrl(merged));
    }

    private static Optional<URI> publicUrl(Map<String, String> merged) {
        String url = merged.getOrDefault("public-url", "").strip();
        if (url.isEmpty() || url.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")) {
            return url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url));
        }
        throw new InvalidSettingsException(
                "the setting 'public-url' must be the address that people reach the console at, such as https://krate.example");
    }

    private static String required(Map<String, String> merged, String name) {
        String value = merged.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            throw new InvalidSettingsException("the setting '%s' is empty".formatted(name));
        }
        return value;
    }

    private static int port(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw new InvalidSettingsException(
                "the setting 'port' must be a number from 0 to 65535, got '%s'".formatted(text));
    }

    private static Transport transport(Map<String, String> merged) {
        String certificate = merged.getOrDefault("tls-certificate", "").strip();
        String key = merged.getOrDefault("tls-key", "").strip();
        boolean selfSigned = isOn("tls-self-signed", required(merged, "tls-self-signed"));
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new InvalidSettingsException(
                    "the settings 'tls-certificate' and 'tls-key' go together; '%s' is missing"
                            .formatted(key.isEmpty() ? "tls-key" : "tls-certificate"));
        }
        if (selfSigned && !key.isEmpty()) {
            throw new InvalidSettingsException(
                    "give either 'tls-self-signed' or 'tls-certificate' with 'tls-key', not both");
        }
        if (selfSigned) {
            return new Transport.SelfSigned();
        }
        return key.isEmpty() ? new Transport.Plain() : new Transport.Certificate(Path.of(certificate), Path.of(key));
    }

    private static boolean isOn(String name, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new InvalidSettingsException(
                    "the setting '%s' must be true or false, got '%s'".formatted(name, text));
        }
        return text.equals("true");
    }

    private static Optional<Postgresql> database(Map<String, String> merged) {
        String url = merged.getOrDefault("database-url", "").strip();
        String user = merged.getOrDefault("database-user", "").strip();
        String passwordFile = merged.getOrDefault("database-password-file", "").strip();
        if (url.isEmpty() && user.isEmpty() && passwordFile.isEmpty()) {
            return Optional.empty();
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new InvalidSettingsException(
                    "the setting 'database-url' must begin with jdbc:postgresql:; leave it out for SQLite in the data directory");
        }
        if (url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw new InvalidSettingsException(
                    "the setting 'database-url' must hold no password; use database-password-file");
        }
        Optional<Path> password = passwordFile.isEmpty() ? Optional.empty() : Optional.of(Path.of(passwordFile));
        return Optional.of(new Postgresql(url, user, password));
    }

    private static Optional<AgentMux> agentMux(Map<String, String> merged) {
        String url = merged.getOrDefault("agent-mux-url", "").strip();
        String token = merged.getOrDefault("agent-mux-token", "").strip();
        if (url.isEmpty() && token.isEmpty()) {
            return Optional.empty();
        }
        if (!url.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
            throw new InvalidSettingsException(
                    "the setting 'agent-mux-url' must be an address such as https://mux.example:7878, without a user");
        }
        String[] place = token.split("/", -1);
        if (place.length != 3 || Arrays.stream(place).anyMatch(String::isBlank)) {
            throw new InvalidSettingsException(
                    "the setting 'agent-mux-token' names a secret as namespace/name/key; the token itself goes into that secret");
        }
        return Optional.of(new AgentMux(URI.create(url), place[0], place[1], place[2]));
    }

    private static List<String> schemes(String text) {
        List<String> schemes = Arrays.stream(text.split(",")).map(String::strip).toList();
        for (String scheme : schemes) {
            if (!SCHEMES.contains(scheme)) {
                throw new InvalidSettingsException("the setting 'git-schemes' knows https, http and file, got '%s'%s"
                        .formatted(scheme, NearestName.hint(scheme, SCHEMES)));
            }
        }
        return schemes;
    }

    private static String log(String text) {
        if (!text.equals("text") && !text.equals("json")) {
            throw new InvalidSettingsException("the setting 'log' must be text or json, got '%s'".formatted(text));
        }
        return text;
    }
}
