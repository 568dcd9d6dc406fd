package ai.a5c.krate.engine;

import ai.a5c.krate.Krate;
import ai.a5c.krate.access.Principals;
import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.source.SourceUnavailableException;
import ai.a5c.krate.source.jenkins.JenkinsSource;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.SteadyClock;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.testkit.FakeRepositories;
import ai.a5c.krate.testkit.FakeWorktrees;
import ai.a5c.krate.testkit.MemorySecrets;
import ai.a5c.krate.testkit.RecordingForge;
import ai.a5c.krate.testkit.RecordingTarget;
import ai.a5c.krate.testkit.ScriptedRuntime;
import ai.a5c.krate.trust.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** The main job with everything outside of the engine faked: what outlives a crash lives in here, the engine does not. */
final class Scenario {

    static final String NAMESPACE = "acme";
    static final String API_KEY = "sk-model-9f8e7d6c5b4a39281706";
    static final Caller ALICE = new Caller("alice", Caller.Road.API, true, Set.of());
    static final String BODY = "@claude fix this";

    final FakeRepositories repositories;
    ScriptedRuntime agents = new ScriptedRuntime(
            "process",
            Set.of(
                    Capability.CANCEL,
                    Capability.CONTINUE,
                    Capability.RESUME,
                    Capability.FORK,
                    Capability.GATES,
                    Capability.SANDBOX));
    final RecordingTarget target = new RecordingTarget("branch-push", "issue-comment", "pr-comment");
    final RecordingForge forge = new RecordingForge();
    final MemorySecrets secrets = new MemorySecrets().with(NAMESPACE, "model-provider", "api-key", API_KEY);
    final BlobStore blobs;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    volatile Optional<RuntimeException> worktreeFault = Optional.empty();
    volatile Runnable atWorktree = () -> {};

    /** What stands between Krate and the forge. */
    UnaryOperator<WriteBackTarget> atForge = target -> target;

    Trust trust = Trust.TRUSTED;
    Optional<ForgeSource.Access> access = Optional.empty();

    /** What the forge says at the very moment, by login; what the event says for all others. */
    final Map<String, String> permissions = new ConcurrentHashMap<>();

    /** What happens when the forge is asked what somebody who approved may still do. */
    Runnable atStanding = () -> {};

    /** What accounts may do since they decided, by login; as before for all others. */
    final Map<String, String> since = new ConcurrentHashMap<>();

    /** What accounts are called now, by id; as they were when they were last seen for all others. */
    final Map<String, String> renamed = new ConcurrentHashMap<>();

    /** Who Krate's own door knows. */
    Principals principals = Principals.VOUCHED;

    /** Where the forge says that pull requests are at the very moment; where the event is for none. */
    Optional<String> head = Optional.empty();

    /** Whether the forge answers who may do what at the very moment. */
    boolean answering = true;

    /** Of whom the forge was asked what they still may, as {@code bob/3}. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final Map<String, SourceEvent> events = new ConcurrentHashMap<>();
    String login = "alice";
    String title = "Crash on start";
    Optional<String> sha = Optional.empty();
    String editedFile = "src/Calculator.java";

    Scenario(Path root) {
        this(root, new InMemoryBlobStore());
    }

    private Scenario(Path root, BlobStore blobs) {
        this.blobs = blobs;
        repositories = new FakeRepositories(root);
        repositories.commitOnRemote("acme/app", "main", Map.of("src/Calculator.java", "return a - b;\n"));
    }

    /** The same world at another machine: what is stored is shared; agents, directories and the clock are its own. */
    Scenario elsewhere(Path root, String host) {
        Scenario other = new Scenario(root, blobs);
        ((FakeWorktrees) other.repositories.worktrees()).moveTo(host);
        other.now = now();
        return other;
    }

