package ai.a5c.krate.review;

import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.Keys;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one capability of a stack needs before it may be used.
 *
 * @param kind what kind of capability needs it
 * @param name the capability's name
 * @param roles roles that the runtime identity must have
 * @param secrets keys of secrets that must be granted, with what for
 * @param configs keys of ConfigMaps that must be granted, with what for
 * @param capabilities what the runtime must be able to do
 * @param optional whether work may begin without the capability, which is left out then
 */
public record Requirement(
        OwnerKind kind,
        String name,
        List<String> roles,
        List<Keys> secrets,
        List<Keys> configs,
        List<String> capabilities,
        boolean optional)
        implements Comparable<Requirement> {

    private static final Comparator<Requirement> ORDER =
            Comparator.comparing(Requirement::kind).thenComparing(Requirement::name);

    private static final Comparator<Keys> BY_NAME = Comparator.comparing(Keys::name)
            .thenComparing(Keys::purpose)
            .thenComparing(keys -> String.join("\n", keys.keys()));

    public Requirement {
        roles = roles.stream().sorted().toList();
        secrets = secrets.stream().sorted(BY_NAME).toList();
        configs = configs.stream().sorted(BY_NAME).toList();
        capabilities = capabilities.stream().sorted().toList();
    }

    /** Whether nothing is needed. */
    public boolean isEmpty() {
        return roles.isEmpty() && secrets.isEmpty() && configs.isEmpty() && capabilities.isEmpty();
    }

    /** The capability in one word: {@code mcp-server/github}. */
    public String owner() {
        return owner(kind, name);
    }

    static String owner(OwnerKind kind, String name) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + "/" + name;
    }

    @Override
    public int compareTo(Requirement other) {
        return ORDER.compare(this, other);
    }
}
