package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

/** The name of a root: the machine's, with something that no other root has; made once and kept beside the mirrors. */
final class HostName {

    private static final int LONGEST = 40;

    private HostName() {}

    static String at(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            Files.createDirectories(file.getParent());
            Path written = file.resolveSibling("host-" + UUID.randomUUID());
            Files.writeString(written, fresh() + "\n");
            try {
                Files.createLink(file, written);
            } catch (FileAlreadyExistsException e) {
                return read(file);
            } finally {
                Files.deleteIfExists(written);
            }
        }
        return read(file);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static String fresh() {
        String machine = machine().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        return "%s-%s"
                .formatted(
                        machine.substring(0, Math.min(machine.length(), LONGEST)),
                        UUID.randomUUID().toString().substring(0, 8));
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "host";
        }
    }
}
