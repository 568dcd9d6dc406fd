package ai.a5c.krate.trigger;

import static ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState.ACTIVE;
import static ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState.ARCHIVED;
import static ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState.DISABLED;
import static ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState.DRAFT;
import static ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState.PAUSED;

import ai.a5c.krate.kind.agents.AgentTriggerRule.LifecycleState;
import java.util.EnumSet;
import java.util.Set;

/** How a rule moves through its life: a pause is for now, disabling for good reason, an archived rule stays as it is. */
public final class RuleLifecycle {

    private static final Set<LifecycleState> SHELVED = EnumSet.of(DRAFT, DISABLED);

    private RuleLifecycle() {}

    /** What {@code action} does to a rule in {@code state}. */
    public static Answer on(LifecycleState state, RuleAction action) {
        LifecycleState next = target(action);
        if (state == next) {
            return new Already(state);
        }
        boolean allowed = switch (action) {
            case ACTIVATE -> SHELVED.contains(state);
            case PAUSE -> state == ACTIVE;
            case RESUME -> state == PAUSED;
            case DISABLE, ARCHIVE -> state != ARCHIVED;
        };
        return allowed
                ? new Moved(next)
                : new Refused("a rule that is %s cannot be %s%s"
                        .formatted(Words.of(state), past(action), hint(state, action)));
    }

    private static LifecycleState target(RuleAction action) {
        return switch (action) {
            case ACTIVATE, RESUME -> ACTIVE;
            case PAUSE -> PAUSED;
            case DISABLE -> DISABLED;
            case ARCHIVE -> ARCHIVED;
        };
    }

    private static String past(RuleAction action) {
        return switch (action) {
            case ACTIVATE -> "activated";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case DISABLE -> "disabled";
            case ARCHIVE -> "archived";
        };
    }

    private static String hint(LifecycleState state, RuleAction action) {
        if (state == ARCHIVED) {
            return "; make a new one";
        }
        if (action == RuleAction.ACTIVATE) {
            return "; resume it";
        }
        return action == RuleAction.RESUME ? "; activate it" : "; only active ones can";
    }

    /** What comes of an action. */
    public sealed interface Answer permits Moved, Already, Refused {}

    /** The rule is in {@code state} from now on. */
    public record Moved(LifecycleState state) implements Answer {}

    /** The rule is in {@code state} as it is. */
    public record Already(LifecycleState state) implements Answer {}

    /** It cannot be; the message says why, and what can. */
    public record Refused(String message) implements Answer {}
}
