import ai.a5c.krate.Krate;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.git.jgit.*;
import ai.a5c.krate.gitea.*;
import ai.a5c.krate.observe.KrateEvent.DeliveryDecided;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.secret.local.LocalSecrets;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import com.sun.net.httpserver.HttpServer;
import java.net.*;
import java.nio.file.*;
import java.time.InstantSource;
import java.util.*;

/** The Gitea bridge in somebody else's HTTP server, here the one of the JDK. */
public final class EmbedGitea {

    /** Takes the file of resources, the clone URL and the forge's URL; the API token comes in the first line of the input. */
    public static void main(String[] arguments) throws Exception {
        Scanner input = new Scanner(System.in);
        SecretValue token = new SecretValue(input.nextLine().getBytes());
        SecretValue signing = new SecretValue(UUID.randomUUID().toString().getBytes());
        Path directory = Files.createTempDirectory("krate-embed");
        LocalSecrets secrets = new LocalSecrets(directory.resolve("secrets"));
        secrets.set("acme", "gitea-bot", "token", token);
        try (Krate krate = Krate.builder()
                .store(new InMemoryResourceStore(), new InMemoryBlobStore())
                .secrets(secrets, MacKey.of(secrets.macKey().reveal()))
                .repositories(new JGitRepositories(directory, Set.of("file", "https"), Limits.standard()))
                .source(new GiteaSource()).target((remotes, forges) -> new GiteaTarget(forges))
                .runtime(new ScriptedRuntime())
                .listener(event -> {
                    if (event instanceof DeliveryDecided decided) System.out.println("decided " + decided.decision());
                })
                .build()) {
            String resources = Files.readString(Path.of(arguments[0]))
                    .replace("file:///the/repository", arguments[1]).replace("https://gitea.example.com", arguments[2]);
            Documents.read(resources).forEach(one -> krate.resources().apply(one, "acme", Caller.SYSTEM));
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/gitea", new GiteaHandler(krate, signing));
            server.start();
            krate.start(1);
            String hook = "http://127.0.0.1:%d/gitea".formatted(server.getAddress().getPort());
            Forge forge = new Forge(arguments[2], "acme", "app", Optional.of(token));
            new GiteaSetup(InstantSource.system()).connect(forge, new HookOrder(false, hook, Optional.of(signing)))
                    .forEach(finding -> System.out.println(finding.grade() + " " + finding.said()));
            while (input.hasNextLine()) input.nextLine();
            server.stop(0);
        }
    }
}
