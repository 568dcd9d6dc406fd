package ai.a5c.krate.benchmarks;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cedar with one policy a grant, parsed once; a review is one question for each needed key. */
final class CedarGrants {

    private static final EntityTypeName STACK = type("Stack");
    private static final EntityTypeName KEY = type("Key");
    private static final EntityUID USE = type("Action").of("use");

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final Entities entities = new Entities();
    private final PolicySet policies;
    private final List<AuthorizationRequest> questions;

    CedarGrants(List<Permit> permits) {
        Set<Policy> all = new LinkedHashSet<>();
        permits.forEach(permit -> all.add(new Policy(
                """
                permit(principal == Stack::"%s", action == Action::"use", resource == Key::"%s")
                when { context.purpose == "%s" && context.repository like "%s" };
                """.formatted(permit.stack(), permit.thing(), permit.purpose(), Permit.REPOSITORIES), permit.name())));
        policies = new PolicySet(all);
        try {
            policies.cache();
        } catch (CacheException e) {
            throw new IllegalStateException(e);
        }
        questions = TypicalStack.needs().stream().map(CedarGrants::question).toList();
    }

    private static AuthorizationRequest question(Permit need) {
        Map<String, Value> context = Map.of(
                "purpose", new PrimString(need.purpose()), "repository", new PrimString(TypicalStack.REPOSITORY));
        return new AuthorizationRequest(STACK.of(TypicalStack.NAME), USE, KEY.of(need.thing()), context);
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }

    /** Whether every key that is needed may be used. */
    boolean isAllowed() {
        boolean allowed = true;
        try {
            for (AuthorizationRequest question : questions) {
                allowed &= engine.isAuthorized(question, policies, entities)
                        .success
                        .map(AuthorizationSuccessResponse::isAllowed)
                        .orElseThrow();
            }
        } catch (AuthException e) {
            throw new IllegalStateException(e);
        }
        return allowed;
    }
}
