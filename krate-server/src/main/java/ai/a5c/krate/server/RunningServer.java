package ai.a5c.krate.server;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.workspace.WorkspaceDesk;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.agentmux.AgentMuxRuntime;
import ai.a5c.krate.server.auth.IssuedToken;
import ai.a5c.krate.server.auth.LoginCodes;
import ai.a5c.krate.server.auth.LoginThrottle;
import ai.a5c.krate.server.auth.Sessions;
import ai.a5c.krate.server.auth.Tokens;
import ai.a5c.krate.server.console.AccessPages;
import ai.a5c.krate.server.console.Assets;
import ai.a5c.krate.server.console.ConsoleParts;
import ai.a5c.krate.server.console.ConsoleRoutes;
import ai.a5c.krate.server.console.DeliveryPages;
import ai.a5c.krate.server.console.DispatchPages;
import ai.a5c.krate.server.console.LoginRoutes;
import ai.a5c.krate.server.console.Pages;
import ai.a5c.krate.server.console.RulePages;
import ai.a5c.krate.server.console.RunPages;
import ai.a5c.krate.server.console.StackPages;
import ai.a5c.krate.server.console.TranscriptPages;
import ai.a5c.krate.server.console.WorkspacePages;
import ai.a5c.krate.server.http.ApprovalRoutes;
import ai.a5c.krate.server.http.CapabilityRoutes;
import ai.a5c.krate.server.http.DeliveryRoutes;
import ai.a5c.krate.server.http.DispatchRoutes;
import ai.a5c.krate.server.http.DocumentRoutes;
import ai.a5c.krate.server.http.Gate;
import ai.a5c.krate.server.http.HookRoutes;
import ai.a5c.krate.server.http.HttpServer;
import ai.a5c.krate.server.http.IdentityRoutes;
import ai.a5c.krate.server.http.LaneRoutes;
import ai.a5c.krate.server.http.Listener;
import ai.a5c.krate.server.http.LiveFeed;
import ai.a5c.krate.server.http.OperationsRoutes;
import ai.a5c.krate.server.http.OrganizationRoutes;
import ai.a5c.krate.server.http.PermissionRoutes;
import ai.a5c.krate.server.http.RecordRoutes;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.server.http.RuleActionRoutes;
import ai.a5c.krate.server.http.RuleRoutes;
import ai.a5c.krate.server.http.RunRoutes;
import ai.a5c.krate.server.http.SecretRoutes;
import ai.a5c.krate.server.http.StackRoutes;
import ai.a5c.krate.server.http.SummaryRoutes;
import ai.a5c.krate.server.http.TokenRoutes;
import ai.a5c.krate.server.http.TranscriptRoutes;
import ai.a5c.krate.server.http.WorkItemRoutes;
import ai.a5c.krate.server.http.WorkspaceRoutes;
import ai.a5c.krate.server.kubernetes.KubernetesRoutes;
import ai.a5c.krate.server.kubernetes.OrganizationWatchRoutes;
import ai.a5c.krate.server.observe.LogListener;
import ai.a5c.krate.server.observe.Metrics;
import ai.a5c.krate.server.settings.Settings;
import ai.a5c.krate.server.settings.Settings.Transport;
import ai.a5c.krate.server.tls.PemFiles;
import ai.a5c.krate.server.tls.SelfSigned;
import ai.a5c.krate.server.tls.Tls;
import ai.a5c.krate.server.tls.TlsException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A whole server in this process: the engine's loops, the HTTP faces and the console over one data directory. */
public final class RunningServer implements AutoCloseable {

    private static final int ATTEMPT_WORKERS = 4;

    private final DataDirectory data;
    private final Krate krate;
    private final List<AgentMuxRuntime> runtimes;
    private final LiveFeed live;
    private final HttpServer http;
    private final Tokens tokens;
    private final LoginCodes codes;
    private final Optional<IssuedToken> first;
    private final String bind;
    private final Optional<Tls> tls;

    private RunningServer(Settings settings, DataDirectory data, Injector injector, Optional<Tls> tls) {
        this.data = data;
        this.bind = settings.bind();
        this.tls = tls;
        this.krate = injector.getInstance(Krate.class);
        this.runtimes = injector.getInstance(Key.get(new TypeLiteral<Set<AgentRuntime>>() {})).stream()
                .flatMap(runtime -> runtime instanceof AgentMuxRuntime mux ? Stream.of(mux) : Stream.empty())
                .toList();
        this.tokens = new Tokens(krate.store(), InstantSource.system());
        this.codes = new LoginCodes(InstantSource.system());
        this.first = tokens.issueFirst();
        this.live = new LiveFeed(krate.store(), krate.resources());
        Pages pages = new Pages();
        this.http = HttpServer.start(
                new Listener(bind, settings.port(), tls),
                routes(pages, injector.getInstance(Metrics.class), injector),
                pages);
    }

