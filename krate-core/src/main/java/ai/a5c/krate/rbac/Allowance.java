package ai.a5c.krate.rbac;

import ai.a5c.krate.kind.identity.PolicyRule;

/** What allows a request: a binding, the role that it gives, and the rule that matched, narrowed as the binding says. */
public record Allowance(String binding, String role, PolicyRule rule) {}
