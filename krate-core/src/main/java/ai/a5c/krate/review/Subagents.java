package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import ai.a5c.krate.kind.identity.SubjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The subagents of a stack, each with no more than the agent above it has. */
final class Subagents {

    private final Found found;
    private final Capabilities capabilities;
    private final Narrowing narrowing;

    Subagents(Found found, Capabilities capabilities, Narrowing narrowing) {
        this.found = found;
        this.capabilities = capabilities;
        this.narrowing = narrowing;
    }

    /** Finds a subagent that is referred to in {@code field} of an agent that has {@code scope}. */
    void subagent(String name, String field, Path path, Scope scope) {
        follow(name, field, path, scope, List.of());
    }

    private void follow(String name, String field, Path path, Scope scope, List<String> above) {
        Path way = path.to("subagent " + name, SubjectKind.SUBAGENT, name);
        Optional<AgentSubagent> subagent =
                found.get(AgentSubagent.class, name, one -> one.spec().organizationRef());
        if (above.contains(name)) {
            found.flaw(
                    ReasonCode.SUBAGENT_CYCLE,
                    field,
                    "subagent '%s' hands work to itself; remove the reference".formatted(name),
                    way);
        } else if (subagent.isEmpty()) {
            found.flaw(
                    ReasonCode.CAPABILITY_UNSUPPORTED,
                    field,
                    "there is no subagent '%s'; create the AgentSubagent or name another".formatted(name),
                    way);
        } else {
            Path taken = subagent.get().spec().optional() ? way.optional("subagent/" + name) : way;
            List<String> line = new ArrayList<>(above);
            line.add(name);
            found(subagent.get(), taken, scope, line);
        }
    }

    private void found(AgentSubagent subagent, Path path, Scope scope, List<String> line) {
        String name = subagent.metadata().name();
        AgentSubagent.Spec spec = subagent.spec();
        Optional<String> account = account(subagent, path);
        Path way = found.part(new Part(new Owner(OwnerKind.SUBAGENT, name), name, account), path)
                .ways()
                .get(0);
        for (String tool : new TreeSet<>(spec.toolRefs())) {
            if (capabilities.isDenied(tool)) {
                exceeds(name, "toolRefs", "tool", tool, way);
            }
        }
        Scope own = Scope.empty();
        for (String skill : new TreeSet<>(spec.skillRefs())) {
            if (!scope.skills().contains(skill) && Narrowing.admits(narrowing.skills(), skill)) {
                exceeds(name, "skillRefs", "skill", skill, way);
            } else if (scope.skills().contains(skill)) {
                own.skills().add(skill);
                used(OwnerKind.SKILL, skill, name, account, way);
            }
        }
        for (String server : servers(spec, own)) {
            if (!scope.servers().contains(server) && Narrowing.admits(narrowing.mcpServers(), server)) {
                exceeds(name, "mcpServerRefs", "MCP server", server, way);
            } else if (scope.servers().contains(server)) {
                own.servers().add(server);
                used(OwnerKind.MCP_SERVER, server, name, account, way);
            }
        }
        for (String child : new TreeSet<>(spec.subagentRefs())) {
            follow(child, "AgentSubagent.spec.subagentRefs[%s]".formatted(child), way, own, line);
        }
    }

    /** Its own servers and those of the skills that it has. */
    private Set<String> servers(AgentSubagent.Spec spec, Scope own) {
        Set<String> servers = new TreeSet<>(spec.mcpServerRefs());
        own.skills().stream()
                .flatMap(skill -> found.policy().get(AgentSkill.class, skill).stream())
                .forEach(skill -> servers.addAll(skill.spec().requiredMcpServers()));
        return servers;
    }

    private Optional<String> account(AgentSubagent subagent, Path path) {
        String override = subagent.spec().runtimeIdentityOverride();
        if (override.isEmpty()) {
            return found.runtimeAccount();
        }
        Optional<Account> account = found.account(override);
        account.ifPresentOrElse(
                one -> found.identity(one, path),
                () -> found.flaw(
                        ReasonCode.MISSING_RUNTIME_IDENTITY,
                        "AgentSubagent.spec.runtimeIdentityOverride",
                        "subagent '%s' acts under service account '%s', which does not exist; create the AgentServiceAccount or name another"
                                .formatted(subagent.metadata().name(), override),
                        path.to("service account " + override)));
        return account.map(Account::name);
    }

    private void exceeds(String subagent, String field, String what, String name, Path path) {
        found.flaw(
                ReasonCode.SUBAGENT_EXCEEDS_PARENT,
                "AgentSubagent.spec.%s[%s]".formatted(field, name),
                "subagent '%s' asks for %s '%s', which the agent above it does not have; add it there or remove it here"
                        .formatted(subagent, what, name),
                path.to("%s %s".formatted(what, name)));
    }

    private void used(OwnerKind kind, String name, String subagent, Optional<String> account, Path path) {
        Part part = new Part(new Owner(kind, name), subagent, account);
        if (kind == OwnerKind.SKILL) {
            Part skill = found.part(part, path.to("skill " + name, SubjectKind.SKILL, name));
            found.policy().get(AgentSkill.class, name).ifPresent(skill::needs);
        } else {
            Part server = found.part(part, path.to("MCP server " + name, SubjectKind.MCP_SERVER, name));
            found.policy().get(AgentMcpServer.class, name).ifPresent(server::needs);
        }
    }
}