    /**
     * Starts a server; it is ready when this returns.
     *
     * @throws DataDirectoryException if the data directory cannot be used, or another server uses it
     * @throws TlsException if its certificate or key cannot be used
     */
    public static RunningServer start(Settings settings) {
        DataDirectory data =
                DataDirectory.open(settings.data(), settings.database().isPresent());
        Optional<Tls> tls = Optional.empty();
        try {
            tls = tls(settings, data);
            Metrics metrics = new Metrics();
            Injector injector = Guice.createInjector(
                    new StoreModule(settings, data),
                    new PortsModule(settings, data, metrics, new LogListener().and(metrics)));
            RunningServer server = new RunningServer(settings, data, injector, tls);
            server.krate.start(ATTEMPT_WORKERS);
            return server;
        } catch (RuntimeException e) {
            tls.ifPresent(Tls::close);
            data.close();
            throw e;
        }
    }

    private static Optional<Tls> tls(Settings settings, DataDirectory data) {
        if (settings.transport() instanceof Transport.Certificate given) {
            return Optional.of(Tls.of(new PemFiles(given.certificate(), given.key())));
        }
        return settings.transport() instanceof Transport.SelfSigned
                ? Optional.of(Tls.trial(new SelfSigned(data.at("tls"), settings.bind(), InstantSource.system())))
                : Optional.empty();
    }

    private List<Routes> routes(Pages pages, Metrics metrics, Injector injector) {
        ResourceDesk desk = krate.resources();
        Sessions sessions = new Sessions(InstantSource.system());
        Gate gate = new Gate(tokens, sessions, new LoginThrottle(InstantSource.system()), desk);
        ConsoleParts parts = console(gate, pages);
        return List.of(
                new HookRoutes(injector.getInstance(Hooks.class)),
                new OrganizationRoutes(gate),
                new DocumentRoutes(gate, desk),
                new KubernetesRoutes(gate, desk, krate.store(), live),
                new DispatchRoutes(gate, krate.dispatch()),
                new CapabilityRoutes(gate, krate.runtimes()),
                new WorkItemRoutes(gate, desk),
                new WorkspaceRoutes(gate, desk, krate.workspaces()),
                new RunRoutes(gate, desk, krate.runs(), krate.blobs(), live),
                new TranscriptRoutes(gate, desk, krate.store()),
                new LaneRoutes(gate, desk, krate.lanes()),
                new ApprovalRoutes(gate, desk, krate.approvals()),
                new RuleRoutes(gate, desk, krate.store(), krate.rehearsal(), krate.whatIf()),
                new RuleActionRoutes(gate, desk, krate.rules()),
                new DeliveryRoutes(gate, desk, krate.store(), krate.blobs()),
                new RecordRoutes(gate, krate.audit()),
                new SummaryRoutes(gate, krate.store(), InstantSource.system()),
                new OrganizationWatchRoutes(gate, krate.store(), live, InstantSource.system()),
                new IdentityRoutes(gate, desk),
                new PermissionRoutes(gate, desk, krate.reviews()),
                new SecretRoutes(gate, desk, krate.secrets()),
                new StackRoutes(gate, desk, krate.reviews()),
                new TokenRoutes(gate, tokens),
                new OperationsRoutes(krate.store(), metrics::text),
                new Assets(),
                new LoginRoutes(gate, desk, sessions, codes, pages),
                pages(parts, krate.workspaces()));
    }

    /** The pages that people look at. */
    private static Routes pages(ConsoleParts parts, WorkspaceDesk workspaces) {
        List<Routes> pages = List.of(
                new ConsoleRoutes(parts),
                new RunPages(parts),
                new DispatchPages(parts),
                new TranscriptPages(parts),
                new RulePages(parts),
                new DeliveryPages(parts),
                new StackPages(parts),
                new WorkspacePages(parts, workspaces),
                new AccessPages(parts));
        return routes -> pages.forEach(page -> page.addTo(routes));
    }

    private ConsoleParts console(Gate gate, Pages pages) {
        return new ConsoleParts(
                gate,
                krate.resources(),
                krate.runs(),
                krate.dispatch(),
                krate.lanes(),
                krate.approvals(),
                krate.reviews(),
                krate.secrets(),
                krate.rehearsal(),
                krate.whatIf(),
                krate.rules(),
                krate.audit(),
                krate.store(),
                krate.blobs(),
                live,
                pages,
                InstantSource.system());
    }

    /** Where it listens, as {@code http://127.0.0.1:8080}. */
    public String url() {
        String host = bind.contains(":") ? "[" + bind + "]" : bind;
        return "%s://%s:%d".formatted(tls.isPresent() ? "https" : "http", host, http.port());
    }

    /** Who it says that it is under TLS. */
    public Optional<Tls> tls() {
        return tls;
    }

    /** The administrator's token that was made at the first start over this data; empty at every later one. */
    public Optional<String> firstToken() {
        return first.map(IssuedToken::secret);
    }

    /** Whoever started the server in this process, let in under the first token if this was the first start. */
    public Caller starter(String name) {
        Caller starter = new Caller(name, Caller.Road.CLI, true, Set.of());
        return first.map(issued -> starter.under(issued.token().id())).orElse(starter);
    }

    /** An address that logs a browser in as the first token, once, for a few minutes; empty at later starts. */
    public Optional<String> consoleLogin() {
        return first.map(
                issued -> url() + "/login?code=" + codes.issue(issued.token().id()));
    }

    /** The engine behind it. */
    public Krate krate() {
        return krate;
    }

    @Override
    public void close() {
        http.close();
        tls.ifPresent(Tls::close);
        live.close();
        krate.close();
        runtimes.forEach(AgentMuxRuntime::close);
        krate.store().close();
        data.close();
    }
}
