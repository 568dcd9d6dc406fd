package ai.a5c.krate.subagent;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tools that an agent may use: what all above it may use and its own definition names.
 *
 * @param only empty for every tool
 */
public record ToolScope(Optional<Set<String>> only) {

    /** Every tool, as a stack has them. */
    public static final ToolScope ALL = new ToolScope(Optional.empty());

    public ToolScope {
        only = only.map(Set::copyOf);
    }

    /** What an agent below this one has, whose definition names {@code tools}. */
    public ToolScope narrowed(List<String> tools) {
        Set<String> both = new TreeSet<>(tools);
        both.removeIf(tool -> !allows(tool));
        return new ToolScope(Optional.of(both));
    }

    /** Whether {@code tool} may be used. */
    public boolean allows(String tool) {
        return only.isEmpty() || only.get().contains(tool);
    }
}
