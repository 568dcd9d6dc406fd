package ai.a5c.krate.server.campaign;

import java.util.ArrayList;
import java.util.List;

/** The audit trail is whole, and nothing is left behind. */
final class RestCheck implements Check {

    @Override
    public List<Violation> of(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        if (!evidence.audit().intact()) {
            found.add(new Violation(
                    "audit-broken", "the audit trail", evidence.audit().problem()));
        }
        evidence.leftovers().forEach(what -> found.add(new Violation("left-behind", "this machine", what)));
        return found;
    }
}
