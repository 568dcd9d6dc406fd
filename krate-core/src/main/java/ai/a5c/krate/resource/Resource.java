package ai.a5c.krate.resource;

/**
 * A stored thing in the Kubernetes shape: an implementing record has the components {@code metadata}, {@code spec} and
 * {@code status} and is described by {@link KindInfo}.
 */
public interface Resource {

    /** Name, namespace, versions and labels. */
    Metadata metadata();

    /** The same resource under other metadata. */
    Resource withMetadata(Metadata metadata);

    /** Where it is stored. */
    default ResourceKey key() {
        return new ResourceKey(
                getClass().getSimpleName(), metadata().namespace(), metadata().name());
    }
}
