package ai.a5c.krate.failure.detect;

import ai.a5c.krate.failure.log.LogLine;

/** Reads CI servers: Jenkins, GitHub and Gitea Actions, GitLab: stages, exit codes, retries, time-outs and lost agents. */
final class StepDetector implements Detector {

    private static final String[] EXITS = {
        "script returned exit code ",
        "Process completed with exit code ",
        "exited with code ",
        "exit status ",
        "exit code: ",
        "exitcode '",
        "failed: exit code "
    };
    private static final String[] LOST = {
        "Cannot contact agent", "ChannelClosedException", "The runner has received a shutdown signal",
        "was marked offline", "Agent went offline", "lost communication with the server"
    };
    private static final String[] LATE = {
        "Timeout has been exceeded",
        "has exceeded the maximum execution time",
        "execution took longer than",
        "Build timed out (after",
        "The operation was canceled: timeout"
    };

    @Override
    public void read(LogLine line, Findings findings) {
        String text = line.trimmed();
        if (text.startsWith("[Pipeline]")) {
            stage(text.substring("[Pipeline]".length()).strip(), findings);
        } else if (text.startsWith("##[group]")) {
            findings.stage(text.substring("##[group]".length()));
        } else if (text.equals("Retrying")) {
            findings.triedAgain();
        } else if (text.equals("Finished: SUCCESS")
                || text.equals("🏁  Job succeeded")
                || text.equals("Job succeeded")) {
            findings.buildSucceeded();
        } else {
            ended(text, findings);
        }
    }

    private static void stage(String text, Findings findings) {
        if (text.startsWith("{")) {
            findings.stage(text.startsWith("{ (") ? Cursor.between(text, "{ (", ")") : "");
        } else if (text.equals("}")) {
            findings.stage("}");
        }
    }

    private static void ended(String text, Findings findings) {
        for (String word : EXITS) {
            int code = Cursor.numberAfter(text, word);
            if (code > 0) {
                boolean step =
                        !word.equals("exit code: ") && !word.equals("exit status ") && !word.startsWith("exited");
                findings.exitCode(code, step);
                findings.report(Finding.of(Tool.CI, Cause.UNKNOWN, Rank.EXIT, "exit code " + code));
                return;
            }
        }
        if (contains(text, LOST)) {
            findings.report(Finding.of(Tool.CI, Cause.INFRASTRUCTURE, Rank.MESSAGE, text));
        } else if (contains(text, LATE)) {
            findings.report(Finding.of(Tool.CI, Cause.TIMEOUT, Rank.MESSAGE, text));
        } else if (text.startsWith("WorkflowScript: ") || text.contains("No such DSL method ")) {
            findings.report(Finding.of(Tool.CI, Cause.CONFIGURATION, Rank.MESSAGE, text));
        } else if (text.startsWith("Build step '") && text.endsWith("marked build as failure")) {
            findings.report(Finding.of(Tool.CI, Cause.UNKNOWN, Rank.EXIT, text));
        }
    }

    private static boolean contains(String text, String... words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
