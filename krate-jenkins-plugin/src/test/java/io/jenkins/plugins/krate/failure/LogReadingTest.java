package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class LogReadingTest {

    private static final int MEGABYTES = 5 * 1024 * 1024;

    @Test
    void aCompilersWordIsFound() throws IOException {
        LogReading reading =
                new LogReading().read(new StringReader("größer\nsrc/app.c:3:1: error: 'größe' undeclared\n"));

        assertThat(LogReading.isTelling(reading.failure())).isTrue();
        assertThat(reading.failure().orElseThrow().message()).contains("größe");
    }

    @Test
    void anExitCodeAloneIsNotTelling() throws IOException {
        LogReading reading = new LogReading().read(new StringReader("ERROR: script returned exit code 1\n"));

        assertThat(LogReading.isTelling(reading.failure())).isFalse();
    }

    @Test
    void aStepWithoutALogSaysNothing() {
        assertThat(new LogReading().failure()).isEmpty();
    }

    @Test
    void aLongLogIsReadThroughToItsEnd() throws IOException {
        LogReading reading = new LogReading().read(new LongLog("downloading part of something\n", MEGABYTES));

        assertThat(reading.failure().orElseThrow().message()).contains("undeclared");
    }

    /** A log that is made while it is read, with an error at its end. */
    private static final class LongLog extends Reader {

        private final String line;
        private int left;
        private final StringReader end = new StringReader("src/app.c:3:1: error: 'x' undeclared\n");

        LongLog(String line, int length) {
            this.line = line;
            this.left = length / line.length();
        }

        @Override
        public int read(char[] buffer, int offset, int count) throws IOException {
            int filled = 0;
            while (left > 0 && filled + line.length() <= count) {
                line.getChars(0, line.length(), buffer, offset + filled);
                filled += line.length();
                left--;
            }
            return filled > 0 ? filled : end.read(buffer, offset, count);
        }

        @Override
        public void close() {
            end.close();
        }
    }
}
