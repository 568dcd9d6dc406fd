package ai.a5c.krate.rbac;

import ai.a5c.krate.kind.identity.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The roles that Krate has ready; nothing applies them by itself, and who binds one needs its rules or {@code bind}. */
public final class RoleTemplates {

    private static final String CONFIG = Escalation.GROUP;
    private static final String RUNS = "runs.krate.a5c.ai";
    private static final List<String> READ = List.of("get", "list", "watch");

    private static final PolicyRule READ_CONFIG = rule(
            CONFIG,
            READ,
            "repositories",
            "agentstacks",
            "agentsubagents",
            "agentskills",
            "agenttoolprofiles",
            "agentmcpservers",
            "agentcontextlabels",
            "agenttriggerrules",
            "agentworkspacepolicies");

    private static final PolicyRule READ_RUNS = rule(
            RUNS,
            READ,
            "agentdispatchruns",
            "agentdispatchattempts",
            "agentcontextbundles",
            "agentartifacts",
            "agentreviewartifacts",
            "issues",
            "pullrequests",
            "pipelines",
            "jobs");

    private static final List<RoleTemplate> ALL = List.of(
            new RoleTemplate(
                    "krate-agent-readonly",
                    "Reads stacks, runs and what the forge and CI say; changes nothing and sees no grant.",
                    List.of(READ_CONFIG, READ_RUNS)),
            new RoleTemplate(
                    "krate-agent-repository-repair",
                    "Reads, leaves artifacts and asks for write-backs; what is written is still for people to allow.",
                    List.of(
                            READ_CONFIG,
                            READ_RUNS,
                            rule(RUNS, List.of("create"), "agentartifacts", "agentreviewartifacts", "agentwritebacks"),
                            rule(RUNS, READ, "agentwritebacks", "agentworkspaces"))),
            new RoleTemplate(
                    "krate-agent-ci-diagnoser",
                    "Reads builds with their logs and leaves a diagnosis; asks for no write-back.",
                    List.of(
                            rule(CONFIG, READ, "repositories"),
                            READ_RUNS,
                            rule(RUNS, List.of("get"), "jobs/log", "pipelines/log"),
                            rule(RUNS, List.of("create"), "agentartifacts", "agentreviewartifacts"))),
            new RoleTemplate(
                    "krate-agent-workspace-manager",
                    "Makes, changes and removes workspaces and their links to work items.",
                    List.of(
                            rule(CONFIG, READ, "repositories", "agentworkspacepolicies"),
                            rule(
                                    RUNS,
                                    List.of("get", "list", "watch", "create", "update", "patch", "delete"),
                                    "agentworkspaces",
                                    "workitemworkspacelinks"),
                            rule(RUNS, READ, "agentdispatchruns", "agentsessions"))),
            new RoleTemplate(
                    "krate-runner-untrusted",
                    "Takes attempts, tells how they go and reads their context; starts nothing in a cluster.",
                    runner()),
            new RoleTemplate(
                    "krate-runner-trusted",
                    "Does what an untrusted runner does, and runs attempts as jobs of the namespace.",
                    runner(
                            rule("batch", List.of("get", "list", "watch", "create", "delete"), "jobs"),
                            rule("", READ, "pods"),
                            rule("", List.of("get"), "pods/log"),
                            rule(RUNS, List.of("create"), "agentworkspaces"))),
            new RoleTemplate(
                    "krate-secret-grant-admin",
                    "Says who may use which keys of secrets and config maps; reads no value of any.",
                    List.of(
                            rule(
                                    CONFIG,
                                    List.of("get", "list", "watch", "create", "update", "patch", "delete"),
                                    "agentsecretgrants",
                                    "agentconfiggrants"),
                            rule(CONFIG, READ, "agentstacks", "agentserviceaccounts", "repositories", "teams", "users"),
                            rule(RUNS, READ, "agentcapabilityrequirements"))),
            new RoleTemplate(
                    "krate-agent-approver",
                    "Answers approvals, and reads what they are about.",
                    List.of(
                            rule(RUNS, List.of("get", "list", "watch", "approve"), "agentapprovals"),
                            rule(
                                    RUNS,
                                    READ,
                                    "agentdispatchruns",
                                    "agentartifacts",
                                    "agentreviewartifacts",
                                    "agentwritebacks",
                                    "agentcontextbundles"),
                            rule(CONFIG, READ, "agentstacks", "agenttriggerrules", "repositories"))));

    private RoleTemplates() {}

    /** All of them. */
    public static List<RoleTemplate> all() {
        return ALL;
    }

    /** The template of that name. */
    public static Optional<RoleTemplate> named(String name) {
        return ALL.stream().filter(template -> template.name().equals(name)).findFirst();
    }

    private static List<PolicyRule> runner(PolicyRule... more) {
        List<PolicyRule> rules = new ArrayList<>(List.of(
                rule(CONFIG, List.of("get"), "repositories", "agentstacks", "runnerpools"),
                rule(RUNS, READ, "agentdispatchattempts", "agentcontextbundles", "agentworkspaces"),
                rule(RUNS, List.of("update", "patch"), "agentdispatchattempts/status", "agentworkspaces/status"),
                rule(RUNS, List.of("get", "create", "update", "patch"), "agentsessions"),
                rule(RUNS, List.of("create"), "agentartifacts")));
        rules.addAll(List.of(more));
        return rules;
    }

    private static PolicyRule rule(String group, List<String> verbs, String... resources) {
        return new PolicyRule(List.of(group), List.of(resources), List.of(), verbs);
    }
}
