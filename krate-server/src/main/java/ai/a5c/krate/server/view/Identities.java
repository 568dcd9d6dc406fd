package ai.a5c.krate.server.view;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.kind.identity.Team;
import ai.a5c.krate.kind.identity.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who there is in an organization.
 *
 * @param agentIdentities accounts that no runner pool acts under
 * @param runnerIdentities accounts that a runner pool acts under; an agent may act under them, too
 */
public record Identities(
        List<Person> users, List<Group> teams, List<Account> agentIdentities, List<Account> runnerIdentities) {

    public Identities {
        users = List.copyOf(users);
        teams = List.copyOf(teams);
        agentIdentities = List.copyOf(agentIdentities);
        runnerIdentities = List.copyOf(runnerIdentities);
    }

    /** A person and the teams that name them. */
    public record Person(String name, String displayName, List<String> teams) {

        public Person {
            teams = List.copyOf(teams);
        }
    }

    /** A team. */
    public record Group(String name, String displayName, List<String> members) {

        public Group {
            members = List.copyOf(members);
        }
    }

    /**
     * A service account.
     *
     * @param account the native one, as {@code namespace/name}
     * @param owner who answers for it, as {@code kind/name}, or empty
     * @param usedBy who acts under it, as {@code Kind/name}
     */
    public record Account(
            String name,
            String account,
            String owner,
            String trustTier,
            List<String> allowedRepositories,
            List<String> allowedRunnerPools,
            List<String> usedBy) {

        public Account {
            allowedRepositories = List.copyOf(allowedRepositories);
            allowedRunnerPools = List.copyOf(allowedRunnerPools);
            usedBy = List.copyOf(usedBy);
        }
    }

    /** Those of {@code namespace} as things stand now. */
    public static Identities read(ResourceDesk desk, String namespace) {
        List<Team> teams = desk.all(Team.class, namespace);
        List<Person> users = desk.all(User.class, namespace).stream()
                .map(user -> person(user, teams))
                .toList();
        List<Group> groups = teams.stream()
                .map(team -> new Group(
                        team.metadata().name(),
                        team.spec().displayName(),
                        team.spec().members()))
                .toList();
        Map<String, List<String>> uses = uses(desk, namespace);
        List<Account> accounts = desk.all(AgentServiceAccount.class, namespace).stream()
                .map(account ->
                        account(account, uses.getOrDefault(account.metadata().name(), List.of())))
                .toList();
        return new Identities(
                users,
                groups,
                accounts.stream().filter(account -> !isRunners(account)).toList(),
                accounts.stream().filter(Identities::isRunners).toList());
    }

    private static Person person(User user, List<Team> teams) {
        String name = user.metadata().name();
        return new Person(
                name,
                user.spec().displayName(),
                teams.stream()
                        .filter(team -> team.spec().members().contains(name))
                        .map(team -> team.metadata().name())
                        .toList());
    }

    private static Account account(AgentServiceAccount account, List<String> uses) {
        AgentServiceAccount.Spec spec = account.spec();
        return new Account(
                account.metadata().name(),
                spec.namespace() + "/" + spec.serviceAccountName(),
                spec.owner() == null || spec.owner().kind() == null
                        ? ""
                        : Words.of(spec.owner().kind()) + "/" + spec.owner().name(),
                Words.of(spec.trustTier()),
                spec.allowedRepositories(),
                spec.allowedRunnerPools(),
                uses);
    }

    private static boolean isRunners(Account account) {
        return account.usedBy().stream().anyMatch(user -> user.startsWith("RunnerPool/"));
    }

    private static Map<String, List<String>> uses(ResourceDesk desk, String namespace) {
        Map<String, List<String>> uses = new TreeMap<>();
        for (AgentStack stack : desk.all(AgentStack.class, namespace)) {
            note(uses, stack.spec().runtimeIdentity().serviceAccountRef(), Words.ref(stack));
        }
        for (AgentSubagent subagent : desk.all(AgentSubagent.class, namespace)) {
            note(uses, subagent.spec().runtimeIdentityOverride(), Words.ref(subagent));
        }
        for (RunnerPool pool : desk.all(RunnerPool.class, namespace)) {
            note(uses, pool.spec().serviceAccountRef(), Words.ref(pool));
        }
        return uses;
    }

    private static void note(Map<String, List<String>> uses, String account, String user) {
        if (!account.isEmpty()) {
            uses.computeIfAbsent(account, name -> new ArrayList<>()).add(user);
        }
    }
}
