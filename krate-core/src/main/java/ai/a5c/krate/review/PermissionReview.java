package ai.a5c.krate.review;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.kind.identity.AgentSecretGrant.MountPolicy;
import ai.a5c.krate.kind.identity.AgentSecretGrant.Purpose;
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
 * @param requiredSecrets what the stack needs, and what becomes of it
 * @param missingGrants what would have to be granted
 * @param approvalRequirements what a person must agree to; whoever acts checks that each has been answered for the
 *     same {@link #snapshotDigest}
 * @param reasons the most severe first
 */
public record PermissionReview(
        ReviewRequest request,
        Optional<String> runtimeIdentity,
        Optional<String> runnerIdentity,
        List<RequiredSecret> requiredSecrets,
        List<MissingGrant> missingGrants,
        List<ApprovalRequirement> approvalRequirements,
        List<ReviewReason> reasons) {

    public PermissionReview {
        requiredSecrets = requiredSecrets.stream().sorted().toList();
        missingGrants = missingGrants.stream().sorted().toList();
        approvalRequirements = approvalRequirements.stream().sorted().toList();
        reasons = reasons.stream().sorted().toList();
    }

    /** The most severe of the reasons'. */
    public Decision decision() {
        return reasons.isEmpty() ? Decision.ALLOWED : reasons.get(0).decision();
    }

    /** A least-privilege grant for each that is missing: YAML, ready to apply. */
    public List<String> yamlPreview() {
        return missingGrants.stream().map(MissingGrant::yaml).toList();
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
        snapshot.put("requiredSecrets", requiredSecrets);
        snapshot.put("missingGrants", missingGrants);
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
     * @param owner who needs them, as {@code stack/claude-fix}
     * @param grant the grant that decided, if one did
     * @param version the secret's, if it exists
     * @param mountPolicy how the values reach the agent, if they do
     * @param environment the environment variable of each key, if that is how
     */
    public record RequiredSecret(
            String owner,
            String namespace,
            String name,
            Purpose purpose,
            List<String> keys,
            Decision decision,
            Optional<String> grant,
            Optional<String> version,
            Optional<MountPolicy> mountPolicy,
            Map<String, String> environment)
            implements Comparable<RequiredSecret> {

        private static final Comparator<RequiredSecret> ORDER = Comparator.comparing(RequiredSecret::namespace)
                .thenComparing(RequiredSecret::name)
                .thenComparing(RequiredSecret::purpose)
                .thenComparing(secret -> String.join("\n", secret.keys()));

        public RequiredSecret {
            keys = keys.stream().sorted().toList();
            environment = Map.copyOf(environment);
        }

        @Override
        public int compareTo(RequiredSecret other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A grant that would be needed.
     *
     * @param yaml the narrowest grant that would do, ready to apply
     */
    public record MissingGrant(
            String owner, String namespace, String name, Purpose purpose, List<String> keys, String yaml)
            implements Comparable<MissingGrant> {

        public MissingGrant {
            keys = keys.stream().sorted().toList();
        }

        @Override
        public int compareTo(MissingGrant other) {
            return yaml.compareTo(other.yaml);
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
