package ai.a5c.krate.server.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The supervisors and agents of this machine, as the kernel knows them. */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");

    private final String sessions;

    /** Looks for processes of the sessions below {@code sessions}. */
    ProcessTable(Path sessions) {
        this.sessions = sessions + "/";
    }

    /** The supervisors that are alive, without the helpers that they split off. */
    List<Supervisor> supervisors() {
        Map<Long, Supervisor> found = new HashMap<>();
        Map<Long, Long> parents = new HashMap<>();
        for (long process : processes()) {
            supervisor(process).ifPresent(one -> {
                found.put(process, one);
                parents.put(process, parent(process));
            });
        }
        return found.entrySet().stream()
                .filter(entry -> !found.containsKey(parents.getOrDefault(entry.getKey(), 0L)))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Every process that belongs to a session, supervisor or agent or what that started. */
    List<Long> all() {
        return processes().stream()
                .filter(process -> supervisor(process).isPresent()
                        || read(process, "environ").contains("HOME=" + sessions))
                .toList();
    }

    /** Kills them all. */
    void end() {
        all().forEach(process -> ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly));
    }

    private Optional<Supervisor> supervisor(long process) {
        List<String> words = List.of(read(process, "cmdline").split("\0", -1));
        int run = words.indexOf("run");
        boolean shell = words.get(0).equals("sh") || words.get(0).endsWith("/sh");
        return shell && run > 0 && run + 1 < words.size() && words.get(run + 1).startsWith(sessions)
                ? Optional.of(new Supervisor(process, words.get(run + 1).substring(sessions.length())))
                : Optional.empty();
    }

    private static long parent(long process) {
        String stat = read(process, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length > 1 ? Long.parseLong(fields[1]) : 0;
    }

    private static List<Long> processes() {
        List<Long> processes = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            entries.forEach(
                    entry -> processes.add(Long.parseLong(entry.getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return processes;
    }

    /** What the kernel says of a process; nothing of one that is gone. */
    private static String read(long process, String what) {
        try {
            return Files.readString(PROC.resolve(Long.toString(process)).resolve(what), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Whoever keeps an agent. */
    record Supervisor(long process, String session) {}
}
