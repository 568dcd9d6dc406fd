package ai.a5c.krate.source;

import ai.a5c.krate.source.ForgeSource.Forge;

/** Knows which forge stands behind a {@code Repository} resource, with a credential for it. */
@FunctionalInterface
public interface ForgeLookup {

    /**
     * The forge of {@code repository}, as {@code spec.forge} of the resource says now.
     *
     * @param organization the namespace of the resource
     * @param repository the resource's name
     * @throws java.util.NoSuchElementException if there is no such repository, or it has no forge
     */
    Forge forge(String organization, String repository);
}
