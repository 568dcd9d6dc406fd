package ai.a5c.krate.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an agent is set up beyond its program and prompt.
 *
 * @param model empty for the program's own choice
 * @param systemPrompt what it is always told; empty for nothing
 * @param questions what becomes of its own questions
 * @param origin the conversation that it goes on with, if any
 * @param sandbox what it may reach where the runtime isolates it
 * @param files files that must stand in the workspace like this before it starts, or must not be there, whatever the
 *     commit brought
 * @param maxTurns 0 for no limit
 * @param secretFiles secret texts that the agent gets as files of its own, by the environment variable that names the
 *     file; never stored elsewhere, never logged
 * @param git the Git directory that an isolated agent finds for its workspace, whose own leads out of it; empty for none
 * @param tools names of the only tools that it may use, in its own words; empty for all of them
 */
public record Setup(
        String model,
        String systemPrompt,
        Questions questions,
        Optional<Origin> origin,
        Sandbox sandbox,
        List<AgentFile> files,
        int maxTurns,
        Map<String, String> secretFiles,
        Optional<Path> git,
        Optional<Set<String>> tools) {

    /** Nothing beyond program and prompt, no network where the runtime isolates. */
    public static final Setup PLAIN = new Setup(
            "",
            "",
            Questions.DENY,
            Optional.empty(),
            Sandbox.CLOSED,
            List.of(),
            0,
            Map.of(),
            Optional.empty(),
            Optional.empty());

    public Setup {
        files = List.copyOf(files);
        secretFiles = Map.copyOf(secretFiles);
        tools = tools.map(Set::copyOf);
    }

    /** With every tool. */
    public Setup(
            String model,
            String systemPrompt,
            Questions questions,
            Optional<Origin> origin,
            Sandbox sandbox,
            List<AgentFile> files,
            int maxTurns,
            Map<String, String> secretFiles) {
        this(
                model,
                systemPrompt,
                questions,
                origin,
                sandbox,
                files,
                maxTurns,
                secretFiles,
                Optional.empty(),
                Optional.empty());
    }

    /** Without secrets as files. */
    public Setup(
            String model,
            String systemPrompt,
            Questions questions,
            Optional<Origin> origin,
            Sandbox sandbox,
            List<AgentFile> files,
            int maxTurns) {
        this(model, systemPrompt, questions, origin, sandbox, files, maxTurns, Map.of());
    }

    /** The same with a Git directory for an isolated agent. */
    public Setup with(Path gitDirectory) {
        return new Setup(
                model,
                systemPrompt,
                questions,
                origin,
                sandbox,
                files,
                maxTurns,
                secretFiles,
                Optional.of(gitDirectory),
                tools);
    }

    /** Without texts, which may hold what must not be said. */
    @Override
    public String toString() {
        return "Setup[%s, %s, %s]".formatted(model, questions, sandbox);
    }

    /** What becomes of an agent's own questions. */
    public enum Questions {
        /** Each is asked as {@link AgentEvent.Type#QUESTION}, where the runtime has {@link Capability#GATES}. */
        ASK,
        /** Whatever the agent would ask for is denied. */
        DENY,
        /** Whatever the agent would ask for is allowed. */
        ALLOW
    }

    /**
     * The conversation that an agent goes on with; never the latest, always this one.
     *
     * @param agentSessionId the agent's own id
     * @param session the runtime's session that it was held in
     */
    public record Origin(Mode mode, String agentSessionId, Session session) {

        /** Going on with a conversation, or with a copy of it. */
        public enum Mode {
            RESUME,
            FORK
        }
    }

    /**
     * What an isolated agent may reach.
     *
     * @param required whether it must be isolated although its work is trusted
     * @param hosts names, with {@code *.} for all below, that may be reached when the network is {@code HOSTS}
     * @param memoryBytes 0 for no limit, as for the two below
     */
    public record Sandbox(
            boolean required,
            Network network,
            List<String> hosts,
            Files files,
            long memoryBytes,
            int processes,
            long fileBytes) {

        /** No network, files of the workspace, no limits. */
        public static final Sandbox CLOSED = new Sandbox(false, Network.NONE, List.of(), Files.WORKSPACE, 0, 0, 0);

        public Sandbox {
            hosts = List.copyOf(hosts);
        }

        /** Which hosts. */
        public enum Network {
            NONE,
            HOSTS,
            ALL
        }

        /** Which files. */
        public enum Files {
            NONE,
            READ_ONLY,
            WORKSPACE
        }
    }

    /**
     * A file, or its absence.
     *
     * @param path below the workspace, with {@code /}
     * @param content empty if there must be no such file
     */
    public record AgentFile(String path, Optional<String> content, boolean executable) {}
}
