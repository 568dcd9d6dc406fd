package ai.a5c.krate.runtime.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** What an agent of another machine says, as files, up to a limit. */
final class HostedOutput implements AutoCloseable {

    private final AtomicLong said = new AtomicLong();
    private final long most;
    private final OutputStream standard;
    private final OutputStream errors;

    HostedOutput(SessionDirectory directory, long most) {
        this.most = most;
        this.standard = new Counted(directory.output());
        this.errors = new Counted(directory.errors());
    }

    OutputStream standard() {
        return standard;
    }

    OutputStream errors() {
        return errors;
    }

    /** How many bytes were said on both. */
    long said() {
        return said.get();
    }

    /** Whether more was said than is allowed; what is beyond the limit is not kept. */
    boolean isTooMuch() {
        return said.get() > most;
    }

    @Override
    public void close() {
        try {
            standard.close();
            errors.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the output of a session", e);
        }
    }

    /** A file that takes what is within the limit, until it is closed. */
    private final class Counted extends OutputStream {

        private final OutputStream file;
        private boolean closed;

        Counted(Path path) {
            try {
                this.file =
                        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make " + path.getFileName(), e);
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (closed) {
                return;
            }
            long before = said.getAndAdd(length);
            int kept = (int) Math.max(0, Math.min(length, most - before));
            file.write(bytes, offset, kept);
        }

        @Override
        public synchronized void close() throws IOException {
            closed = true;
            file.close();
        }
    }
}
