package ai.a5c.krate.server;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.ApprovalDesk;
import ai.a5c.krate.engine.AuditTrail;
import ai.a5c.krate.engine.DeliveryInbox;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Ports;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.RuntimeInventory;
import ai.a5c.krate.engine.SecretInventory;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.engine.intake.RuleDesk;
import ai.a5c.krate.engine.manual.DispatchDesk;
import ai.a5c.krate.engine.rehearsal.RuleRehearsal;
import ai.a5c.krate.engine.rehearsal.WhatIf;
import ai.a5c.krate.engine.subagent.LaneReader;
import ai.a5c.krate.engine.workspace.WorkspaceDesk;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.server.auth.LoginCodes;
import ai.a5c.krate.server.auth.LoginThrottle;
import ai.a5c.krate.server.auth.Sessions;
import ai.a5c.krate.server.auth.TokenOrder;
import ai.a5c.krate.server.auth.Tokens;
import ai.a5c.krate.server.http.Gate;
import ai.a5c.krate.server.http.LiveFeed;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.FakeRepositories;
import ai.a5c.krate.testkit.MemorySecrets;
import ai.a5c.krate.testkit.ScriptedRuntime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A server's neighbours in memory, with two organizations, acme and globex, and tokens for them. */
public final class World implements AutoCloseable {

    public final InMemoryResourceStore store = new InMemoryResourceStore();
    public final Blobs blobs = new Blobs();
    public final FakeRepositories repositories = new FakeRepositories(Path.of("target", "world-" + UUID.randomUUID()));
    public final StandInForge forge = new StandInForge();
    public final MemorySecrets secrets = new MemorySecrets();
    public final ScriptedRuntime agents =
            new ScriptedRuntime("process", Set.of(Capability.CANCEL, Capability.STRUCTURED_EVENTS));
    private final Desk engine = new Desk(ports());
    public final ResourceDesk desk = new ResourceDesk(engine);
    public final RunDesk runs = new RunDesk(engine);
    public final ApprovalDesk approvals = new ApprovalDesk(engine);
    public final Reviews reviews = new Reviews(engine);
    public final RuleRehearsal rehearsal = new RuleRehearsal(engine);
    public final RuleDesk rules = new RuleDesk(engine);
    public final WhatIf whatIf = new WhatIf(engine);
    public final DispatchDesk dispatch = new DispatchDesk(engine);
    public final WorkspaceDesk workspaces = new WorkspaceDesk(engine);
    public final LaneReader lanes = new LaneReader(engine);
    public final RuntimeInventory runtimes = new RuntimeInventory(engine);
    public final SecretInventory inventory = new SecretInventory(engine);
    public final DeliveryInbox inbox = new DeliveryInbox(engine);
    public final AuditTrail audit = new AuditTrail(engine);
    public final Tokens tokens = new Tokens(store, InstantSource.system());
    public final Sessions sessions = new Sessions(InstantSource.system());
    public final LoginCodes codes = new LoginCodes(InstantSource.system());
    public final LoginThrottle throttle = new LoginThrottle(InstantSource.system());
    public final LiveFeed live = new LiveFeed(store, desk);
    public final Gate gate = new Gate(tokens, sessions, throttle, desk);
    public final String administrator = tokens.issueFirst().orElseThrow().secret();
    public final String acme = token("acme-writer", "acme", true);
    public final String acmeReader = token("acme-reader", "acme", false);
    public final String nowhere = token("nowhere-writer", "nowhere", true);
    public final String globex = token("globex-writer", "globex", true);

    public World() {
        organization("acme");
        organization("globex");
    }

    private Ports ports() {
        return new Ports(
                        store,
                        blobs,
                        secrets,
                        repositories,
                        List.of(agents),
                        List.of(forge),
                        List.of(),
                        MacKey.of(new byte[32]),
                        InstantSource.system(),
                        KrateListener.NONE,
                        "test")
                .reading(new CelPredicates());
    }

    private String token(String name, String organization, boolean write) {
        return tokens.issue(new TokenOrder(name, false, List.of(organization), write, Optional.empty()))
                .secret();
    }

    private void organization(String slug) {
        put(resource("Organization", "krate-system", slug, Map.of("slug", slug, "namespaceName", slug), Map.of()));
        put(resource(
                "OrgNamespaceBinding",
                "krate-system",
                slug,
                Map.of("organizationRef", slug, "namespace", slug),
                Map.of()));
    }

    /** Stores a resource of any kind with any status. */
    public Resource put(Map<String, Object> document) {
        Resource resource = ResourceCodec.read(
                KindRegistry.named(String.valueOf(document.get("kind"))).orElseThrow(), document);
        Map<String, Object> whole = ResourceCodec.write(resource);
        Map<String, String> fields = KindRegistry.of(resource.getClass()).indexedFields(whole);
        store.transact(transaction -> transaction.put(
                new ResourceDraft(resource.key(), Map.of(), fields, Json.write(whole)),
                transaction.get(resource.key()).map(StoredResource::version).orElse(ResourceStore.ABSENT)));
        return resource;
    }

    /** A document. */
    public static Map<String, Object> resource(
            String kind, String namespace, String name, Map<String, Object> spec, Map<String, Object> status) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        metadata.put("uid", "uid-" + name);
        metadata.put("generation", 1);
        metadata.put("creationTimestamp", Instant.now().toString());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", KindRegistry.named(kind).orElseThrow().apiVersion());
        document.put("kind", kind);
        document.put("metadata", metadata);
        document.put("spec", spec);
        document.put("status", status);
        return document;
    }

    /** Stores a run in acme. */
    public void run(String name, String phase) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("organizationRef", "acme");
        spec.put("repository", "app");
        spec.put("agentStack", "claude-fix");
        spec.put("taskKind", "issue-fix");
        spec.put("workItem", "issue/7");
        spec.put("title", "The build is red");
        spec.put("requester", Map.of("login", "ada", "id", "1"));
        spec.put("trust", "trusted");
        put(resource("AgentDispatchRun", "acme", name, spec, Map.of("phase", phase)));
    }

    /** Appends to the timeline of a run in acme. */
    public void event(String run, String type, String text) {
        event(run, type, Map.of("text", text));
    }

    /** Appends to the timeline of a run in acme. */
    public void event(String run, String type, Map<String, Object> document) {
        String stream = "run/acme/" + run;
        store.transact(transaction -> transaction.append(
                stream,
                new StreamEvent(transaction.lastSequence(stream) + 1, Instant.now(), type, Json.write(document))));
    }

    @Override
    public void close() {
        live.close();
        store.close();
    }

    /** Blobs in memory. */
    public static final class Blobs implements BlobStore {

        private final Map<Digest, byte[]> all = new ConcurrentHashMap<>();

        @Override
        public Digest put(byte[] content) {
            all.put(Digest.of(content), content.clone());
            return Digest.of(content);
        }

        @Override
        public Optional<byte[]> get(Digest digest) {
            return Optional.ofNullable(all.get(digest));
        }
    }
}
