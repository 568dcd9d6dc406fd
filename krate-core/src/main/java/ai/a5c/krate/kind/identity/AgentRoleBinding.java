package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.util.List;

/** Gives a subject the verbs of a role within a scope. */
@KindInfo(
        plural = "agentrolebindings",
        shortNames = {"agentbinding"},
        storage = Storage.CONFIG,
        doc = "Gives a subject the verbs of a role within a scope.",
        columns = {
            "Kind=.spec.subject.kind",
            "Subject=.spec.subject.name",
            "Role=.spec.roleRef",
            "Scope=.spec.scope.kind"
        },
        wide = "Escalation=.spec.escalationPolicy")
public record AgentRoleBinding(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentRoleBinding withMetadata(Metadata next) {
        return new AgentRoleBinding(next, spec, status);
    }

    /** The same with another status. */
    public AgentRoleBinding with(Status next) {
        return new AgentRoleBinding(metadata, spec, next);
    }

    /** Who gets which role, and where. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "Who gets the role.", required = true)
            Subject subject,

            @Field(value = "The role.", required = true, ref = "Role", indexed = true, immutable = true)
            String roleRef,

            @Field(value = "Where the role holds.", required = true)
            Scope scope,

            @Field("Verbs that the role is narrowed to; empty for the whole role.")
            List<PolicyRule> resourceRules,

            @Field(
                    value =
                            "The name of the native role binding where there is a cluster; this resource's own name when absent.",
                    form = Form.NAME)
            String nativeRoleBindingName,

            @Field(
                    value =
                            "What becomes of a binding that gives more than its author has: it is refused, gives nothing until an administrator saves it, or is admitted if the author owns the account.",
                    def = "deny")
            EscalationPolicy escalationPolicy) {

        public Spec {
            resourceRules = List.copyOf(resourceRules);
        }
    }

    /** What was admitted, and what became of it. */
    public record Status(
            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field(
                    value = "RoleResolved, SubjectsResolved, NativeBindingSynced, EscalationAdmitted, Ready.",
                    listKey = "type")
            List<Condition> conditions,

            @Field("What the binding gave when it was admitted; a role that gives more since makes it drift.")
            List<PolicyRule> admittedRules) {

        public Status {
            conditions = List.copyOf(conditions);
            admittedRules = List.copyOf(admittedRules);
        }
    }

    /** Where a role holds. */
    @Rule(
            check = Check.REQUIRED_WHEN,
            fields = "name",
            when = "kind",
            is = {"repository", "runner-pool"})
    @Rule(check = Check.FORBIDDEN_WHEN, fields = "name", when = "kind", is = "namespace")
    public record Scope(
            @Field(value = "The whole namespace, one repository or one runner pool.", required = true)
            ScopeKind kind,

            @Field(value = "The name of the repository or runner pool.", form = Form.NAME)
            String name) {}

    /** Kinds of scopes. */
    public enum ScopeKind {
        NAMESPACE,
        REPOSITORY,
        RUNNER_POOL
    }

    /** What becomes of a binding that gives more than its author has. */
    public enum EscalationPolicy {
        DENY,
        REQUIRE_ADMIN_APPROVAL,
        ALLOW_IF_OWNER
    }
}
