import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.*;
import ai.a5c.krate.event.*;
import ai.a5c.krate.git.jgit.*;
import ai.a5c.krate.kind.execution.*;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.*;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.trust.Trust;
import java.nio.file.*;
import java.util.*;

/** Krate inside another program: reviews a request, applies the grant that the review suggests, dispatches. */
public final class EmbedKrate {

    /** Takes the file of resources and the clone URL of any repository with a branch main. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("krate-embed");
        LocalSecrets secrets = new LocalSecrets(directory.resolve("secrets"));
        secrets.set("acme", "model-provider", "api-key", new SecretValue("an-api-key-of-a-model".getBytes()));
        try (Krate krate = Krate.builder()
                .store(new InMemoryResourceStore(), new InMemoryBlobStore())
                .secrets(secrets, MacKey.of(secrets.macKey().reveal()))
                .repositories(new JGitRepositories(directory, Set.of("file", "https"), Limits.standard()))
                .source(new PlatformSource()).runtime(new ScriptedRuntime()).build()) {
            apply(krate, Files.readString(Path.of(arguments[0])).replace("file:///the/repository", arguments[1]));
            review(krate).yamlPreview().forEach(grant -> apply(krate, grant));
            review(krate);
            String delivery = krate.inbox().receive(Incoming.by("acme", "acme", "platform")
                    .delivery("1", "comment").body("@agent why is the build red?".getBytes())).delivery();
            krate.drain();
            WebhookDelivery.Status decided = get(krate, WebhookDelivery.class, delivery).status();
            System.out.println("dispatch " + decided.decision());
            System.out.println("run " + get(krate, AgentDispatchRun.class, decided.runs().get(0)).status().phase());
        }
    }

    private static PermissionReview review(Krate krate) {
        PermissionReview review = krate.reviews().review("acme", new ReviewRequest(
                "acme", "acme/app", Optional.of("main"), Optional.empty(), "alice", "diagnose",
                Source.ISSUE_COMMENT, TaskKind.DIAGNOSIS, "local", Trust.TRUSTED, Moment.DRY_RUN), Set.of());
        System.out.println("review " + review.decision());
        review.reasons().forEach(reason -> System.out.println("  " + reason.code().code() + ": " + reason.message()));
        return review;
    }

    private static void apply(Krate krate, String yaml) {
        Documents.read(yaml).forEach(document -> krate.resources().apply(document, "acme", Caller.SYSTEM));
    }

    private static <R extends Resource> R get(Krate krate, Class<R> kind, String name) {
        return krate.resources().get(kind, "acme", name).orElseThrow();
    }
}
