package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A sandbox of bubblewrap: an agent in it sees the system's programs, its own home and its workspace, at the paths that
 * they have outside, and nothing else; it has namespaces of its own for users, processes, network, messages, names and
 * control groups, no capability, and no way to get one.
 */
final class Bubblewrap {

    /** Under this name an agent knows itself; outside it is the server's user. */
    private static final String USER = "1000";

    private static final long SMALL = 16L << 20;
    private static final List<String> SYSTEM_LINKS = List.of("/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32");

    /** What programs need of /etc: how to link, which certificates to trust, where Java and Debian keep settings. */
    private static final List<String> SETTINGS = List.of(
            "/etc/ld.so.cache",
            "/etc/ld.so.conf",
            "/etc/ld.so.conf.d",
            "/etc/alternatives",
            "/etc/ssl/certs",
            "/etc/ssl/openssl.cnf",
            "/etc/ca-certificates",
            "/etc/pki/tls/certs",
            "/etc/pki/ca-trust",
            "/etc/localtime",
            "/etc/mime.types",
            "/etc/java-17-openjdk",
            "/etc/java-18-openjdk",
            "/etc/java-19-openjdk",
            "/etc/java-20-openjdk",
            "/etc/java-21-openjdk",
            "/etc/java-22-openjdk",
            "/etc/java-23-openjdk",
            "/etc/java-24-openjdk",
            "/etc/java-25-openjdk");

    private static final Map<String, String> ETC = new TreeMap<>(Map.of(
            "passwd",
            "agent:x:%s:%s:agent:/:/bin/sh\n".formatted(USER, USER),
            "group",
            "agent:x:%s:\n".formatted(USER),
            "hosts",
            "127.0.0.1 localhost agent\n::1 localhost\n",
            "nsswitch.conf",
            "passwd: files\ngroup: files\nhosts: files\n"));

    private final Programs programs;
    private final Optional<String> lack;

    Bubblewrap(Programs programs) {
        this.programs = programs;
        this.lack = lack(programs);
    }

    /** Why there is no sandbox on this host for this user; empty if there is one. */
    Optional<String> lack() {
        return lack;
    }

    private static Optional<String> lack(Programs programs) {
        Optional<Path> program = programs.find("bwrap");
        if (program.isEmpty()) {
            return Optional.of("bwrap is not installed: install bubblewrap");
        }
        List<String> probe = new ArrayList<>(List.of(program.get().toString()));
        probe.addAll(walls());
        probe.addAll(system());
        probe.addAll(List.of("--", "/usr/bin/env", "true"));
        return Command.status(probe, Map.of("PATH", programs.path()), "") == 0
                ? Optional.empty()
                : Optional.of("bwrap cannot make a sandbox here: allow user namespaces for this user, "
                        + "and in a container the mounting of /proc");
    }

    /** {@code command} inside of the sandbox, where {@code program} can be seen. */
    List<String> around(SessionDirectory directory, LaunchRequest request, String program, List<String> command) {
        List<String> call = new ArrayList<>(List.of(programs.agent("bwrap").toString()));
        call.addAll(walls());
        call.addAll(system());
        ETC.forEach((name, content) -> call.addAll(
                List.of("--ro-bind", directory.setting(name, content).toString(), "/etc/" + name)));
        call.addAll(List.of("--size", String.valueOf(4 * SMALL), "--tmpfs", "/tmp"));
        call.addAll(
                program(program, List.of(directory.path(), request.workspace().toAbsolutePath())));
        call.addAll(workspace(request));
        call.addAll(git(directory, request));
        call.addAll(
                List.of("--bind", directory.home().toString(), directory.home().toString()));
        call.addAll(List.of(
                "--bind",
                directory.temporary().toString(),
                directory.temporary().toString()));
        call.addAll(List.of(
                "--ro-bind", directory.secrets().toString(), directory.secrets().toString()));
        if (Egress.wanted(request.setup().sandbox())) {
            call.addAll(List.of(
                    "--ro-bind",
                    directory.egress().toString(),
                    directory.egress().toString()));
            Path java = Path.of(System.getProperty("java.home"));
            if (!java.startsWith("/usr")) {
                call.addAll(List.of("--ro-bind", java.toString(), java.toString()));
            }
        }
        call.addAll(List.of(
                "--remount-ro",
                "/",
                "--chdir",
                request.workspace().toAbsolutePath().toString(),
                "--"));
        call.addAll(command);
        return call;
    }

