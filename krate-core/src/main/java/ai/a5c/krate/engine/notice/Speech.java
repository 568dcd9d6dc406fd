package ai.a5c.krate.engine.notice;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.target.Mutation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notices in the words of targets. */
final class Speech {

    private static final String PULL = "pull-request/";

    private Speech() {}

    /** What the forge is told. */
    static Mutation mutation(AgentNotice notice) {
        AgentNotice.Spec spec = notice.spec();
        boolean pull = spec.target().startsWith(PULL);
        Map<String, String> parameters = new HashMap<>(spec.parameters());
        String action = switch (spec.form()) {
            case REPLY -> pull ? "pr-comment" : "issue-comment";
            case REACTION -> "reaction";
            case STATUS_COMMENT -> {
                parameters.put("on", pull ? "pull-request" : "issue");
                yield "status-comment";
            }
            case COMMIT_STATUS -> "commit-status";
        };
        return new Mutation(
                action,
                notice.metadata().namespace(),
                spec.repository(),
                spec.target().substring(spec.target().indexOf('/') + 1),
                spec.text(),
                spec.marker(),
                parameters);
    }

    /** Of all that may change in a notice. */
    static String digest(AgentNotice notice) {
        return Digest.of(CanonicalJson.text(
                        List.of(notice.spec().text(), notice.spec().parameters())))
                .text();
    }
}
