package ai.a5c.krate.engine;

import ai.a5c.krate.access.NativeAccess;
import ai.a5c.krate.access.Principals;
import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.config.ConfigSource;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.trigger.PredicateCompiler;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Everything outside that the engine acts through.
 *
 * @param markerKey signs what Krate leaves on remote sides; shared by all servers of one store
 * @param worker this process' name in leases, unique among all that share the store
 * @param access who may do what in the native world
 * @param predicates reads the conditions that rules write in CEL
 * @param configs where ConfigMaps are
 * @param principals whether those who were let in could still be
 */
public record Ports(
        ResourceStore store,
        BlobStore blobs,
        SecretSource secrets,
        Repositories repositories,
        List<AgentRuntime> runtimes,
        List<ForgeSource> sources,
        List<WriteBackTarget> targets,
        MacKey markerKey,
        InstantSource clock,
        KrateListener listener,
        String worker,
        NativeAccess access,
        PredicateCompiler predicates,
        ConfigSource configs,
        Principals principals) {

    /** With nobody who tells whether those who were let in could still be: the program that lets them in answers for them. */
    public Ports(
            ResourceStore store,
            BlobStore blobs,
            SecretSource secrets,
            Repositories repositories,
            List<AgentRuntime> runtimes,
            List<ForgeSource> sources,
            List<WriteBackTarget> targets,
            MacKey markerKey,
            InstantSource clock,
            KrateListener listener,
            String worker,
            NativeAccess access,
            PredicateCompiler predicates,
            ConfigSource configs) {
        this(
                store,
                blobs,
                secrets,
                repositories,
                runtimes,
                sources,
                targets,
                markerKey,
                clock,
                listener,
                worker,
                access,
                predicates,
                configs,
                Principals.VOUCHED);
    }

    /** Without a cluster, without CEL and without ConfigMaps: native access is what Krate's own roles and bindings say. */
    public Ports(
            ResourceStore store,
            BlobStore blobs,
            SecretSource secrets,
            Repositories repositories,
            List<AgentRuntime> runtimes,
            List<ForgeSource> sources,
            List<WriteBackTarget> targets,
            MacKey markerKey,
            InstantSource clock,
            KrateListener listener,
            String worker) {
        this(
                store,
                blobs,
                secrets,
                repositories,
                runtimes,
                sources,
                targets,
                markerKey,
                clock,
                listener,
                worker,
                new LocalAccess(store),
                PredicateCompiler.NONE,
                ConfigSource.NONE,
                Principals.VOUCHED);
    }

    public Ports {
        runtimes = List.copyOf(runtimes);
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
        listener = harmless(listener);
    }

    /** What a listener throws is its own affair: what it was told of has happened. */
    private static KrateListener harmless(KrateListener listener) {
        return event -> {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                return;
            }
        };
    }

    /** The same with other places to keep things, and with nobody who writes back or hears: for what is only tried out. */
    public Ports rehearsing(ResourceStore otherStore, BlobStore otherBlobs, Repositories otherRepositories) {
        return new Ports(
                otherStore,
                otherBlobs,
                secrets,
                otherRepositories,
                runtimes,
                sources,
                List.of(),
                markerKey,
                clock,
                KrateListener.NONE,
                worker,
                access instanceof LocalAccess ? new LocalAccess(otherStore) : access,
                predicates,
                configs,
                principals);
    }

    /** The same in a world where {@code other} says who may do what. */
    Ports asking(NativeAccess other) {
        return new Ports(
                store,
                blobs,
                secrets,
                repositories,
                runtimes,
                sources,
                targets,
                markerKey,
                clock,
                listener,
                worker,
                other,
                predicates,
                configs,
                principals);
    }

    /** The same with something that reads conditions in CEL. */
    public Ports reading(PredicateCompiler compiler) {
        return new Ports(
                store,
                blobs,
                secrets,
                repositories,
                runtimes,
                sources,
                targets,
                markerKey,
                clock,
                listener,
                worker,
                access,
                compiler,
                configs,
                principals);
    }

    /** The runtime of that name. */
    public Optional<AgentRuntime> runtime(String name) {
        return runtimes.stream().filter(runtime -> runtime.name().equals(name)).findFirst();
    }

    /** The source for that kind of forge. */
    public Optional<ForgeSource> source(String kind) {
        return sources.stream().filter(source -> source.kind().equals(kind)).findFirst();
    }

    /** The target that performs that action. */
    public Optional<WriteBackTarget> target(String action) {
        return targets.stream()
                .filter(target -> target.actions().contains(action))
                .findFirst();
    }
}
