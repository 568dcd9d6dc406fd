package ai.a5c.krate.kind.agents;

import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.util.List;

/** Knowledge of how to do one thing, with the tools, servers and keys that it takes. */
@KindInfo(
        plural = "agentskills",
        shortNames = {"skill"},
        storage = Storage.CONFIG,
        doc = "Knowledge of how to do one thing, with the tools, servers and keys that it takes.",
        columns = {"Format=.spec.format", "Version=.spec.version", "Description=.spec.description"})
public record AgentSkill(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentSkill withMetadata(Metadata next) {
        return new AgentSkill(next, spec, status);
    }

    /** Where the skill is, and what it takes. Agents are told its text; files and packages are not given yet. */
    @Rule(
            check = Check.REQUIRED_WHEN,
            fields = "sourceRef",
            when = "format",
            is = {"file", "directory", "package"})
    @Rule(
            check = Check.FORBIDDEN_WHEN,
            fields = "inline",
            when = "format",
            is = {"file", "directory", "package"})
    @Rule(check = Check.REQUIRED_WHEN, fields = "inline", when = "format", is = "inline")
    @Rule(check = Check.FORBIDDEN_WHEN, fields = "sourceRef", when = "format", is = "inline")
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "Whether the skill is one file, a directory, a package, or written here.", required = true)
            Format format,

            @Field("Where the file, directory or package is.")
            SourceRef sourceRef,

            @Field("The skill itself, in Markdown.") String inline,

            @Field("What the skill is for, as agents read it when they choose.")
            String description,

            @Field("The version, for people.") String version,

            @Field("What every agent with the skill is told.")
            String promptFragment,

            @Field("Tools that it uses, by name.") List<String> requiredTools,

            @Field(value = "Servers that it uses.", ref = "AgentMcpServer")
            List<String> requiredMcpServers,

            @Field(value = "Keys of secrets that it needs.", listKey = "name")
            List<NeededKeys> requiredSecretRefs,

            @Field(value = "Keys of ConfigMaps that it needs.", listKey = "name")
            List<NeededKeys> requiredConfigRefs,

            @Field("Agents that understand it, as AgentStack.spec.baseAgent names them; empty for all.")
            List<String> compatibleAgents,

            @Field("Tasks that it helps with; empty for all.")
            List<TaskKind> taskKinds,

            @Field("What the outcome must look like.") OutputContract outputContract) {

        public Spec {
            requiredTools = List.copyOf(requiredTools);
            requiredMcpServers = List.copyOf(requiredMcpServers);
            requiredSecretRefs = List.copyOf(requiredSecretRefs);
            requiredConfigRefs = List.copyOf(requiredConfigRefs);
            compatibleAgents = List.copyOf(compatibleAgents);
            taskKinds = List.copyOf(taskKinds);
        }
    }

    /** Where a skill is: in a repository at a commit, or a package. */
    @Rule(
            check = Check.EXACTLY_ONE,
            fields = {"path", "packageName"})
    @Rule(check = Check.REQUIRED_WHEN, fields = "repositoryRef", when = "path")
    public record SourceRef(
            @Field(value = "The repository that it is in.", ref = "Repository")
            String repositoryRef,

            @Field("The branch, tag or commit; the default branch when absent.")
            String revision,

            @Field(value = "Where in the repository.", form = Form.PATH)
            String path,

            @Field("The package, with its version.") String packageName,

            @Field(value = "What the content must add up to.", form = Form.DIGEST)
            String digest) {}

    /** What a skill consists of. */
    public enum Format {
        FILE,
        DIRECTORY,
        PACKAGE,
        INLINE
    }
}
