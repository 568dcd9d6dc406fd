package ai.a5c.krate.server;

import java.io.IOException;
import java.nio.file.Path;

/** A process that has a data directory until it is killed, and writes one byte when it has. */
final class DataDirectoryHolder {

    private DataDirectoryHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]), arguments[1].equals("--shared"))) {
            System.out.write('!');
            System.out.flush();
            if (System.in.read() >= 0) {
                throw new IOException("nobody writes to " + data.at("."));
            }
        }
    }
}
