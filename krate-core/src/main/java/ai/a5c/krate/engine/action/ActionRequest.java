package ai.a5c.krate.engine.action;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.RefusedException;
import java.util.OptionalLong;

/**
 * What somebody wants of a run.
 *
 * @param message what the agent is to be told; empty for nothing, which {@code continue} does not allow
 * @param expectedGeneration the {@code status.stateGeneration} of the run that they saw; empty if they do not mind
 * @param requestId the same one asks for the same thing, once; empty for none
 */
public record ActionRequest(
        String namespace,
        String run,
        RunAction action,
        String message,
        OptionalLong expectedGeneration,
        String requestId) {

    private static final int LONGEST_MESSAGE = 64 * 1024;
    private static final int LONGEST_ID = 200;

    public ActionRequest {
        if (message.length() > LONGEST_MESSAGE) {
            throw new RefusedException(
                    "INVALID_BODY", "$.message has more than %d characters".formatted(LONGEST_MESSAGE));
        }
        if (requestId.length() > LONGEST_ID || requestId.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException(
                    "INVALID_BODY",
                    "the request id must have at most %d characters, none of them a control character"
                            .formatted(LONGEST_ID));
        }
    }

    /** Without a message, whatever was seen. */
    public static ActionRequest of(String namespace, String run, RunAction action) {
        return new ActionRequest(namespace, run, action, "", OptionalLong.empty(), "");
    }

    /** The same with a message. */
    public ActionRequest saying(String text) {
        return new ActionRequest(namespace, run, action, text, expectedGeneration, requestId);
    }

    /** The same, if the run is still as it was at {@code generation}. */
    public ActionRequest at(long generation) {
        return new ActionRequest(namespace, run, action, message, OptionalLong.of(generation), requestId);
    }

    /** The same under an id of its own. */
    public ActionRequest as(String id) {
        return new ActionRequest(namespace, run, action, message, expectedGeneration, id);
    }

    /** Tells this request from another one under the same id. */
    String fingerprint() {
        return Digest.of(message).hex().substring(0, 16);
    }
}
