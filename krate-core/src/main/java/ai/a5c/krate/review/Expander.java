package ai.a5c.krate.review;

import static java.util.stream.Collectors.joining;

import ai.a5c.krate.kind.agents.AgentContextLabel;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentStack.SecretRequirement;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.agents.RunnerPool.TrustTier;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import ai.a5c.krate.kind.identity.AgentRoleBinding;
import ai.a5c.krate.kind.identity.SubjectKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Follows every reference of a stack, each once, and gathers what is found there. */
final class Expander {

    private final AgentStack stack;
    private final Narrowing narrowing;
    private final Found found;
    private final Capabilities capabilities;
    private final Path path;

    Expander(Policy policy, AgentStack stack, String organization, Narrowing narrowing) {
        this.stack = stack;
        this.narrowing = narrowing;
        this.found = new Found(policy, organization, stack);
        this.capabilities = new Capabilities(found, stack, narrowing);
        String name = stack.metadata().name();
        this.path = Path.from(name).also(SubjectKind.AGENT_STACK, List.of(name));
    }

    Expansion expansion() {
        AgentStack.Spec spec = stack.spec();
        stack();
        if (!spec.toolProfileRef().isEmpty()) {
            capabilities.toolProfile(spec.toolProfileRef(), path);
        }
        Scope scope = Scope.empty();
        for (String name : asked(spec.mcpServerRefs(), narrowing.mcpServers(), ReasonCode.MCP_UNHEALTHY)) {
            capabilities.server(name, "AgentStack.spec.mcpServerRefs[%s]".formatted(name), path, scope);
        }
        for (String name : asked(spec.skillRefs(), narrowing.skills(), ReasonCode.SKILL_INVALID)) {
            capabilities.skill(name, "AgentStack.spec.skillRefs[%s]".formatted(name), path, scope);
        }
        for (String name :
                asked(spec.contextLabelRefs(), narrowing.contextLabels(), ReasonCode.CONTEXT_LABEL_NOT_ALLOWED)) {
            label(name);
        }
        capabilities.tools(narrowing.tools(), "ReviewRequest.narrowing.tools", path);
        writeBacks();
        workspace(spec.workspacePolicyRef());
        new TreeSet<>(spec.permissionRefs()).forEach(this::roleBinding);
        Subagents subagents = new Subagents(found, capabilities, narrowing);
        for (String name : new TreeSet<>(spec.subagentRefs())) {
            subagents.subagent(name, "AgentStack.spec.subagentRefs[%s]".formatted(name), path, scope);
        }
        return new Gathering(found, stack).expansion();
    }

    private void stack() {
        AgentStack.Spec spec = stack.spec();
        Optional<Account> account = found.account(spec.runtimeIdentity().serviceAccountRef());
        account.ifPresent(one -> found.identity(one, path));
        Part part = found.part(OwnerKind.STACK, stack.metadata().name(), path);
        spec.requiredSecrets().forEach(requirement -> secret(part, requirement));
        if (!spec.provider().isEmpty()) {
            String provider = spec.provider();
            Path way = path.to("model provider " + provider, SubjectKind.MODEL_PROVIDER, provider);
            found.part(OwnerKind.MODEL_PROVIDER, provider, way);
        }
    }

    private void secret(Part part, SecretRequirement requirement) {
        Optional<Enum<?>> purpose = Material.SECRET.purpose(requirement.purpose());
        String field = "AgentStack.spec.requiredSecrets";
        if (purpose.isPresent()) {
            requirement
                    .keys()
                    .forEach(key -> part.secret(
                            requirement.name(), key, purpose.get(), Part.at(field, requirement.name(), key)));
        } else {
            String purposes =
                    Arrays.stream(Material.SECRET.purposes()).map(Word::of).collect(joining(", "));
            found.flaw(
                    ReasonCode.MISSING_SECRET_GRANT,
                    "%s[%s].purpose".formatted(field, requirement.name()),
                    "'%s' is no purpose that a grant can have; expected one of %s"
                            .formatted(requirement.purpose(), purposes),
                    path.to("secret " + requirement.name()));
        }
    }

    /** Those of {@code refs} that are asked for; what is asked for and not among them is a flaw. */
    private Set<String> asked(List<String> refs, Set<String> names, ReasonCode code) {
        Set<String> asked = new TreeSet<>(refs);
        for (String name : new TreeSet<>(names)) {
            if (!asked.contains(name)) {
                found.flaw(
                        code,
                        "ReviewRequest.narrowing",
                        "'%s' is asked for and stack '%s' does not have it; ask for less, or add it to the stack"
                                .formatted(name, stack.metadata().name()),
                        path.to(name));
            }
        }
        asked.removeIf(name -> !Narrowing.admits(names, name));
        return asked;
    }

