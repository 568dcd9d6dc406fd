package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks between processes that have many threads. */
class MirrorLockIT {

    @TempDir
    private Path directory;

    /** The other process: takes the second lock, says so, takes the first one within, says so. */
    public static void main(String[] arguments) throws IOException {
        MirrorLock.alone(Path.of(arguments[1]), () -> {
            say('2');
            return MirrorLock.alone(Path.of(arguments[0]), () -> say('1'));
        });
    }

    private static int say(char word) {
        System.out.write(word);
        System.out.flush();
        return word;
    }

    @Test
    void twoProcessesWhoseThreadsWaitForEachOtherCrosswiseAreNoDeadlock() throws Exception {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        Process other = null;
        try {
            Future<Boolean> holding = threads.submit(() -> MirrorLock.alone(first, () -> {
                held.countDown();
                return waited(enough);
            }));
            assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
            other = start(first, second);
            assertThat(other.getInputStream().read()).isEqualTo('2');
            Future<String> waiting = threads.submit(() -> MirrorLock.alone(second, () -> "mine at last"));
            assertThat(other.waitFor(1, TimeUnit.SECONDS)).as("it waits").isFalse();
            enough.countDown();
            assertThat(holding.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(other.getInputStream().read()).isEqualTo('1');
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("mine at last");
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isZero();
        } finally {
            enough.countDown();
            threads.shutdownNow();
            if (other != null) {
                other.destroyForcibly();
            }
        }
    }

    private static boolean waited(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Process start(Path first, Path second) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MirrorLockIT.class.getName(),
                        first.toString(),
                        second.toString()))
                .redirectErrorStream(true)
                .start();
    }
}
