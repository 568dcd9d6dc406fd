package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.observe.KrateEvent.StepFailed;
import ai.a5c.krate.store.Message;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes directories of this host that no workspace owns, again and again.
 *
 * <p>A server that is killed while git makes or removes a worktree may leave one that no document tells of any more. A
 * workspace is stored before its directory is made, by any server.
 */
public final class StraySweep {

    private static final String ALL = "AgentWorkspace//";

    /** What a git that outlived its server may still be at is left alone. */
    static final Duration AGE = Duration.ofMinutes(1);

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Desk desk;

    public StraySweep(Desk desk) {
        this.desk = desk;
    }

    /** Has this host looked through now, and from then on again and again. */
    public static void plan(Desk desk) {
        String host = desk.ports().repositories().worktrees().host();
        desk.write(records -> {
            records.transaction().send(Topics.workspace(host), ALL, records.now());
            return host;
        });
    }

    /** Whether {@code message} asks for this, and for no single workspace. */
    public static boolean isMeant(Message message) {
        return message.key().equals(ALL);
    }

    /** Looks through this host once. */
    public void process(Message message) {
        Instant before = desk.ports().clock().instant().minus(AGE);
        try {
            desk.ports().repositories().worktrees().sweep(before, this::owns);
        } catch (GitRefusedException e) {
            desk.ports().listener().on(new StepFailed("sweep of worktrees", "", String.valueOf(e.getMessage())));
        }
        desk.write(records -> records.transaction().retry(message, records.now().plus(EVERY)));
    }

    /** Of what is not named like the worktrees of a repository it is not known whose it is. */
    private boolean owns(String remote, String name) {
        int slash = remote.indexOf('/');
        return slash < 0
                || desk.get(AgentWorkspace.class, remote.substring(0, slash), name)
                        .filter(this::isHere)
                        .isPresent();
    }

    private boolean isHere(AgentWorkspace workspace) {
        String host = desk.ports().repositories().worktrees().host();
        return workspace.status().host().equals(host) && !WorkspaceKeeper.isGone(workspace);
    }
}
