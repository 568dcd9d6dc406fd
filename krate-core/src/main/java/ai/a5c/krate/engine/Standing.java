package ai.a5c.krate.engine;

import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentRoleBinding.ScopeKind;
import ai.a5c.krate.kind.identity.RepositoryPermission;
import ai.a5c.krate.kind.identity.RepositoryPermission.Permission;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.rbac.AccessRequest;
import ai.a5c.krate.rbac.Allowance;
import ai.a5c.krate.rbac.Identity;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.trust.Trust;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How far somebody who asks Krate itself is trusted with a repository.
 *
 * @param permission none, read, triage, write, maintain, admin or owner
 * @param reason why it is no more and no less, for people
 */
public record Standing(Trust trust, String permission, String reason) {

    private static final AccessRequest DISPATCH =
            new AccessRequest("create", "runs.krate.a5c.ai", "agentdispatchruns", "", "");

    /** The standing of {@code caller}: what their permissions and roles say, and everything for administrators. */
    public static Standing of(Records records, Caller caller, Repository repository) {
        if (caller.administrator()) {
            return new Standing(Trust.TRUSTED, "owner", "%s is an administrator".formatted(caller.name()));
        }
        String namespace = repository.metadata().namespace();
        String name = repository.metadata().name();
        Optional<Standing> outside = outside(caller, name);
        if (outside.isPresent()) {
            return outside.get();
        }
        Author author = Author.of(records, caller, namespace);
        Optional<Permission> permission = records
                .list(
                        RepositoryPermission.class,
                        Query.of("RepositoryPermission", namespace).whereField("spec.repository", name))
                .stream()
                .filter(one -> one.metadata().deletionTimestamp() == null)
                .filter(one -> author.identities().contains(identity(one)))
                .map(one -> one.spec().permission())
                .max(Comparator.naturalOrder());
        Optional<Permission> writing = permission.filter(most -> most.compareTo(Permission.WRITE) >= 0);
        if (writing.isPresent()) {
            return held(Trust.TRUSTED, caller, writing.get(), name);
        }
        Optional<Allowance> binding = author.authorizer()
                .allows(author.identities(), Set.of(new AgentRoleBinding.Scope(ScopeKind.REPOSITORY, name)), DISPATCH);
        if (binding.isPresent()) {
            return new Standing(
                    Trust.TRUSTED,
                    "write",
                    "binding '%s' lets %s dispatch in %s"
                            .formatted(binding.get().binding(), caller.name(), name));
        }
        return permission
                .map(some -> held(Trust.MEMBER, caller, some, name))
                .orElseGet(() -> stranger(records, caller, namespace, name));
    }

    /** Of an account of which the forge says at this moment that it may write. */
    private static Optional<Standing> outside(Caller caller, String repository) {
        return caller.account()
                .filter(one -> one.mayWrite() && one.repository().equals(repository))
                .map(one -> new Standing(
                        Trust.TRUSTED,
                        one.permission(),
                        "the forge says that %s has the permission %s in %s"
                                .formatted(one.login(), one.permission(), repository)));
    }

    private static Identity identity(RepositoryPermission permission) {
        return new Identity(
                SubjectKind.valueOf(permission.spec().subject().kind().name()),
                permission.spec().subject().name());
    }

    private static Standing held(Trust trust, Caller caller, Permission permission, String repository) {
        String word = permission.name().toLowerCase(Locale.ROOT);
        return new Standing(trust, word, "%s has the permission %s in %s".formatted(caller.name(), word, repository));
    }

    private static Standing stranger(Records records, Caller caller, String namespace, String repository) {
        boolean known = records.get(User.class, namespace, caller.name())
                .filter(user -> user.metadata().deletionTimestamp() == null)
                .isPresent();
        return new Standing(
                known ? Trust.MEMBER : Trust.UNTRUSTED,
                "none",
                "%s has no permission in %s".formatted(caller.name(), repository));
    }
}
