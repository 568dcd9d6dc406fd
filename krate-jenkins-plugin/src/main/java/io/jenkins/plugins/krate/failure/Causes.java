package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport.CauseKind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the class of a cause tells; by name, because most of them belong to plugins that need not be there. */
final class Causes {

    private static final Pattern NUMBER = Pattern.compile("#(\\d{1,9})");

    private Causes() {}

    /** The kind of a cause of {@code type}, or of what it extends. */
    static CauseKind kind(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            CauseKind kind = kind(at.getSimpleName());
            if (kind != CauseKind.OTHER) {
                return kind;
            }
        }
        return CauseKind.OTHER;
    }

    private static CauseKind kind(String name) {
        return switch (name) {
            case "UserIdCause", "UserCause" -> CauseKind.USER;
            case "SCMTriggerCause", "BranchEventCause", "BranchIndexingCause" -> CauseKind.SCM;
            case "TimerTriggerCause" -> CauseKind.TIMER;
            case "UpstreamCause", "BuildUpstreamCause" -> CauseKind.UPSTREAM;
            case "RemoteCause" -> CauseKind.REMOTE;
            case "RebuildCause", "ReplayCause", "RestartDeclarativePipelineCause" -> CauseKind.REBUILD;
            default -> name.toLowerCase(Locale.ROOT).contains("push") ? CauseKind.SCM : CauseKind.OTHER;
        };
    }

    /** The number of the build that a cause such as {@code Replayed #12} names. */
    static Optional<Long> repeated(String description) {
        Matcher matcher = NUMBER.matcher(description);
        return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }
}
