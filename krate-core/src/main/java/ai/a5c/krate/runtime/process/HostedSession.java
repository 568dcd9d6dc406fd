package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One agent of another machine, whose limits are held from here. */
final class HostedSession {

    private static final long LOOK_MILLIS = 250;
    private static final long DYING_SECONDS = 10;
    private static final long MOST_CHANGED = 8L << 20;

    private final SessionDirectory directory;
    private final ProcessHost.Program program;
    private final HostedOutput output;
    private final LaunchRequest request;
    private final ReturnedChanges returned;
    private final long begun = System.nanoTime();
    private long heard = begun;
    private long said;

    HostedSession(
            SessionDirectory directory,
            ProcessHost.Program program,
            HostedOutput output,
            LaunchRequest request,
            ReturnedChanges returned) {
        this.directory = directory;
        this.program = program;
        this.output = output;
        this.request = request;
        this.returned = returned;
    }

    /** Watches it until it ends; {@code then} is done when its end is written. */
    void watch(Runnable then) {
        Thread thread = new Thread(
                () -> watching(then), "krate-session-" + directory.session().id());
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the agent if it is to end. */
    void look() {
        if (reason().isPresent()) {
            program.kill();
        }
    }

    private void watching(Runnable then) {
        try {
            String word = word();
            output.close();
            directory.finish(word);
        } finally {
            then.run();
            program.remove();
        }
    }

    /** How it ended, in the words of a supervisor. */
    private String word() {
        try {
            Optional<String> why = Optional.empty();
            while (why.isEmpty() && !ended(LOOK_MILLIS)) {
                why = reason();
            }
            if (why.isPresent()) {
                program.kill();
                ended(TimeUnit.SECONDS.toMillis(DYING_SECONDS));
                return why.get();
            }
            int status = program.exit().get();
            Optional<String> late = directory.cancelled().map(cancelled -> "cancelled");
            return late.isPresent() ? late.get() : status == 0 ? finished() : "exit " + status;
        } catch (ExecutionException e) {
            return "lost '%s' went away while the agent ran on it: see that the node is online, then retry"
                    .formatted(directory.place().orElse(""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "lost the program that kept it is stopping";
        }
    }

    /** An agent whose work cannot be brought back has not succeeded. */
    private String finished() {
        try {
            returned.apply(directory, request.workspace(), program.changes(MOST_CHANGED));
            return "exit 0";
        } catch (RuntimeUnavailableException e) {
            return "unreturned " + e.getMessage();
        }
    }

    private boolean ended(long millis) throws InterruptedException {
        try {
            program.exit().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Why it is to end now, if it is. */
    private synchronized Optional<String> reason() {
        long now = System.nanoTime();
        if (output.said() != said) {
            said = output.said();
            heard = now;
        }
        LaunchRequest.Limits limits = request.limits();
        if (directory.cancelled().isPresent()) {
            return Optional.of("cancelled");
        }
        if (output.isTooMuch()) {
            return Optional.of("output " + limits.outputBytes());
        }
        if (isLonger(now - begun, limits.wallClock())) {
            return Optional.of("timeout " + limits.wallClock().toSeconds());
        }
        return isLonger(now - heard, limits.idle())
                ? Optional.of("idle " + limits.idle().toSeconds())
                : Optional.empty();
    }

    private static boolean isLonger(long nanos, Duration limit) {
        return Duration.ofNanos(nanos).compareTo(limit) >= 0;
    }
}
