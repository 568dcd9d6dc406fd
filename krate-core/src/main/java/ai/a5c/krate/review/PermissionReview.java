package ai.a5c.krate.review;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant.MountPolicy;
import ai.a5c.krate.kind.identity.AgentSecretGrant.Purpose;
import ai.a5c.krate.review.RoleFact.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of a review, with names and versions of secrets and never a value.
 *
 * @param runtimeIdentity the service account that the agent acts under, if it is there
 * @param runnerIdentity the service account that the pool acts under, if it is there
 * @param requirements what each capability of the stack needs
 * @param requiredRoles the roles that were asked about, and what native access says
 * @param requiredSecrets the secrets that are needed, and what becomes of them
 * @param requiredConfigs the ConfigMaps that are needed, and what becomes of them
 * @param leftOut optional capabilities that the agent does without, each in one word: {@code skill/deploy}
 * @param suggestions what would cure reasons that a grant, binding or account can cure
 * @param approvalRequirements what a person must agree to; whoever acts checks that each has been answered for the
 *     same {@link #snapshotDigest}
 * @param reasons the most severe first
 */
public record PermissionReview(
        ReviewRequest request,
        Optional<String> runtimeIdentity,
        Optional<String> runnerIdentity,
        List<Requirement> requirements,
        List<RequiredRole> requiredRoles,
        List<RequiredSecret> requiredSecrets,
        List<RequiredConfig> requiredConfigs,
        List<String> leftOut,
        List<Suggestion> suggestions,
        List<ApprovalRequirement> approvalRequirements,
        List<ReviewReason> reasons) {

    public PermissionReview {
        requirements = sorted(requirements);
        requiredRoles = sorted(requiredRoles);
        requiredSecrets = sorted(requiredSecrets);
        requiredConfigs = sorted(requiredConfigs);
        leftOut = sorted(leftOut);
        suggestions = sorted(suggestions);
        approvalRequirements = sorted(approvalRequirements);
        reasons = sorted(reasons);
    }

    private static <T extends Comparable<T>> List<T> sorted(List<T> items) {
        if (isAscending(items)) {
            return List.copyOf(items);
        }
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(null);
        for (int i = sorted.size() - 1; i > 0; i--) {
            if (sorted.get(i).equals(sorted.get(i - 1))) {
                sorted.remove(i);
            }
        }
        return List.copyOf(sorted);
    }

    private static <T extends Comparable<T>> boolean isAscending(List<T> items) {
        for (int i = 1; i < items.size(); i++) {
            if (items.get(i - 1).compareTo(items.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The most severe of the reasons'. */
    public Decision decision() {
        return reasons.isEmpty() ? Decision.ALLOWED : reasons.get(0).decision();
    }

    /** The grants that are missing. */
    public List<Suggestion> missingGrants() {
        return suggestions.stream()
                .filter(one -> one.kind().equals(Material.SECRET.grantKind())
                        || one.kind().equals(Material.CONFIG.grantKind()))
                .toList();
    }

    /** The narrowest document for each thing that is missing: YAML, ready to apply. */
    public List<String> yamlPreview() {
        return suggestions.stream().map(Suggestion::yaml).toList();
    }

    /** The address of {@link #snapshot}: equal for equal decisions, at whatever moment. */
    public Digest snapshotDigest() {
        return CanonicalJson.digest(snapshot());
    }

    /** The decision as it is stored and shown: plain values, without timestamps and without the moment. */
    public Map<String, Object> snapshot() {
        Map<String, Object> snapshot = new LinkedHashMap<>();
        snapshot.put("decision", decision());
        snapshot.put("request", work());
        snapshot.put("runtimeIdentity", runtimeIdentity);
        snapshot.put("runnerIdentity", runnerIdentity);
        snapshot.put("requirements", requirements);
        snapshot.put("requiredRoles", requiredRoles);
        snapshot.put("requiredSecrets", requiredSecrets);
        snapshot.put("requiredConfigs", requiredConfigs);
        snapshot.put("leftOut", leftOut);
        snapshot.put("missingGrants", missingGrants());
        snapshot.put("approvalRequirements", approvalRequirements);
        snapshot.put("yamlPreview", yamlPreview());
        snapshot.put("reasons", reasons.stream().map(PermissionReview::document).toList());
        return snapshot;
    }

    private Map<String, Object> work() {
        Map<String, Object> work = new LinkedHashMap<>();
        work.put("organization", request.organization());
        work.put("agentStack", request.agentStack());
        work.put("actor", request.actor());
        if (request.moment().knowsWork()) {
            work.put("repository", request.repository());
            work.put("branch", request.branch());
            work.put("sha", request.sha());
            work.put("source", request.source());
            work.put("taskKind", request.taskKind());
            work.put("runnerPool", request.runnerPool());
            work.put("trust", request.trust());
        }
        return work;
    }

    private static Map<String, Object> document(ReviewReason reason) {
        return Map.of(
                "code", reason.code().code(),
                "decision", reason.decision(),
                "fixableBy", reason.code().fixableBy(),
                "field", reason.field(),
                "message", reason.message(),
                "chain", reason.chain());
    }

    /**
     * Keys of a secret that share one fate.
     *
     * @param owner the capability that needs them, as {@code mcp-server/github}
     * @param grant the grant that decided, if one did
     * @param version the secret's, if it exists
     * @param mountPolicy how the values reach the agent, if they do
     * @param environment the environment variable of each key, if the agent gets its value or the name of a file with it
     */
    public record RequiredSecret(
            String owner,
            String namespace,
            String name,
            Purpose purpose,
            List<String> keys,
            Decision decision,
            Entry entry,
            Optional<String> grant,
            Optional<String> version,
            Optional<MountPolicy> mountPolicy,
            Map<String, String> environment)
            implements Comparable<RequiredSecret> {

        private static final Comparator<RequiredSecret> ORDER = Comparator.comparing(RequiredSecret::namespace)
                .thenComparing(RequiredSecret::name)
                .thenComparing(RequiredSecret::purpose)
                .thenComparing(RequiredSecret::owner)
                .thenComparing(secret -> String.join("\n", secret.keys()));

        public RequiredSecret {
            keys = sorted(keys);
            environment = Map.copyOf(environment);
        }

        /** The same for a capability that the agent does without. */
        RequiredSecret leftOut() {
            return new RequiredSecret(
                    owner,
                    namespace,
                    name,
                    purpose,
                    keys,
                    Decision.DENIED,
                    decision == Decision.DENIED ? entry : Entry.DENIED,
                    grant,
                    version,
                    Optional.empty(),
                    Map.of());
        }

        @Override
        public int compareTo(RequiredSecret other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Keys of a ConfigMap that share one fate.
     *
     * @param owner the capability that needs them, as {@code skill/deploy}
     * @param grant the grant that decided, if one did
     * @param version the ConfigMap's, if it exists
     * @param mountPolicy how the texts reach the agent, if they do
     */
    public record RequiredConfig(
            String owner,
            String namespace,
            String name,
            AgentConfigGrant.Purpose purpose,
            List<String> keys,
            Decision decision,
            Entry entry,
            Optional<String> grant,
            Optional<String> version,
            Optional<AgentConfigGrant.MountPolicy> mountPolicy)
            implements Comparable<RequiredConfig> {

        private static final Comparator<RequiredConfig> ORDER = Comparator.comparing(RequiredConfig::namespace)
                .thenComparing(RequiredConfig::name)
                .thenComparing(RequiredConfig::purpose)
                .thenComparing(RequiredConfig::owner)
                .thenComparing(config -> String.join("\n", config.keys()));

        public RequiredConfig {
            keys = sorted(keys);
        }

        /** The same for a capability that the agent does without. */
        RequiredConfig leftOut() {
            return new RequiredConfig(
                    owner,
                    namespace,
                    name,
                    purpose,
                    keys,
                    Decision.DENIED,
                    decision == Decision.DENIED ? entry : Entry.DENIED,
                    grant,
                    version,
                    Optional.empty());
        }

        @Override
        public int compareTo(RequiredConfig other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A role that native access was asked about.
     *
     * @param owners the capabilities that require it, each in one word
     * @param required whether any does; else it is only told
     * @param detail what native access has to say, or empty
     */
    public record RequiredRole(
            String role, List<String> owners, boolean required, Answer answer, Entry entry, String detail)
            implements Comparable<RequiredRole> {

        public RequiredRole {
            owners = sorted(owners);
        }

        @Override
        public int compareTo(RequiredRole other) {
            return role.compareTo(other.role);
        }
    }

    /**
     * Something that would cure reasons, as narrow as it can be.
     *
     * @param kind of the document: AgentSecretGrant, AgentConfigGrant, AgentRoleBinding or AgentServiceAccount
     * @param owner the capability that it is for, in one word
     * @param name of the secret, ConfigMap, role or account
     * @param purpose as documents write it; empty where there is none
     * @param keys what becomes reachable, if it is a grant
     * @param cures the codes of the reasons that go away
     * @param yaml the document, ready to apply
     */
    public record Suggestion(
            String kind,
            String owner,
            String namespace,
            String name,
            String purpose,
            List<String> keys,
            List<String> cures,
            String yaml)
            implements Comparable<Suggestion> {

        private static final Comparator<Suggestion> ORDER =
                Comparator.comparing(Suggestion::yaml).thenComparing(Suggestion::owner);

        public Suggestion {
            keys = sorted(keys);
            cures = sorted(cures);
        }

        @Override
        public int compareTo(Suggestion other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Something that a person must agree to.
     *
     * @param gate what kind of thing
     * @param subject what exactly: {@code model-provider/api-key}, or the repository that is worked on
     * @param grant the grant that asks for it, if it is a grant
     */
    public record ApprovalRequirement(Gate gate, String subject, Optional<String> grant, String message)
            implements Comparable<ApprovalRequirement> {

        private static final Comparator<ApprovalRequirement> ORDER = Comparator.comparing(ApprovalRequirement::gate)
                .thenComparing(ApprovalRequirement::subject)
                .thenComparing(ApprovalRequirement::message);

        @Override
        public int compareTo(ApprovalRequirement other) {
            return ORDER.compare(this, other);
        }
    }
}
