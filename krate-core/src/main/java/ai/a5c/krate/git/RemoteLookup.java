package ai.a5c.krate.git;

import ai.a5c.krate.git.Repositories.Remote;

/** Finds the repository to talk to behind the name of a {@code Repository} resource. */
@FunctionalInterface
public interface RemoteLookup {

    /**
     * The remote of {@code repository} in {@code organization}, with the credential to write to it.
     *
     * @throws GitRefusedException with {@code RepositoryNotFound} if there is no such repository
     */
    Remote remote(String organization, String repository);
}