    synchronized Instant now() {
        return now;
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    /** An event of the repository, by somebody who may write, that the forge has nothing to add to. */
    static SourceEvent.Builder event(String uid, Source source, String type) {
        return SourceEvent.of(uid, "acme", source, type, "acme/app")
                .actor(new Actor("alice", "2", "write", false))
                .trust(Trust.TRUSTED, "")
                .occurredAt(Instant.parse("2026-11-22T11:59:00Z"));
    }

    /** Delivers {@code event}, which the bridge reads as it is. */
    DeliveryInbox.Receipt deliver(Krate krate, SourceEvent event) {
        events.put(event.uid(), event);
        return deliver(krate, event.uid());
    }

    /** A server that has just started on {@code store}. */
    Krate krate(ResourceStore store) {
        return krate(store, KrateListener.NONE);
    }

    /** A server with a worker whose claims last {@code lease}. */
    Krate krate(ResourceStore store, Duration lease) {
        return builder(store).worker("patient", lease).build();
    }

    /** The same, whose machine's clock may be set at any time while its own goes on. */
    Krate steady(ResourceStore store, Duration lease) {
        return builder(store)
                .worker("steady", lease)
                .clock(new SteadyClock(this::now, System::nanoTime))
                .build();
    }

    /** A server that has just started on {@code store}, and that tells {@code listener}. */
    Krate krate(ResourceStore store, KrateListener listener) {
        return builder(store).listener(listener).build();
    }

    /** One of several servers of {@code store}, whose clock they go by. */
    Krate shared(ResourceStore store, String worker, Duration lease) {
        return outside(store).worker(worker, lease).build();
    }

    private Krate.Builder builder(ResourceStore store) {
        return outside(store).clock(this::now);
    }

    private Krate.Builder outside(ResourceStore store) {
        return Krate.builder()
                .store(store, blobs)
                .secrets(secrets, MacKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)))
                .repositories(repositories())
                .runtime(new EditingRuntime(agents, editedFile))
                .source(new OneEventSource())
                .source(new JenkinsSource())
                .predicates(new CelPredicates())
                .principals((principal, organization) -> principals.mayWrite(principal, organization))
                .target((remotes, forges) -> target)
                .target((remotes, forges) -> atForge.apply(forge));
    }

    /** The fake ones; worktrees fail for as long as {@link #worktreeFault} says so. */
    private Repositories repositories() {
        return (Repositories) Proxy.newProxyInstance(
                Repositories.class.getClassLoader(),
                new Class<?>[] {Repositories.class},
                (proxy, method, arguments) -> {
                    Optional<RuntimeException> fault = worktreeFault;
                    if (method.getName().equals("worktree")) {
                        atWorktree.run();
                        fault.ifPresent(Scenario::raise);
                    }
                    try {
                        return method.invoke(repositories, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void raise(RuntimeException fault) {
        throw fault;
    }

    /** Applies the quickstart's resources, as they are in examples, with changes to their text. */
    void apply(Krate krate, String... replacements) {
        for (String file : List.of("organization", "repository", "agent", "rule")) {
            String text = read("../examples/quickstart/resources/" + file + ".yaml");
            for (int i = 0; i + 1 < replacements.length; i += 2) {
                text = text.replace(replacements[i], replacements[i + 1]);
            }
            Documents.read(text).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        }
    }

    DeliveryInbox.Receipt deliver(Krate krate, String id) {
        return krate.inbox()
                .receive(Incoming.by("acme", NAMESPACE, "gitea")
                        .delivery(id, "issue_comment")
                        .headers(Map.of("x-gitea-event", "issue_comment"), "valid")
                        .body(("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8)));
    }

    static <R extends Resource> List<R> all(Krate krate, Class<R> kind) {
        return all(krate.store(), kind);
    }

    static <R extends Resource> List<R> all(ResourceStore store, Class<R> kind) {
        return store.list(Query.of(kind.getSimpleName(), NAMESPACE)).items().stream()
                .map(stored -> kind.cast(StoredRecords.read(stored)))
                .toList();
    }

    static AgentDispatchRun run(Krate krate) {
        return all(krate, AgentDispatchRun.class).get(0);
    }

    static WebhookDelivery delivery(Krate krate) {
        return all(krate, WebhookDelivery.class).get(0);
    }

    static List<AgentApproval> pending(Krate krate) {
        return all(krate, AgentApproval.class).stream()
                .filter(approval -> approval.status().phase() == AgentApproval.ApprovalPhase.PENDING)
                .toList();
    }

    static ApprovalDesk.Request yes(AgentApproval approval, Integer... ordinals) {
        return new ApprovalDesk.Request(
                NAMESPACE,
                approval.metadata().name(),
                true,
                List.of(ordinals),
                "looks right",
                approval.spec().bindingDigest());
    }

    static ApprovalDesk.Request no(AgentApproval approval) {
        return new ApprovalDesk.Request(
                NAMESPACE,
                approval.metadata().name(),
                false,
                List.of(),
                "not like this",
                approval.spec().bindingDigest());
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every delivery is the same comment: one event, however often it arrives. */
    private final class OneEventSource implements ForgeSource {

        @Override
        public String kind() {
            return "gitea";
        }

        @Override
        public Reading read(ForgeDelivery delivery) {
            SourceEvent told =
                    events.get(String.valueOf(Json.readObject(delivery.body()).get("id")));
            if (told != null) {
                SourceEvent brought = told.change().deliveryRef(delivery.id()).build();
                return new Reading(Optional.of(brought), "");
            }
            return new Reading(
                    Optional.of(
                            SourceEvent.of("event-1", "acme", Source.ISSUE_COMMENT, "issue_comment.created", "acme/app")
                                    .sha(sha)
                                    .actor(new Actor(login, "2", "unknown", false))
                                    .trust(Trust.UNTRUSTED, "not asked yet")
                                    .workItem(Optional.of(new WorkItem("issue", 1, title)))
                                    .text(new Text(BODY, "It crashes.", "2"))
                                    .mentions(List.of("@claude"))
                                    .occurredAt(Instant.parse("2026-11-22T11:59:00Z"))
                                    .deliveryRef(delivery.id())
                                    .build()),
                    "");
        }

        @Override
        public Optional<Access> access(Forge forge) {
            return access;
        }

        @Override
        public Present present(Forge forge, SourceEvent event) {
            if (!answering) {
                throw new SourceUnavailableException("the forge does not answer");
            }
            String permission = permissions.getOrDefault(
                    event.actor().login(), event.actor().permission());
            return new Present(permission, head.or(event::sha), "the forge says so");
        }

        @Override
        public Standing standing(Forge forge, Account account) {
            asked.add(account.login() + "/" + account.id());
            atStanding.run();
            String now = renamed.getOrDefault(account.id(), account.login());
            String permission = since.getOrDefault(now, permissions.getOrDefault(now, "none"));
            return new Standing(
                    permission,
                    now,
                    "the account %s (id %s) has the permission %s".formatted(now, account.id(), permission));
        }

        @Override
        public SourceEvent assume(SourceEvent event, String permission) {
            return event.judged(new Actor(login, "2", permission, false), trust, "assumed");
        }

        @Override
        public SourceEvent enrich(Forge forge, SourceEvent event) {
            if (events.containsKey(event.uid())) {
                return events.getOrDefault(event.uid(), event)
                        .change()
                        .deliveryRef(event.deliveryRef())
                        .build();
            }
            return event.judged(new Actor(login, "2", "write", false), trust, "the forge says so");
        }
    }

    /** An agent that mends the file when it is started, and otherwise follows its script. */
    private record EditingRuntime(ScriptedRuntime scripted, String file) implements AgentRuntime {

        @Override
        public String name() {
            return "process";
        }

        @Override
        public Set<Capability> capabilities() {
            return scripted.capabilities();
        }

        @Override
        public Session launch(LaunchRequest request) {
            if (scripted.starts(request.launchKey()) == 0) {
                edit(request.workspace(), file);
            }
            return scripted.launch(request);
        }

        /** Where there is no such file, because there is no checkout, the agent leaves one of its own. */
        private static void edit(Path workspace, String edited) {
            Path file = workspace.resolve(edited);
            try {
                if (!Files.exists(file.getParent())) {
                    Files.writeString(workspace.resolve("made-by-the-agent.txt"), "a - b\n");
                    return;
                }
                Files.writeString(
                        file, Files.readString(file).replace("a - b", "a + b").replace("{}", "{ }"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<Session> find(String launchKey) {
            return scripted.find(launchKey);
        }

        @Override
        public Batch events(Session session, long cursor, Duration atMost) {
            return scripted.events(session, cursor, atMost);
        }

        @Override
        public void send(Session session, String id, String text) {
            scripted.send(session, id, text);
        }

        @Override
        public void decide(Session session, Verdict verdict) {
            scripted.decide(session, verdict);
        }

        @Override
        public void cancel(Session session, String reason) {
            scripted.cancel(session, reason);
        }

        @Override
        public void forget(Session session) {
            scripted.forget(session);
        }
    }
}
