package ai.a5c.krate.server.command;

/** Ends a command with a message for the person who typed it, and exit code 1. */
public final class CommandException extends RuntimeException {

    public CommandException(String message) {
        super(message);
    }
}
