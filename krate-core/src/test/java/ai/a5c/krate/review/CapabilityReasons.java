package ai.a5c.krate.review;

import ai.a5c.krate.kind.agents.AgentContextLabel;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.review.ReasonsTest.Example;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reasons about what a stack is made of, word by word. */
final class CapabilityReasons {

    static final String SERVER = "{ transport: stdio, scope: organization, command: mcp }";
    static final String SKILL = "{ format: inline, inline: How to deploy. }";
    static final String SUBAGENT = "{ rolePrompt: You review., taskKinds: [review] }";
    static final String PROFILE = "{ filesystemPolicy: repo-write, approvalPolicyByTool: { shell: deny, edit: ask } }";
    static final String LABEL = "{ promptFragment: Be kind., allowedSources: [issue-comment] }";
    static final String WORKSPACE =
            "{ mode: isolated-worktree, retentionPolicy: { maxAge: 1d }, trustTiers: [trusted] }";

    private static final List<String> GITHUB = List.of("stack fix", "MCP server github");
    private static final List<String> DEPLOY = List.of("stack fix", "skill deploy");
    private static final List<String> REVIEWER = List.of("stack fix", "subagent reviewer");
    private static final List<String> KIND = List.of("stack fix", "context label kind");

    private CapabilityReasons() {}

    static Stream<Example> examples() {
        return Stream.of(servers(), tools(), skills(), subagents(), others()).flatMap(examples -> examples);
    }

    /** The stack with more in its spec. */
    static Given stack(Given given, String more) {
        return given.stack(Given.STACK.replace("{ baseAgent", "{ " + more + ", baseAgent"));
    }

    private static void server(Given given, String spec) {
        stack(given, "mcpServerRefs: [github]").with(AgentMcpServer.class, "github", spec);
    }

    private static void health(Given given, AgentMcpServer.Health health) {
        server(given, SERVER);
        AgentMcpServer server = (AgentMcpServer) given.others.get(0);
        given.others.set(
                0,
                new AgentMcpServer(
                        server.metadata(),
                        server.spec(),
                        new AgentMcpServer.Status(1, List.of(), health, List.of(), null)));
    }

    private static Stream<Example> servers() {
        return Stream.of(
                new Example(
                        ReasonCode.MCP_UNHEALTHY,
                        given -> stack(given, "mcpServerRefs: [github]"),
                        "AgentStack.spec.mcpServerRefs[github]",
                        "there is no MCP server 'github'; create the AgentMcpServer or name another",
                        GITHUB),
                new Example(
                        ReasonCode.MCP_UNHEALTHY,
                        given -> server(given, SERVER.replace("{", "{ lifecycle: disabled,")),
                        "AgentMcpServer.spec.lifecycle",
                        "MCP server 'github' is disabled; enable it or remove it from the stack",
                        GITHUB),
                new Example(
                        ReasonCode.MCP_UNHEALTHY,
                        given -> health(given, AgentMcpServer.Health.FAILED),
                        "AgentMcpServer.status.health",
                        "MCP server 'github' was last seen failed; repair it or remove it from the stack",
                        GITHUB),
                new Example(
                        ReasonCode.MCP_UNHEALTHY,
                        given ->
                                given.narrowing = new Narrowing(Set.of(), Set.of(), Set.of("jira"), Set.of(), Set.of()),
                        "ReviewRequest.narrowing",
                        "'jira' is asked for and stack 'fix' does not have it; ask for less, or add it to the stack",
                        List.of("stack fix", "jira")),
                new Example(
                        ReasonCode.TOOL_DENIED,
                        given -> server(given, SERVER.replace("{", "{ approvalPolicy: deny,")),
                        "AgentMcpServer.spec.approvalPolicy",
                        "every tool of MCP server 'github' is denied; allow them or remove the server from the stack",
                        GITHUB),
                new Example(
                        ReasonCode.TOOL_DENIED,
                        given -> server(given, SERVER.replace("{", "{ allowedAgentStacks: ['docs-*'],")),
                        "AgentMcpServer.spec.allowedAgentStacks",
                        "MCP server 'github' may not be given to stack 'fix'; add the stack or remove the server",
                        GITHUB),
                new Example(
                        ReasonCode.TOOL_DENIED,
                        given -> server(given, SERVER.replace("{", "{ allowedRepositories: [acme/lib],")),
                        "AgentMcpServer.spec.allowedRepositories",
                        "MCP server 'github' may not be used for repository 'acme/app'; add the repository or do without it",
                        GITHUB));
    }

