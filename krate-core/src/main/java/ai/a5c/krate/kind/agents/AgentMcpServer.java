package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server of the Model Context Protocol that agents may be given, and what it needs. */
@KindInfo(
        plural = "agentmcpservers",
        shortNames = {"mcp"},
        storage = Storage.CONFIG,
        doc = "A server of the Model Context Protocol that agents may be given, and what it needs.",
        columns = {"Transport=.spec.transport", "Scope=.spec.scope", "Health=.status.health"},
        wide = {"Command=.spec.command", "URL=.spec.url", "Probed=.status.lastProbe"})
public record AgentMcpServer(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentMcpServer withMetadata(Metadata next) {
        return new AgentMcpServer(next, spec, status);
    }

    /** How it is reached, and by whom. Reviewed; no agent is given it yet. */
    @Rule(check = Check.REQUIRED_WHEN, fields = "command", when = "transport", is = "stdio")
    @Rule(
            check = Check.FORBIDDEN_WHEN,
            fields = {"command", "args", "env"},
            when = "transport",
            is = {"sse", "streamable-http"})
    @Rule(
            check = Check.REQUIRED_WHEN,
            fields = "url",
            when = "transport",
            is = {"sse", "streamable-http"})
    @Rule(
            check = Check.FORBIDDEN_WHEN,
            fields = {"url", "headers"},
            when = "transport",
            is = "stdio")
    @Rule(check = Check.REQUIRED_WHEN, fields = "allowedAgentStacks", when = "scope", is = "agent-stack")
    @Rule(check = Check.REQUIRED_WHEN, fields = "allowedRepositories", when = "scope", is = "repository")
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "How messages travel.", required = true)
            Transport transport,

            @Field(
                    value = "Who may be given it: every stack, stacks at work on some repositories, or some stacks.",
                    required = true)
            Scope scope,

            @Field("The name for people.") String displayName,

            @Field("The program that is started for transport stdio.")
            String command,

            @Field("The program's arguments.") List<String> args,

            @Field(value = "Where the server is for transports sse and streamable-http.", form = Form.URL)
            String url,

            @Field(value = "The program's environment.", listKey = "name")
            List<Handover> env,

            @Field(value = "Headers of each request.", listKey = "name")
            List<Handover> headers,

            @Field(value = "Keys of further secrets that it needs.", listKey = "name")
            List<NeededKeys> secretRefs,

            @Field(value = "Keys of further ConfigMaps that it needs.", listKey = "name")
            List<NeededKeys> configMapRefs,

            @Field(value = "Stacks that may be given it; empty for all that the scope allows.", form = Form.GLOB)
            List<String> allowedAgentStacks,

            @Field(value = "Repositories, as owner/name, that it may be used for; empty for all.", form = Form.GLOB)
            List<String> allowedRepositories,

            @Field(value = "What becomes of a call of one of its tools.", def = "ask")
            ToolApproval approvalPolicy,

            @Field(
                    value = "Whether each attempt has one of its own, all share one, or nobody is given it.",
                    def = "per-attempt")
            Lifecycle lifecycle) {

        public Spec {
            args = List.copyOf(args);
            env = List.copyOf(env);
            headers = List.copyOf(headers);
            secretRefs = List.copyOf(secretRefs);
            configMapRefs = List.copyOf(configMapRefs);
            allowedAgentStacks = List.copyOf(allowedAgentStacks);
            allowedRepositories = List.copyOf(allowedRepositories);
        }
    }

    /** What was last heard of the server. */
    public record Status(
            @Field("The spec generation that the status speaks of.")
            long observedGeneration,

            @Field("What was observed, one entry a type.") List<Condition> conditions,

            @Field(value = "How the server is.", def = "unknown", indexed = true)
            Health health,

            @Field("The tools that it offers.") List<String> discoveredTools,

            @Field("When it was last asked; never when absent.") @Nullable Instant lastProbe) {

        public Status {
            conditions = List.copyOf(conditions);
            discoveredTools = List.copyOf(discoveredTools);
        }
    }

    /** How messages travel. */
    public enum Transport {
        STDIO,
        SSE,
        STREAMABLE_HTTP
    }

    /** Who may be given a server. */
    public enum Scope {
        ORGANIZATION,
        REPOSITORY,
        AGENT_STACK
    }

    /** How long a server lives. */
    public enum Lifecycle {
        PER_ATTEMPT,
        SHARED,
        DISABLED
    }

    /** How a server is. */
    public enum Health {
        UNKNOWN,
        READY,
        DEGRADED,
        DENIED,
        FAILED,
        DISABLED
    }
}