    private void label(String name) {
        Path way = path.to("context label " + name);
        String field = "AgentStack.spec.contextLabelRefs[%s]".formatted(name);
        Optional<AgentContextLabel> label =
                found.get(AgentContextLabel.class, name, one -> one.spec().organizationRef());
        if (label.isEmpty()) {
            found.flaw(
                    ReasonCode.CONTEXT_LABEL_NOT_ALLOWED,
                    field,
                    "there is no context label '%s'; create the AgentContextLabel or name another".formatted(name),
                    way);
            return;
        }
        AgentContextLabel.Spec spec = label.get().spec();
        if (!Globs.of(spec.allowedStacks(), List.of()).matches(stack.metadata().name())) {
            found.flaw(
                    ReasonCode.CONTEXT_LABEL_NOT_ALLOWED,
                    "AgentContextLabel.spec.allowedStacks",
                    "context label '%s' may not be used with stack '%s'; add the stack or remove the label"
                            .formatted(name, stack.metadata().name()),
                    way);
        }
        if (!label.get().isCounting()) {
            found.flaw(
                    ReasonCode.CONTEXT_LABEL_NOT_ALLOWED,
                    "AgentContextLabel.spec.requiresReview",
                    "context label '%s' has not been reviewed as it stands; have one of its reviewers save it"
                            .formatted(name),
                    way);
        }
        found.place(new Expansion.Place(
                ReasonCode.CONTEXT_LABEL_NOT_ALLOWED,
                "AgentContextLabel.spec",
                "context label '%s'".formatted(name),
                Globs.of(spec.allowedRepositories(), List.of()),
                spec.allowedSources().isEmpty() ? Set.of() : EnumSet.copyOf(spec.allowedSources()),
                way.chain(),
                way.group()));
    }

    private void writeBacks() {
        AgentStack.WriteBackPolicy policy = stack.spec().writeBackPolicy();
        for (String target : new TreeSet<>(policy.autoAllow())) {
            if (!policy.allowedTargets().contains(target)) {
                found.warning(
                        ReasonCode.WRITE_BACK_TARGET_NOT_ALLOWED,
                        "AgentStack.spec.writeBackPolicy.autoAllow[%s]".formatted(target),
                        "'%s' needs no person but is not allowed at all, so it never happens; add it to allowedTargets or remove it"
                                .formatted(target),
                        path);
            }
        }
        for (String target : new TreeSet<>(narrowing.writeBackTargets())) {
            if (!policy.allowedTargets().contains(target)) {
                found.flaw(
                        ReasonCode.WRITE_BACK_TARGET_NOT_ALLOWED,
                        "AgentStack.spec.writeBackPolicy.allowedTargets",
                        "'%s' is asked for and stack '%s' does not allow it; ask for less, or add it to the stack"
                                .formatted(target, stack.metadata().name()),
                        path.to("write-back " + target));
            }
        }
    }

    private void workspace(String name) {
        if (name.isEmpty()) {
            return;
        }
        Optional<AgentWorkspacePolicy> policy =
                found.get(AgentWorkspacePolicy.class, name, one -> one.spec().organizationRef());
        if (policy.isEmpty()) {
            found.flaw(
                    ReasonCode.CAPABILITY_UNSUPPORTED,
                    "AgentStack.spec.workspacePolicyRef",
                    "there is no workspace policy '%s'; create the AgentWorkspacePolicy or name another"
                            .formatted(name),
                    path.to("workspace policy " + name));
        } else if (!policy.get().spec().trustTiers().isEmpty()
                && !policy.get().spec().trustTiers().contains(TrustTier.UNTRUSTED)) {
            found.trustedWorkspaceOnly();
        }
    }

    private void roleBinding(String name) {
        Path way = path.to("role binding " + name);
        String field = "AgentStack.spec.permissionRefs[%s]".formatted(name);
        Optional<AgentRoleBinding> binding =
                found.get(AgentRoleBinding.class, name, one -> one.spec().organizationRef());
        if (binding.isEmpty()) {
            found.flaw(
                    ReasonCode.ROLE_UNKNOWN,
                    field,
                    "there is no role binding '%s'; create the AgentRoleBinding or name another".formatted(name),
                    way);
            return;
        }
        found.binding(binding.get(), field, way);
        boolean escalates = binding.get().status().conditions().stream()
                .anyMatch(condition -> condition.type().equals("EscalationAdmitted")
                        && condition.status().equals("False"));
        if (escalates) {
            found.flaw(
                    ReasonCode.ESCALATION_DENIED,
                    field,
                    "role binding '%s' gives more than its author has; somebody who has role '%s' must apply it"
                            .formatted(name, binding.get().spec().roleRef()),
                    way);
        }
    }
}