    private static Stream<Example> tools() {
        return Stream.of(
                new Example(
                        ReasonCode.TOOL_DENIED,
                        given -> stack(given, "toolProfileRef: careful"),
                        "AgentStack.spec.toolProfileRef",
                        "there is no tool profile 'careful'; create the AgentToolProfile or name another",
                        List.of("stack fix", "tool profile careful")),
                new Example(
                        ReasonCode.TOOL_DENIED,
                        given -> stack(given, "toolProfileRef: careful, skillRefs: [deploy]")
                                .with(AgentToolProfile.class, "careful", PROFILE)
                                .with(
                                        AgentSkill.class,
                                        "deploy",
                                        SKILL.replace("{", "{ requiredTools: [edit, shell],")),
                        "AgentSkill.spec.requiredTools",
                        "tool 'shell' is denied by the tool profile of stack 'fix'; allow it there or do without it",
                        List.of("stack fix", "skill deploy", "tool shell")));
    }

    private static Stream<Example> skills() {
        return Stream.of(
                new Example(
                        ReasonCode.SKILL_INVALID,
                        given -> stack(given, "skillRefs: [deploy]"),
                        "AgentStack.spec.skillRefs[deploy]",
                        "there is no skill 'deploy'; create the AgentSkill or name another",
                        DEPLOY),
                new Example(
                        ReasonCode.SKILL_INVALID,
                        given -> stack(given, "skillRefs: [deploy]")
                                .with(AgentSkill.class, "deploy", SKILL.replace("{", "{ compatibleAgents: [codex],")),
                        "AgentSkill.spec.compatibleAgents",
                        "skill 'deploy' is not for agent 'claude-code'; add the agent or remove the skill from the stack",
                        DEPLOY),
                new Example(
                        ReasonCode.SKILL_INVALID,
                        CapabilityReasons::unready,
                        "AgentSkill.status.conditions[Ready]",
                        "skill 'deploy' is not ready; repair it or remove it from the stack",
                        DEPLOY));
    }

    private static void unready(Given given) {
        stack(given, "skillRefs: [deploy]").with(AgentSkill.class, "deploy", SKILL);
        AgentSkill skill = (AgentSkill) given.others.get(0);
        Condition condition = new Condition("Ready", "False", "Broken", "", 1, Given.NOW);
        given.others.set(0, new AgentSkill(skill.metadata(), skill.spec(), new ReadyStatus(1, List.of(condition))));
    }

    private static Given subagent(Given given, String more) {
        return stack(given, "subagentRefs: [reviewer]")
                .with(AgentSubagent.class, "reviewer", SUBAGENT.replace("{", "{ " + more));
    }

    private static Stream<Example> subagents() {
        return Stream.of(
                new Example(
                        ReasonCode.CAPABILITY_UNSUPPORTED,
                        given -> stack(given, "subagentRefs: [reviewer]"),
                        "AgentStack.spec.subagentRefs[reviewer]",
                        "there is no subagent 'reviewer'; create the AgentSubagent or name another",
                        REVIEWER),
                new Example(
                        ReasonCode.SUBAGENT_CYCLE,
                        given -> subagent(given, "subagentRefs: [reader],")
                                .with(
                                        AgentSubagent.class,
                                        "reader",
                                        SUBAGENT.replace("{", "{ subagentRefs: [reviewer],")),
                        "AgentSubagent.spec.subagentRefs[reviewer]",
                        "subagent 'reviewer' hands work to itself; remove the reference",
                        List.of("stack fix", "subagent reviewer", "subagent reader", "subagent reviewer")),
                new Example(
                        ReasonCode.SUBAGENT_EXCEEDS_PARENT,
                        given -> subagent(given, "mcpServerRefs: [github],")
                                .with(AgentMcpServer.class, "github", SERVER),
                        "AgentSubagent.spec.mcpServerRefs[github]",
                        "subagent 'reviewer' asks for MCP server 'github', which the agent above it does not have; add it there or remove it here",
                        List.of("stack fix", "subagent reviewer", "MCP server github")),
                new Example(
                        ReasonCode.SUBAGENT_EXCEEDS_PARENT,
                        given -> subagent(given, "skillRefs: [deploy],").with(AgentSkill.class, "deploy", SKILL),
                        "AgentSubagent.spec.skillRefs[deploy]",
                        "subagent 'reviewer' asks for skill 'deploy', which the agent above it does not have; add it there or remove it here",
                        List.of("stack fix", "subagent reviewer", "skill deploy")),
                new Example(
                        ReasonCode.MISSING_RUNTIME_IDENTITY,
                        given -> subagent(given, "runtimeIdentityOverride: reader,"),
                        "AgentSubagent.spec.runtimeIdentityOverride",
                        "subagent 'reviewer' acts under service account 'reader', which does not exist; create the AgentServiceAccount or name another",
                        List.of("stack fix", "subagent reviewer", "service account reader")),
                new Example(
                        ReasonCode.IDENTITY_NOT_ALLOWED_FOR_REPOSITORY,
                        given -> subagent(given, "runtimeIdentityOverride: reader,")
                                .with(AgentServiceAccount.class, "reader", Given.ACCOUNT.replace("acme/*", "acme/lib")),
                        "AgentServiceAccount.spec.allowedRepositories",
                        "service account 'reader' may not be used for repository 'acme/app'; add the repository or use another account",
                        List.of("stack fix", "subagent reviewer", "service account reader")));
    }