    private static List<String> walls() {
        return List.of(
                "--unshare-all",
                "--unshare-user",
                "--disable-userns",
                "--uid",
                USER,
                "--gid",
                USER,
                "--cap-drop",
                "ALL",
                "--hostname",
                "agent",
                "--die-with-parent",
                "--new-session");
    }

    private static List<String> system() {
        List<String> binds = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
        for (String name : SYSTEM_LINKS) {
            Path path = Path.of(name);
            if (Files.isSymbolicLink(path)) {
                binds.addAll(List.of("--symlink", target(path), name));
            } else if (Files.isDirectory(path)) {
                binds.addAll(List.of("--ro-bind", name, name));
            }
        }
        SETTINGS.forEach(name -> binds.addAll(List.of("--ro-bind-try", name, name)));
        binds.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        binds.addAll(List.of("--size", String.valueOf(SMALL), "--tmpfs", "/dev/shm", "--remount-ro", "/dev"));
        return binds;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the link " + link, e);
        }
    }

    /** Where the agent's program lies, unless that is shown anyway: its directory, and what it is installed with. */
    private static List<String> program(String program, List<Path> secluded) {
        try {
            Path named = Path.of(program);
            List<String> binds = new ArrayList<>();
            Path root = Path.of("/");
            Stream.of(named, installation(named.toRealPath()))
                    .map(place -> Objects.requireNonNullElse(place.getParent(), root))
                    .distinct()
                    .filter(place -> !place.startsWith("/usr") && !isSystemLink(place))
                    .forEach(place -> {
                        requireHarmless(place, secluded);
                        binds.addAll(List.of("--ro-bind", place.toString(), place.toString()));
                    });
            return binds;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + program, e);
        }
    }

    private static boolean isSystemLink(Path place) {
        return SYSTEM_LINKS.stream().anyMatch(place::startsWith);
    }

    /** What lies in the directory to be shown: the file, or the module that it belongs to if it is one of Node's. */
    private static Path installation(Path file) {
        for (int i = file.getNameCount() - 2; i > 0; i--) {
            if (file.getName(i).toString().equals("node_modules")) {
                return Path.of("/").resolve(file.subpath(0, i + 2));
            }
        }
        return file;
    }

    /** A directory that holds more than programs is not shown. */
    private static void requireHarmless(Path place, List<Path> secluded) {
        boolean shallow = place.getNameCount() < 2;
        boolean home = place.equals(Path.of(System.getProperty("user.home")));
        boolean settings = place.startsWith("/etc") || place.startsWith("/proc") || place.startsWith("/sys");
        boolean above = secluded.stream().anyMatch(path -> path.startsWith(place));
        if (shallow || home || settings || above) {
            throw new LaunchRefusedException(
                    "CommandRefused",
                    "the program lies in %s, which a sandbox must not show: install it below /usr or /opt/NAME"
                            .formatted(HarmlessText.of(place.toString())));
        }
    }

    /** The Git directory that is the agent's alone, found where its workspace's own would be. */
    private static List<String> git(SessionDirectory directory, LaunchRequest request) {
        Path link = request.workspace().toAbsolutePath().resolve(".git");
        Sandbox.Files files = request.setup().sandbox().files();
        boolean hidden = files == Sandbox.Files.NONE || !Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS);
        Optional<Path> own = request.setup().git().filter(git -> !hidden);
        if (own.isEmpty()) {
            return List.of();
        }
        Path git = own.get().toAbsolutePath();
        return List.of(
                files == Sandbox.Files.WORKSPACE ? "--bind" : "--ro-bind",
                git.toString(),
                git.toString(),
                "--ro-bind",
                directory.gitLink(git).toString(),
                link.toString());
    }

    /** The workspace; the file or directory by which Git finds its own is never the agent's to write. */
    private static List<String> workspace(LaunchRequest request) {
        String path = request.workspace().toAbsolutePath().toString();
        Sandbox.Files files = request.setup().sandbox().files();
        if (files == Sandbox.Files.NONE) {
            return List.of("--size", String.valueOf(SMALL), "--tmpfs", path);
        }
        if (files == Sandbox.Files.READ_ONLY) {
            return List.of("--ro-bind", path, path);
        }
        Path git = request.workspace().toAbsolutePath().resolve(".git");
        return Files.exists(git, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(git)
                ? List.of("--bind", path, path, "--ro-bind", git.toString(), git.toString())
                : List.of("--bind", path, path);
    }
}
