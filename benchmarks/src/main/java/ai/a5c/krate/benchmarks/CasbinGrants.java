package ai.a5c.krate.benchmarks;

import java.util.List;
import org.casbin.jcasbin.main.CoreEnforcer;
import org.casbin.jcasbin.main.Enforcer;

/** jCasbin with one policy a grant; a review is one question for each needed key. */
final class CasbinGrants {

    private static final String MODEL = """
            [request_definition]
            r = sub, obj, purpose, repo
            [policy_definition]
            p = sub, obj, purpose, repo
            [policy_effect]
            e = some(where (p.eft == allow))
            [matchers]
            m = r.sub == p.sub && r.obj == p.obj && r.purpose == p.purpose && keyMatch(r.repo, p.repo)
            """;

    private final Enforcer enforcer = new Enforcer(CoreEnforcer.newModel(MODEL));
    private final List<Permit> needs = TypicalStack.needs();

    CasbinGrants(List<Permit> permits) {
        enforcer.enableLog(false);
        enforcer.addPolicies(permits.stream()
                .map(permit -> List.of(permit.stack(), permit.thing(), permit.purpose(), Permit.REPOSITORIES))
                .toList());
    }

    /** Whether every key that is needed may be used. */
    boolean isAllowed() {
        boolean allowed = true;
        for (Permit need : needs) {
            allowed &= enforcer.enforce(TypicalStack.NAME, need.thing(), need.purpose(), TypicalStack.REPOSITORY);
        }
        return allowed;
    }
}
