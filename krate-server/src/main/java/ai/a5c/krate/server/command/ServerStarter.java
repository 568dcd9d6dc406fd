package ai.a5c.krate.server.command;

import ai.a5c.krate.server.settings.Settings;

/** Runs a server until it is told to stop. */
@FunctionalInterface
public interface ServerStarter {

    /** Returns when the server has stopped; the exit code. */
    int serve(Settings settings, Terminal terminal);
}
