package ai.a5c.krate.server.command;

import picocli.CommandLine.Option;

/** Whether a command only says what it would do. */
final class DryRunOption {

    @Option(
            names = "--dry-run",
            paramLabel = "WHERE",
            defaultValue = "none",
            description = "none, or server: the server checks all and keeps nothing.")
    private String where = "none";

    boolean on() {
        if (!where.equals("none") && !where.equals("server")) {
            throw new CommandException("--dry-run knows none and server");
        }
        return where.equals("server");
    }

    String note() {
        return on() ? " (server dry run)" : "";
    }
}