    private static Given label(Given given, String more) {
        return stack(given, "contextLabelRefs: [kind]")
                .with(AgentContextLabel.class, "kind", LABEL.replace("{", "{ " + more));
    }

    private static Stream<Example> others() {
        return Stream.of(
                new Example(
                        ReasonCode.CONTEXT_LABEL_NOT_ALLOWED,
                        given -> stack(given, "contextLabelRefs: [kind]"),
                        "AgentStack.spec.contextLabelRefs[kind]",
                        "there is no context label 'kind'; create the AgentContextLabel or name another",
                        KIND),
                new Example(
                        ReasonCode.CONTEXT_LABEL_NOT_ALLOWED,
                        given -> label(given, "allowedStacks: [docs],"),
                        "AgentContextLabel.spec.allowedStacks",
                        "context label 'kind' may not be used with stack 'fix'; add the stack or remove the label",
                        KIND),
                new Example(
                        ReasonCode.CONTEXT_LABEL_NOT_ALLOWED,
                        given -> label(given, "allowedRepositories: [acme/lib],"),
                        "AgentContextLabel.spec.allowedRepositories",
                        "context label 'kind' may not be used for repository 'acme/app'; add the repository or do without it",
                        KIND),
                new Example(
                        ReasonCode.CONTEXT_LABEL_NOT_ALLOWED,
                        given -> stack(given, "contextLabelRefs: [kind]")
                                .with(AgentContextLabel.class, "kind", LABEL.replace("issue-comment", "ci")),
                        "AgentContextLabel.spec.allowedSources",
                        "context label 'kind' may not be used with events of source issue-comment; add the source or do without it",
                        KIND),
                new Example(
                        ReasonCode.WRITE_BACK_TARGET_NOT_ALLOWED,
                        given -> given.narrowing =
                                new Narrowing(Set.of(), Set.of(), Set.of(), Set.of(), Set.of("branch-push")),
                        "AgentStack.spec.writeBackPolicy.allowedTargets",
                        "'branch-push' is asked for and stack 'fix' does not allow it; ask for less, or add it to the stack",
                        List.of("stack fix", "write-back branch-push")),
                new Example(
                        ReasonCode.CAPABILITY_UNSUPPORTED,
                        given -> stack(given, "workspacePolicyRef: own"),
                        "AgentStack.spec.workspacePolicyRef",
                        "there is no workspace policy 'own'; create the AgentWorkspacePolicy or name another",
                        List.of("stack fix", "workspace policy own")),
                new Example(
                        ReasonCode.UNTRUSTED_SOURCE,
                        given -> {
                            stack(given, "workspacePolicyRef: own").with(AgentWorkspacePolicy.class, "own", WORKSPACE);
                            given.onlyGrant(DecisionMatrixTest.with("allowUntrusted: true"));
                            given.trust = Trust.MEMBER;
                        },
                        "AgentWorkspacePolicy.spec.trustTiers",
                        "the work is member and workspace policy 'own' is for trusted work only; choose another policy",
                        List.of("stack fix", "workspace policy own")),
                new Example(
                        ReasonCode.CAPABILITY_UNSUPPORTED,
                        given -> given.requirement("stack", "fix", "requiredCapabilities: [resume]"),
                        "AgentCapabilityRequirement.spec.requiredCapabilities[resume]",
                        "'resume' is required and the runtime of runner pool 'local' can do cancel; choose another pool or do without it",
                        List.of("stack fix", "capability resume")),
                new Example(
                        ReasonCode.CAPABILITY_UNSUPPORTED,
                        given -> {
                            given.capabilities = Optional.empty();
                            given.requirement("model-provider", "anthropic", "requiredCapabilities: [cancel]");
                        },
                        "AgentCapabilityRequirement.spec.requiredCapabilities[cancel]",
                        "'cancel' is required and the runtime of runner pool 'local' is not here; choose another pool or do without it",
                        List.of("stack fix", "model provider anthropic", "capability cancel")));
    }
}
