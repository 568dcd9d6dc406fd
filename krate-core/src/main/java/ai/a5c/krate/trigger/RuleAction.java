package ai.a5c.krate.trigger;

import java.util.Locale;

/** What people do with a rule. */
public enum RuleAction {
    ACTIVATE,
    PAUSE,
    RESUME,
    DISABLE,
    ARCHIVE;

    /** In lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
