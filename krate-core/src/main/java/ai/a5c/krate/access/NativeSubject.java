package ai.a5c.krate.access;

import java.util.Set;

/**
 * Who asks, as a cluster knows them.
 *
 * @param user such as {@code system:serviceaccount:acme:fixer}
 * @param groups such as {@code system:serviceaccounts:acme}, and Krate's own, such as {@code krate:agent-stack:claude-fix}
 */
public record NativeSubject(String user, Set<String> groups) {

    public NativeSubject {
        groups = Set.copyOf(groups);
    }

    /** A service account, with the groups that every cluster puts it in. */
    public static NativeSubject serviceAccount(String namespace, String name) {
        return new NativeSubject(
                "system:serviceaccount:%s:%s".formatted(namespace, name),
                Set.of("system:serviceaccounts", "system:serviceaccounts:" + namespace));
    }
}
