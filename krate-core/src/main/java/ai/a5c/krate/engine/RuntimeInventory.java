package ai.a5c.krate.engine;

import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.agents.RunnerPool.RuntimeKind;
import ai.a5c.krate.redact.Redactor;
import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.store.Query;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which agents can be started where, and what can be done with them; names and versions, never a path. */
public final class RuntimeInventory {

    private static final Pattern PATH =
            Pattern.compile("(?<![A-Za-z0-9_.:/-])/(?:[A-Za-z0-9_.@+~-]+/)*[A-Za-z0-9_.@+~-]+");

    private final Desk desk;

    public RuntimeInventory(Desk desk) {
        this.desk = desk;
    }

    /** What the pools of {@code namespace} and the runtimes of this server can do now. */
    public Inventory read(String namespace) {
        Redactor redactor = new Confidential(desk).redactor(namespace);
        List<Place> runtimes = Arrays.stream(RuntimeKind.values())
                .map(RuntimeInventory::word)
                .map(name -> runtime(name, redactor))
                .toList();
        List<Pool> pools = desk.list(RunnerPool.class, Query.of("RunnerPool", namespace)).stream()
                .filter(pool -> pool.metadata().deletionTimestamp() == null)
                .map(pool -> pool(pool, runtimes))
                .sorted(Comparator.comparing(Pool::name))
                .toList();
        return new Inventory(runtimes, pools);
    }

    private Place runtime(String name, Redactor redactor) {
        Optional<AgentRuntime> found = desk.ports().runtime(name);
        if (found.isEmpty()) {
            return new Place(name, false, "this server has no runtime '%s'".formatted(name), List.of(), List.of());
        }
        List<String> able = words(found.get().capabilities());
        try {
            List<Program> programs = found.get().programs().stream()
                    .map(program -> program(program, redactor))
                    .sorted(Comparator.comparing(Program::adapter))
                    .toList();
            return new Place(name, true, "", able, programs);
        } catch (RuntimeUnavailableException e) {
            return new Place(name, false, told(String.valueOf(e.getMessage()), redactor), able, List.of());
        }
    }

    private static Program program(AgentProgram program, Redactor redactor) {
        String called = program.program().substring(program.program().lastIndexOf('/') + 1);
        String note = told(program.note(), redactor);
        boolean silent = !program.installed() && note.isEmpty();
        return new Program(
                program.adapter(),
                called,
                told(program.version(), redactor),
                program.installed(),
                words(program.capabilities()),
                silent ? "%s is not installed".formatted(called.isEmpty() ? program.adapter() : called) : note);
    }

    private static Pool pool(RunnerPool pool, List<Place> runtimes) {
        String wanted = word(pool.spec().runtime());
        Place runtime = runtimes.stream()
                .filter(one -> one.name().equals(wanted))
                .findFirst()
                .orElseThrow();
        return new Pool(
                pool.metadata().name(),
                wanted,
                word(pool.spec().trustTier()),
                pool.spec().maxReplicas(),
                runtime.available(),
                runtime.reason(),
                runtime.programs().stream()
                        .filter(Program::installed)
                        .map(Program::adapter)
                        .toList());
    }

    /** Without secrets, and without where things are on this machine. */
    private static String told(String text, Redactor redactor) {
        return PATH.matcher(redactor.redact(text).text()).replaceAll("(a path)");
    }

    private static List<String> words(Collection<Capability> capabilities) {
        return capabilities.stream().map(RuntimeInventory::word).sorted().toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All runtimes that there may be, and the organization's pools. */
    public record Inventory(List<Place> runtimes, List<Pool> pools) {}

    /**
     * One kind of runtime.
     *
     * @param available whether this server has it and reaches it
     * @param reason why it is not
     * @param capabilities what can be done whatever the agent
     */
    public record Place(
            String name, boolean available, String reason, List<String> capabilities, List<Program> programs) {}

    /**
     * One kind of agent.
     *
     * @param program the name of what is started
     * @param version as the program reports it; empty where it was not asked
     * @param note what is missing, or what was not tried
     */
    public record Program(
            String adapter,
            String program,
            String version,
            boolean installed,
            List<String> capabilities,
            String note) {}

    /**
     * One pool.
     *
     * @param adapters the agents that can be started there now
     */
    public record Pool(
            String name,
            String runtime,
            String trustTier,
            int maxReplicas,
            boolean available,
            String reason,
            List<String> adapters) {}
}
