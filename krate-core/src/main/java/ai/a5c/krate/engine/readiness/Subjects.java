package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.Subject;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.kind.identity.Team;
import ai.a5c.krate.kind.identity.User;
import ai.a5c.krate.resource.Resource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether those whom grants and bindings are for are there. */
final class Subjects {

    private static final Map<SubjectKind, Class<? extends Resource>> KINDS = Map.of(
            SubjectKind.USER, User.class,
            SubjectKind.TEAM, Team.class,
            SubjectKind.AGENT_STACK, AgentStack.class,
            SubjectKind.SUBAGENT, AgentSubagent.class,
            SubjectKind.SKILL, AgentSkill.class,
            SubjectKind.MCP_SERVER, AgentMcpServer.class,
            SubjectKind.RUNNER_POOL, RunnerPool.class,
            SubjectKind.SERVICE_ACCOUNT, AgentServiceAccount.class,
            SubjectKind.REPOSITORY, Repository.class);

    private Subjects() {}

    /** Says whether {@code subject} is there under the condition {@code type}. */
    static void observe(Aspects aspects, String type, Subject subject, String organization, Inventory inventory) {
        String word = word(subject.kind());
        if (!subject.stackRef().isEmpty() && !inventory.has(AgentStack.class, subject.stackRef())) {
            aspects.no(
                    type,
                    "SubjectMissing",
                    "there is no stack '%s', the only one that it holds for".formatted(subject.stackRef()));
            return;
        }
        isThere(subject, organization, inventory)
                .ifPresentOrElse(
                        there -> {
                            if (there) {
                                aspects.yes(type, "SubjectFound", "");
                            } else {
                                aspects.no(
                                        type,
                                        "SubjectMissing",
                                        "there is no %s '%s'; create it or name another"
                                                .formatted(word, subject.name()));
                            }
                        },
                        () -> aspects.unknown(
                                type,
                                "NotKeptByKrate",
                                "whether there is a %s '%s' is known elsewhere".formatted(word, subject.name())));
    }

    private static Optional<Boolean> isThere(Subject subject, String organization, Inventory inventory) {
        Class<? extends Resource> kind = KINDS.get(subject.kind());
        if (kind != null) {
            return Optional.of(inventory.has(kind, subject.name()));
        }
        return switch (subject.kind()) {
            case ORGANIZATION -> Optional.of(subject.name().equals(organization));
            case MODEL_PROVIDER ->
                Optional.of(inventory.all(AgentStack.class).stream()
                        .anyMatch(stack -> stack.spec().provider().equals(subject.name())));
            case TOOL -> inventory.has(AgentToolProfile.class, subject.name()) ? Optional.of(true) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String word(SubjectKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
