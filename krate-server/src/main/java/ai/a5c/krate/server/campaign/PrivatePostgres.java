package ai.a5c.krate.server.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A PostgreSQL server of one's own, made of the installed programs; it syncs what it commits. */
public final class PrivatePostgres implements AutoCloseable {

    /** Whose everything in it is. */
    public static final String USER = "krate";

    private static final List<String> PROGRAMS = List.of("initdb", "pg_ctl", "postgres", "psql", "pgbench");
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path directory;
    private final List<String> as;
    private final int port;
    private final String password = UUID.randomUUID().toString();

    private PrivatePostgres(Path programs, Path directory, List<String> as, int port) {
        this.programs = programs;
        this.directory = directory;
        this.as = as;
        this.port = port;
    }

    /** A running server with an empty database. */
    public static PrivatePostgres start() {
        Path programs = programs();
        try {
            Path directory = Files.createTempDirectory("krate-campaign-postgresql-");
            PrivatePostgres server = new PrivatePostgres(programs, directory, unprivileged(directory), FreePort.find());
            server.create();
            server.control("start", "-w");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its programs are on this machine. */
    public static boolean isInstalled() {
        return found().isPresent();
    }

    private static Path programs() {
        return found().orElseThrow(() -> new CampaignException(
                "PostgreSQL's server programs are missing; install the package postgresql, or put initdb on the PATH"));
    }

    private static Optional<Path> found() {
        List<Path> candidates = new ArrayList<>();
        for (String place :
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1)) {
            candidates.add(Path.of(place));
        }
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.map(version -> version.resolve("bin"))
                        .sorted(Comparator.comparing(Path::toString).reversed())
                        .forEach(candidates::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return candidates.stream()
                .filter(place -> PROGRAMS.stream().allMatch(name -> Files.isExecutable(place.resolve(name))))
                .findFirst();
    }

    /** How programs are started so that PostgreSQL, which refuses to be root, does not complain. */
    private static List<String> unprivileged(Path directory) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        String user = Shell.tryRun(directory, Map.of(), List.of("id", "-u", "postgres"))
                                .status()
                        == 0
                ? "postgres"
                : "nobody";
        String group =
                Shell.run(directory, Map.of(), List.of("id", "-gn", user)).strip();
        Shell.run(directory, Map.of(), List.of("chown", user + ":" + group, directory.toString()));
        return List.of("setpriv", "--reuid", user, "--regid", group, "--clear-groups", "--");
    }

    private void create() throws IOException {
        Path secret = Files.writeString(directory.resolve("password"), password);
        Shell.run(directory, Map.of(), List.of("chmod", "a+r", secret.toString()));
        program(
                "initdb",
                "--pgdata=" + data(),
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + secret,
                "--encoding=UTF8",
                "--locale=C.UTF-8");
        Files.delete(secret);
        Files.writeString(data().resolve("postgresql.conf"), """

                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                port = %d
                max_connections = 200
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                """.formatted(port), StandardOpenOption.APPEND);
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void control(String action, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                action, "-D", data().toString(), "-l", directory.resolve("log").toString()));
        arguments.addAll(List.of(more));
        program("pg_ctl", arguments.toArray(String[]::new));
    }

    private String program(String name, String... arguments) {
        List<String> command = new ArrayList<>(as);
        command.add(programs.resolve(name).toString());
        command.addAll(List.of(arguments));
        return Shell.run(directory, Map.of("LC_ALL", "C.UTF-8"), command);
    }

    /** Kills every connection without a word and recovers from the log, as after a crash. */
    void crash() {
        control("restart", "-m", "immediate", "-w");
    }

    /** Where JDBC finds it. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    /** Its user's password. */
    public String password() {
        return password;
    }

    /** As {@code PostgreSQL 15.4}. */
    String version() {
        return program("postgres", "--version").strip().replace("postgres (PostgreSQL)", "PostgreSQL");
    }

    /** The rows that a query gives, cells separated by {@code |}. */
    public List<String> query(String sql) {
        return Shell.run(
                        directory,
                        Map.of("PGPASSWORD", password),
                        List.of(
                                programs.resolve("psql").toString(),
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-U",
                                USER,
                                "-d",
                                "postgres",
                                "-X",
                                "-A",
                                "-t",
                                "-c",
                                sql))
                .lines()
                .toList();
    }

    /** What {@code pgbench} says of a script that its clients run again and again, as {@code options} say. */
    public String pgbench(Path script, String... options) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("pgbench").toString(),
                "-n",
                "-M",
                "prepared",
                "-f",
                script.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                USER));
        command.addAll(List.of(options));
        command.add("postgres");
        return Shell.run(directory, Map.of("PGPASSWORD", password), command);
    }

    @Override
    public void close() {
        control("stop", "-m", "immediate", "-w");
        Shell.run(Path.of("/"), Map.of(), List.of("rm", "-rf", directory.toString()));
    }
}
