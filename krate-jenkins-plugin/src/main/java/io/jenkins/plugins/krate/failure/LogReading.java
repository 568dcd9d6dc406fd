package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.failure.Failure;
import ai.a5c.krate.failure.FailureAnalysis;
import ai.a5c.krate.failure.detect.Rank;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a log of any length for what broke the build; keeps little of it. */
final class LogReading {

    private final FailureAnalysis analysis = new FailureAnalysis();
    private boolean any;

    /** Where the log's bytes go, in UTF-8. */
    OutputStream sink() {
        return new OutputStream() {
            @Override
            public void write(int one) {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) {
                any |= count > 0;
                analysis.accept(bytes, offset, count);
            }
        };
    }

    /** Reads all of {@code log}. */
    LogReading read(Reader log) throws IOException {
        try (Writer writer = new OutputStreamWriter(sink(), StandardCharsets.UTF_8)) {
            log.transferTo(writer);
        }
        return this;
    }

    /** What broke the build, once all was read. */
    Optional<Failure> failure() {
        return any ? analysis.result() : Optional.empty();
    }

    /** Whether {@code found} says more than that something failed. */
    static boolean isTelling(Optional<Failure> found) {
        return found.isPresent() && found.get().rank().compareTo(Rank.SUMMARY) < 0;
    }
}
