package ai.a5c.krate.review;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.Policy.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A stack with everything that it leads to, each thing once; whatever order it was written in, this is sorted.
 *
 * @param identities the service account of the stack and those of its subagents
 * @param flaws what is wrong whatever the work is
 * @param places what holds for some repositories or sources of events only
 * @param abilities what the runtime must be able to do
 * @param exceedingRoles roles that a subagent asks for and the agent above it does not have, with the subagent
 * @param used every resource that was looked at
 */
record Expansion(
        AgentStack stack,
        List<Identity> identities,
        List<Requirement> requirements,
        List<Flaw> flaws,
        List<Place> places,
        List<Ability> abilities,
        List<RoleNeed> roles,
        Map<RoleNeed, String> exceedingRoles,
        List<Need> needs,
        boolean trustedWorkspaceOnly,
        List<Resource> used) {

    /** What a review wants to know besides the policy. */
    Wanted wanted() {
        return new Wanted(
                stack.spec().runtimeIdentity().serviceAccountRef(),
                stack.spec().runnerPool(),
                names(Material.SECRET),
                names(Material.CONFIG),
                roles.stream().map(RoleNeed::role).distinct().toList());
    }

    private List<String> names(Material material) {
        return needs.stream()
                .filter(need -> need.material() == material)
                .map(Need::name)
                .distinct()
                .toList();
    }

    /** A service account that is acted under. */
    record Identity(Account account, List<String> chain, String group) {}

    /**
     * Something that holds for some repositories or sources only.
     *
     * @param code what it is if the work is elsewhere
     * @param what as {@code MCP server 'github'}
     * @param sources empty for all
     */
    record Place(
            ReasonCode code,
            String field,
            String what,
            Globs repositories,
            Set<Source> sources,
            List<String> chain,
            String group) {}

    /** Something that the runtime must be able to do. */
    record Ability(String name, String field, List<String> chain, String group) {}
}
