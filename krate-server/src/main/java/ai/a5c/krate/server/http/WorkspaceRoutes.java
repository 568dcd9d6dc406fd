package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.workspace.NewWorkspace;
import ai.a5c.krate.engine.workspace.WorkspaceDesk;
import ai.a5c.krate.engine.workspace.WorkspaceOrder;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.workspace.Action;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Workspaces: list, detail with what can be done, provisioning, actions. */
public final class WorkspaceRoutes implements Routes {

    private static final Set<String> NEW = Set.of("repository", "ref", "workspacePolicyRef", "workItem");
    private static final Set<String> ORDER =
            Set.of("action", "note", "keep", "workItem", "discard", "expectedGeneration");

    private final Gate gate;
    private final ResourceDesk desk;
    private final WorkspaceDesk workspaces;

    public WorkspaceRoutes(Gate gate, ResourceDesk desk, WorkspaceDesk workspaces) {
        this.gate = gate;
        this.desk = desk;
        this.workspaces = workspaces;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/workspaces", this::list);
            routes.post(prefix + "/workspaces", this::provision);
            routes.get(prefix + "/workspaces/{workspace}", this::show);
            routes.post(prefix + "/workspaces/{workspace}/action", this::act);
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        Listing.newest(context, Query.of("AgentWorkspace", scope.namespace()))
                .where("phase", "status.phase")
                .where("repository", "spec.repository")
                .where("workItem", "spec.workItem")
                .answer(desk);
    }

    private void show(Context context) {
        Scope scope = gate.read(context);
        AgentWorkspace workspace = desk.get(AgentWorkspace.class, scope.namespace(), context.pathParam("workspace"))
                .orElseThrow(() -> ApiException.missing(""));
        Map<String, Object> tree = new LinkedHashMap<>(ResourceCodec.write(workspace));
        tree.put(
                "actions",
                workspaces.offers(workspace).stream()
                        .map(WorkspaceRoutes::offer)
                        .toList());
        Answers.json(context, 200, tree);
    }

    private static Map<String, Object> offer(WorkspaceDesk.Offer offer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("action", offer.action().word());
        tree.put("allowed", offer.refusal().isEmpty());
        tree.put("allowedDiscarding", offer.discarding().isEmpty());
        tree.put("needsApproval", offer.gated());
        tree.put("code", offer.refusal().map(refused -> refused.code()).orElse(""));
        tree.put("message", offer.refusal().map(Throwable::getMessage).orElse(""));
        return tree;
    }

    private void provision(Context context) {
        Scope scope = gate.write(context);
        Body body = new Body(Bodies.json(context), NEW);
        NewWorkspace wanted = new NewWorkspace(
                scope.namespace(),
                scope.organization(),
                body.text("repository"),
                body.text("ref"),
                body.text("workspacePolicyRef"),
                body.text("workItem"));
        if (wanted.repository().isEmpty()) {
            body.faults.at("$.repository", "required; expected text");
        }
        body.faults.throwIfAny();
        Answers.json(context, 201, ResourceCodec.write(workspaces.provision(wanted, scope.caller())));
    }

    private void act(Context context) {
        Scope scope = gate.write(context);
        Body body = new Body(Bodies.json(context), ORDER);
        String word = body.text("action");
        if (Action.named(word).isEmpty()) {
            body.faults.at(
                    "$.action",
                    "expected one of "
                            + Arrays.stream(Action.values()).map(Action::word).collect(Collectors.joining(", ")));
        }
        String argument = Action.named(word)
                .map(action -> switch (action) {
                    case NOTE -> body.text("note");
                    case LINK -> body.text("workItem");
                    case REBASE_AUTO_RESOLVE -> body.text("keep");
                    default -> "";
                })
                .orElse("");
        boolean discard = body.flag("discard");
        OptionalLong generation = body.number("expectedGeneration");
        body.faults.throwIfAny();
        WorkspaceOrder order = new WorkspaceOrder(
                scope.namespace(),
                context.pathParam("workspace"),
                Action.named(word).orElseThrow(),
                argument,
                discard,
                generation);
        AgentWorkspace after = workspaces.act(order, scope.caller());
        boolean waits = after.status().request().action().equals(word);
        Answers.json(context, waits ? 202 : 200, ResourceCodec.write(after));
    }

    /** The members of a body, with what is wrong with them. */
    private static final class Body {

        private final Map<String, Object> members;
        private final Faults faults = new Faults();

        Body(Map<String, Object> members, Set<String> known) {
            this.members = members;
            members.keySet().stream()
                    .filter(name -> !known.contains(name))
                    .sorted()
                    .forEach(name ->
                            faults.at("$." + name, "unknown; expected one of " + String.join(", ", sorted(known))));
        }

        private static List<String> sorted(Set<String> names) {
            return names.stream().sorted().toList();
        }

        String text(String name) {
            Object value = members.getOrDefault(name, "");
            if (value instanceof String text) {
                return text.strip();
            }
            faults.at("$." + name, "expected text");
            return "";
        }

        boolean flag(String name) {
            Object value = members.getOrDefault(name, false);
            if (value instanceof Boolean flag) {
                return flag;
            }
            faults.at("$." + name, "expected true or false");
            return false;
        }

        OptionalLong number(String name) {
            Object value = members.get(name);
            if (value == null) {
                return OptionalLong.empty();
            }
            if (value instanceof Number number && number.longValue() == number.doubleValue()) {
                return OptionalLong.of(number.longValue());
            }
            faults.at("$." + name, "expected a whole number");
            return OptionalLong.empty();
        }
    }
}
