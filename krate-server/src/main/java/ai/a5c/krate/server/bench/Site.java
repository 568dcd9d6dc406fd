package ai.a5c.krate.server.bench;

import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.blob.directory.DirectoryBlobStore;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.jgit.JGitRepositories;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.secret.SecretSource;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a server has, without HTTP, over PostgreSQL and a directory of blobs: organizations, each with repositories, each
 * with a rule. Forge and Git answer at once, agents are never started.
 */
final class Site {

    /** What webhooks are signed with. */
    static final byte[] SECRET = "a secret of the bench".getBytes(StandardCharsets.UTF_8);

    private static final Caller OPERATOR = new Caller("bench", Caller.Road.CLI, true, Set.of());

    private final JdbcResourceStore store;
    private final BlobStore blobs;
    private final SecretSource secrets;
    private final Repositories repositories;
    private final Comments comments;
    private final StillRuntime runtime = new StillRuntime();

    private Site(
            JdbcResourceStore store,
            BlobStore blobs,
            SecretSource secrets,
            Repositories repositories,
            Comments comments) {
        this.store = store;
        this.blobs = blobs;
        this.secrets = secrets;
        this.repositories = repositories;
        this.comments = comments;
    }

    /** A site with the organizations and repositories of {@code comments}; its files are in {@code data}. */
    static Site build(JdbcResourceStore store, Path data, Comments comments) {
        LocalSecrets secrets = new LocalSecrets(data);
        Site site = new Site(
                store,
                new DirectoryBlobStore(blobs(data)),
                secrets,
                new StillRepositories(new JGitRepositories(data.resolve("repositories"))),
                comments);
        try (Krate krate = site.krate(KrateListener.NONE)) {
            comments.places().forEach((organization, repositories) -> {
                secrets.set(organization, "webhook", "secret", new SecretValue(SECRET));
                apply(krate, text("organization.yaml").replace("ORGANIZATION", organization), organization);
                repositories.forEach(repository -> apply(
                        krate,
                        text("repository.yaml")
                                .replace("ORGANIZATION", organization)
                                .replace("REPOSITORY", repository),
                        organization));
            });
            krate.drain();
        }
        return site;
    }

    /** Where the blobs of a site are whose files are in {@code data}. */
    static Path blobs(Path data) {
        return data.resolve("blobs");
    }

    private static void apply(Krate krate, String documents, String namespace) {
        Documents.read(documents).forEach(document -> krate.resources().apply(document, namespace, OPERATOR));
    }

    static String organization(int number) {
        return "bench-" + number;
    }

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more server's insides; not started. */
    Krate krate(KrateListener listener) {
        return Krate.builder()
                .store(store, blobs)
                .secrets(secrets, MacKey.of(new byte[32]))
                .repositories(repositories)
                .runtime(runtime)
                .source(new AssumingSource())
                .clock(store.clock())
                .listener(listener)
                .build();
    }

    /** A desk of such a server. */
    Desk desk() {
        return new Desk(new Ports(
                store,
                blobs,
                secrets,
                repositories,
                List.of(runtime),
                List.of(new AssumingSource()),
                List.of(),
                MacKey.of(new byte[32]),
                store.clock(),
                KrateListener.NONE,
                "bench"));
    }

    /** The name of the first run of the first organization. */
    String firstRun() {
        return store.list(Query.of("AgentDispatchRun", organization(0)).limit(1))
                .items()
                .get(0)
                .key()
                .name();
    }

    Comments comments() {
        return comments;
    }

    StillRuntime runtime() {
        return runtime;
    }
}
