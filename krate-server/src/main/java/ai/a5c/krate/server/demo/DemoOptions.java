package ai.a5c.krate.server.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a demo is asked for.
 *
 * @param home the checkout, where examples and captured deliveries are
 * @param agent {@code scripted} or {@code claude}
 * @param delivery a capture to send instead of the usual one
 * @param yes whether to approve without asking
 */
record DemoOptions(Path home, String agent, Optional<Path> delivery, boolean yes) {

    private static final String USUAL =
            "krate-gitea-bridge/src/test/resources/gitea/captures/0006_issue_comment_created.json";

    /** The capture to send. */
    Path capture() {
        return delivery.orElse(home.resolve(USUAL));
    }
}
