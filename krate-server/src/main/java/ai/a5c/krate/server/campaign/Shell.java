package ai.a5c.krate.server.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine to their end. */
final class Shell {

    private static final int SECONDS = 120;

    private Shell() {}

    /** What the program wrote to both of its streams; it must end with 0. */
    static String run(Path directory, Map<String, String> environment, List<String> command) {
        Outcome outcome = tryRun(directory, environment, command);
        if (outcome.status() != 0) {
            throw new CampaignException("%s failed with %d: %s"
                    .formatted(command, outcome.status(), outcome.output().strip()));
        }
        return outcome.output();
    }

    /** The same, however it ends. */
    static Outcome tryRun(Path directory, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new CampaignException("%s did not end within %d s".formatted(command, SECONDS));
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new CampaignException("'%s' cannot be started: %s".formatted(command.get(0), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CampaignException("interrupted", e);
        }
    }

    /** How a program ended. */
    record Outcome(int status, String output) {}
}
