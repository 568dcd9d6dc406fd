package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentMcpServer.Health;
import ai.a5c.krate.kind.agents.AgentMcpServer.Lifecycle;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.ToolApproval;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.review.Expansion.Place;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tool profile, servers and skills of a stack, as far as they are asked for. */
final class Capabilities {

    private final Found found;
    private final String stack;
    private final String agent;
    private final Narrowing narrowing;
    private final Set<String> deniedTools = new TreeSet<>();

    Capabilities(Found found, AgentStack stack, Narrowing narrowing) {
        this.found = found;
        this.stack = stack.metadata().name();
        this.agent = stack.spec().baseAgent();
        this.narrowing = narrowing;
    }

    void toolProfile(String name, Path path) {
        Optional<AgentToolProfile> profile =
                found.get(AgentToolProfile.class, name, one -> one.spec().organizationRef());
        if (profile.isEmpty()) {
            found.flaw(
                    ReasonCode.TOOL_DENIED,
                    "AgentStack.spec.toolProfileRef",
                    "there is no tool profile '%s'; create the AgentToolProfile or name another".formatted(name),
                    path.to("tool profile " + name));
            return;
        }
        Set<String> usable = new TreeSet<>();
        for (Map.Entry<String, ToolApproval> tool :
                profile.get().spec().approvalPolicyByTool().entrySet()) {
            if (tool.getValue() == ToolApproval.DENY) {
                deniedTools.add(tool.getKey());
            } else if (Narrowing.admits(narrowing.tools(), tool.getKey())) {
                usable.add(tool.getKey());
            }
        }
        Path way = path.to("tool profile " + name, SubjectKind.TOOL, name).also(SubjectKind.TOOL, usable);
        found.part(OwnerKind.TOOL_PROFILE, name, way).needs(profile.get());
    }

    /** Notes those of {@code tools} that the profile denies. */
    void tools(Collection<String> tools, String field, Path path) {
        for (String tool : new TreeSet<>(tools)) {
            if (deniedTools.contains(tool)) {
                found.flaw(
                        ReasonCode.TOOL_DENIED,
                        field,
                        "tool '%s' is denied by the tool profile of stack '%s'; allow it there or do without it"
                                .formatted(tool, stack),
                        path.to("tool " + tool));
            }
        }
    }

    boolean isDenied(String tool) {
        return deniedTools.contains(tool);
    }

    /** Finds a server that is referred to in {@code field}, and adds it to {@code scope}. */
    void server(String name, String field, Path path, Scope scope) {
        Path way = path.to("MCP server " + name, SubjectKind.MCP_SERVER, name);
        boolean known = !scope.servers().add(name);
        Optional<AgentMcpServer> server =
                found.get(AgentMcpServer.class, name, one -> one.spec().organizationRef());
        if (server.isEmpty()) {
            found.flaw(
                    ReasonCode.MCP_UNHEALTHY,
                    field,
                    "there is no MCP server '%s'; create the AgentMcpServer or name another".formatted(name),
                    way);
            return;
        }
        Part part = found.part(OwnerKind.MCP_SERVER, name, way);
        if (!known) {
            part.needs(server.get());
            health(server.get(), part.ways().get(0));
            policy(server.get(), part.ways().get(0));
        }
    }

    private void health(AgentMcpServer server, Path path) {
        String name = server.metadata().name();
        Health health = server.status().health();
        if (server.spec().lifecycle() == Lifecycle.DISABLED) {
            found.flaw(
                    ReasonCode.MCP_UNHEALTHY,
                    "AgentMcpServer.spec.lifecycle",
                    "MCP server '%s' is disabled; enable it or remove it from the stack".formatted(name),
                    path);
        } else if (health == Health.FAILED || health == Health.DENIED || health == Health.DISABLED) {
            found.flaw(
                    ReasonCode.MCP_UNHEALTHY,
                    "AgentMcpServer.status.health",
                    "MCP server '%s' was last seen %s; repair it or remove it from the stack"
                            .formatted(name, health.name().toLowerCase(Locale.ROOT)),
                    path);
        } else if (health == Health.DEGRADED) {
            found.warning(
                    ReasonCode.MCP_UNHEALTHY,
                    "AgentMcpServer.status.health",
                    "MCP server '%s' was last seen degraded".formatted(name),
                    path);
        }
    }

    private void policy(AgentMcpServer server, Path path) {
        String name = server.metadata().name();
        if (server.spec().approvalPolicy() == ToolApproval.DENY) {
            found.flaw(
                    ReasonCode.TOOL_DENIED,
                    "AgentMcpServer.spec.approvalPolicy",
                    "every tool of MCP server '%s' is denied; allow them or remove the server from the stack"
                            .formatted(name),
                    path);
        }
        if (!Globs.of(server.spec().allowedAgentStacks(), List.of()).matches(stack)) {
            found.flaw(
                    ReasonCode.TOOL_DENIED,
                    "AgentMcpServer.spec.allowedAgentStacks",
                    "MCP server '%s' may not be given to stack '%s'; add the stack or remove the server"
                            .formatted(name, stack),
                    path);
        }
        if (!server.spec().allowedRepositories().isEmpty()) {
            found.place(new Place(
                    ReasonCode.TOOL_DENIED,
                    "AgentMcpServer.spec.allowedRepositories",
                    "MCP server '%s'".formatted(name),
                    Globs.of(server.spec().allowedRepositories(), List.of()),
                    Set.of(),
                    path.chain(),
                    path.group()));
        }
    }

    /** Finds a skill that is referred to in {@code field} with its servers, and adds them to {@code scope}. */
    void skill(String name, String field, Path path, Scope scope) {
        Path way = path.to("skill " + name, SubjectKind.SKILL, name);
        scope.skills().add(name);
        Optional<AgentSkill> skill =
                found.get(AgentSkill.class, name, one -> one.spec().organizationRef());
        if (skill.isEmpty()) {
            found.flaw(
                    ReasonCode.SKILL_INVALID,
                    field,
                    "there is no skill '%s'; create the AgentSkill or name another".formatted(name),
                    way);
            return;
        }
        Part part = found.part(OwnerKind.SKILL, name, way);
        Path taken = part.ways().get(0);
        part.needs(skill.get());
        check(skill.get(), taken);
        tools(skill.get().spec().requiredTools(), "AgentSkill.spec.requiredTools", taken);
        for (String server : new TreeSet<>(skill.get().spec().requiredMcpServers())) {
            if (Narrowing.admits(narrowing.mcpServers(), server)) {
                server(server, "AgentSkill.spec.requiredMcpServers[%s]".formatted(server), taken, scope);
            }
        }
    }

    private void check(AgentSkill skill, Path path) {
        String name = skill.metadata().name();
        if (!skill.spec().compatibleAgents().isEmpty()
                && !skill.spec().compatibleAgents().contains(agent)) {
            found.flaw(
                    ReasonCode.SKILL_INVALID,
                    "AgentSkill.spec.compatibleAgents",
                    "skill '%s' is not for agent '%s'; add the agent or remove the skill from the stack"
                            .formatted(name, agent),
                    path);
        }
        boolean unready = skill.status().conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals("Ready") && condition.status().equals("False"));
        if (unready) {
            found.flaw(
                    ReasonCode.SKILL_INVALID,
                    "AgentSkill.status.conditions[Ready]",
                    "skill '%s' is not ready; repair it or remove it from the stack".formatted(name),
                    path);
        }
    }
}
