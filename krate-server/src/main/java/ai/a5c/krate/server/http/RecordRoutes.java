package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.AuditTrail;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.store.AuditRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened: the audit trail. */
public final class RecordRoutes implements Routes {

    private final Gate gate;
    private final AuditTrail audit;

    public RecordRoutes(Gate gate, AuditTrail audit) {
        this.gate = gate;
        this.audit = audit;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/audit", this::list);
            routes.get(prefix + "/audit/verify", this::verify);
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        long after = Answers.number(context, "after", 0, Long.MAX_VALUE);
        int limit = Answers.limit(context);
        List<AuditRecord> records = audit.list(scope.namespace(), after, limit);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("items", records.stream().map(RecordRoutes::tree).toList());
        tree.put(
                "next",
                records.size() < limit
                        ? ""
                        : Long.toString(records.get(records.size() - 1).sequence()));
        Answers.json(context, 200, tree);
    }

    private static Map<String, Object> tree(AuditRecord record) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("sequence", record.sequence());
        tree.put("time", record.entry().time().toString());
        tree.put("actor", record.entry().actor());
        tree.put("action", record.entry().action());
        tree.put("subject", record.entry().subject());
        tree.put("details", Json.read(record.entry().document()));
        tree.put("previous", record.previous());
        tree.put("hash", record.hash());
        return tree;
    }

    private void verify(Context context) {
        Scope scope = gate.read(context);
        AuditTrail.Verification verification = audit.verify(scope.namespace());
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("intact", verification.intact());
        tree.put("records", verification.records());
        tree.put("problem", verification.problem());
        Answers.json(context, 200, tree);
    }
}
