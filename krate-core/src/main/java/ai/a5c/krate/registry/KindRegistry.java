package ai.a5c.krate.registry;

import ai.a5c.krate.kind.agents.AgentContextLabel;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.agents.WebhookSubscription;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.core.OrgSharingPolicy;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentReviewArtifact;
import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AuditEvent;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.Job;
import ai.a5c.krate.kind.execution.Pipeline;
import ai.a5c.krate.kind.execution.PullRequest;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WorkItemSessionLink;
import ai.a5c.krate.kind.execution.WorkItemWorkspaceLink;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.kind.identity.RepositoryPermission;
import ai.a5c.krate.kind.identity.Role;
import ai.a5c.krate.kind.identity.Team;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.kind.memory.AgentMemoryAssociation;
import ai.a5c.krate.kind.memory.AgentMemoryOntology;
import ai.a5c.krate.kind.memory.AgentMemoryQuery;
import ai.a5c.krate.kind.memory.AgentMemoryRepository;
import ai.a5c.krate.kind.memory.AgentMemorySnapshot;
import ai.a5c.krate.kind.memory.AgentMemorySource;
import ai.a5c.krate.kind.memory.AgentMemoryUpdate;
import ai.a5c.krate.kind.memory.AgentRunJournalEvent;
import ai.a5c.krate.kind.memory.AgentRunMemoryImport;
import ai.a5c.krate.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every kind there is; a new kind is one record file and one line here. */
public final class KindRegistry {

    private static final List<Class<? extends Resource>> INSTALLATION =
            List.of(Organization.class, OrgNamespaceBinding.class, OrgSharingPolicy.class);

    private static final List<Class<? extends Resource>> IDENTITY = List.of(
            User.class,
            Team.class,
            IdentityMapping.class,
            Role.class,
            AgentServiceAccount.class,
            AgentRoleBinding.class,
            AgentSecretGrant.class,
            AgentConfigGrant.class);

    private static final List<Class<? extends Resource>> FORGE =
            List.of(Repository.class, RepositoryPermission.class, WebhookSubscription.class);

    private static final List<Class<? extends Resource>> AGENTS = List.of(
            RunnerPool.class,
            AgentToolProfile.class,
            AgentMcpServer.class,
            AgentSkill.class,
            AgentContextLabel.class,
            AgentWorkspacePolicy.class,
            AgentSubagent.class,
            AgentStack.class,
            AgentTriggerRule.class);

    private static final List<Class<? extends Resource>> MEMORY = List.of(
            AgentMemoryRepository.class,
            AgentMemorySource.class,
            AgentMemoryOntology.class,
            AgentMemoryAssociation.class);

    private static final List<Class<? extends Resource>> EXECUTION = List.of(
            WebhookDelivery.class,
            AgentTriggerExecution.class,
            AgentDispatchRun.class,
            AgentDispatchAttempt.class,
            AgentContextBundle.class,
            AgentArtifact.class,
            AgentApproval.class,
            AgentWriteBack.class,
            AgentNotice.class,
            AgentSession.class,
            AgentWorkspace.class,
            AgentReviewArtifact.class,
            AgentCapabilityRequirement.class,
            WorkItemSessionLink.class,
            WorkItemWorkspaceLink.class,
            Issue.class,
            PullRequest.class,
            Pipeline.class,
            Job.class,
            AuditEvent.class);

    private static final List<Class<? extends Resource>> MEMORY_OF_RUNS = List.of(
            AgentMemorySnapshot.class,
            AgentMemoryQuery.class,
            AgentMemoryUpdate.class,
            AgentRunMemoryImport.class,
            AgentRunJournalEvent.class);

    private static final List<Kind> KINDS = Stream.of(
                    INSTALLATION, IDENTITY, FORGE, AGENTS, MEMORY, EXECUTION, MEMORY_OF_RUNS)
            .flatMap(List::stream)
            .map(Kind::new)
            .toList();

    private static final Map<String, Kind> BY_NAME =
            KINDS.stream().collect(Collectors.toUnmodifiableMap(Kind::name, Function.identity()));

    private KindRegistry() {}

    /** All kinds, those that others refer to first. */
    public static List<Kind> all() {
        return KINDS;
    }

    /** The kind of that exact name. */
    public static Optional<Kind> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /**
     * The kind that a person means by its name, plural, singular or short name, in any case and with or without its
     * group; a short name's plural too, unless another kind is called so.
     */
    public static Optional<Kind> meant(String word) {
        return KINDS.stream().filter(kind -> isCalled(kind, word)).findFirst();
    }

    private static boolean isCalled(Kind kind, String word) {
        String group = kind.apiVersion().split("/", 2)[0];
        return word.equalsIgnoreCase(kind.name())
                || word.equalsIgnoreCase(kind.info().plural())
                || word.equalsIgnoreCase(kind.info().plural() + "." + group)
                || word.equalsIgnoreCase(kind.name() + "." + group)
                || kind.shortNames().stream().anyMatch(word::equalsIgnoreCase);
    }

    /** The kind of a record. */
    public static Kind of(Class<? extends Resource> type) {
        return named(type.getSimpleName())
                .orElseThrow(() -> new IllegalArgumentException(type.getName() + " is no registered kind"));
    }
}
