package ai.a5c.krate.engine;

import ai.a5c.krate.kind.identity.AgentRoleBinding.Scope;
import ai.a5c.krate.kind.identity.AgentRoleBinding.ScopeKind;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.rbac.Identity;
import java.util.Arrays;
import java.util.Locale;

/** Scopes of bindings and names of subjects as questions of native access write them, and back. */
final class Places {

    private static final String GROUP = "krate:";

    private Places() {}

    /** {@code repository/app}. */
    static String text(Scope scope) {
        return word(scope.kind()) + "/" + scope.name();
    }

    /** The scope that {@code text} names; the whole namespace for a word that is no kind of scope. */
    static Scope scope(String text) {
        int slash = text.indexOf('/');
        String word = slash < 0 ? text : text.substring(0, slash);
        return Arrays.stream(ScopeKind.values())
                .filter(kind -> word(kind).equals(word))
                .findFirst()
                .map(kind -> new Scope(kind, text.substring(slash + 1)))
                .orElse(new Scope(ScopeKind.NAMESPACE, ""));
    }

    /** {@code krate:agent-stack:claude-fix}; a group of people has its own name. */
    static String group(Identity identity) {
        return identity.kind() == SubjectKind.GROUP
                ? identity.name()
                : GROUP + word(identity.kind()) + ":" + identity.name();
    }

    /** Whom {@code group} names; a group of people unless it is one of Krate's own. */
    static Identity identity(String group) {
        return Arrays.stream(SubjectKind.values())
                .filter(kind -> kind != SubjectKind.GROUP && group.startsWith(GROUP + word(kind) + ":"))
                .findFirst()
                .map(kind -> new Identity(kind, group.substring((GROUP + word(kind) + ":").length())))
                .orElse(new Identity(SubjectKind.GROUP, group));
    }

    private static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
