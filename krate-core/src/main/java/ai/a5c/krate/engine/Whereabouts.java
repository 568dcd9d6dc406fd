package ai.a5c.krate.engine;

import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.resource.SecretKeyRef;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.trust.Trust;
import java.util.Optional;

/** Where a repository is: its Git remote and its forge, with the credentials that its resource names. */
public final class Whereabouts {

    private final Desk desk;

    public Whereabouts(Desk desk) {
        this.desk = desk;
    }

    /** The Git remote of the repository; its name is unique over all organizations. */
    public Remote remote(Repository repository) {
        return new Remote(
                repository.metadata().namespace() + "/" + repository.metadata().name(),
                repository.spec().cloneUrl(),
                value(repository, repository.spec().gitCredential()));
    }

    /** The Git remote of the repository resource of that name. */
    public Remote remote(String namespace, String repository) {
        return remote(need(namespace, repository));
    }

    /** The Git remote of the repository resource of that name, with the worktrees of those who are trusted so far. */
    public Remote remote(String namespace, String repository, Trust trust) {
        return remote(namespace, repository).in(trust == Trust.TRUSTED ? Lane.TRUSTED : Lane.UNTRUSTED);
    }

    /** The forge of the repository; never taken from a payload. */
    public Forge forge(Repository repository) {
        Repository.Forge forge = repository.spec().forge();
        return new Forge(forge.baseUrl(), forge.owner(), forge.name(), value(repository, forge.apiCredential()));
    }

    /** The forge of the repository resource of that name. */
    public Forge forge(String namespace, String repository) {
        return forge(need(namespace, repository));
    }

    private Repository need(String namespace, String repository) {
        return desk.get(Repository.class, namespace, repository)
                .orElseThrow(() -> new RefusedException(
                        "NOT_FOUND", "Repository %s/%s is not there".formatted(namespace, repository)));
    }

    private Optional<SecretValue> value(Repository repository, SecretKeyRef ref) {
        return ref.isEmpty()
                ? Optional.empty()
                : desk.ports().secrets().value(repository.metadata().namespace(), ref.name(), ref.key());
    }
}
