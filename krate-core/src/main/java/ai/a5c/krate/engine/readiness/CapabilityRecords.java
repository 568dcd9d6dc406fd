package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentToolProfile;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerKind;
import ai.a5c.krate.kind.execution.AgentCapabilityRequirement.OwnerRef;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.Metadata.OwnerReference;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The records of what the capabilities of stacks need, one an owner, worked out from the reviews of all stacks. */
final class CapabilityRecords {

    private static final Map<OwnerKind, Class<? extends Resource>> KINDS = new EnumMap<>(Map.of(
            OwnerKind.STACK, AgentStack.class,
            OwnerKind.SUBAGENT, AgentSubagent.class,
            OwnerKind.TOOL_PROFILE, AgentToolProfile.class,
            OwnerKind.MCP_SERVER, AgentMcpServer.class,
            OwnerKind.SKILL, AgentSkill.class));

    private final Inventory inventory;
    private final Instant now;
    private final Map<String, CapabilityNeed> needs = new TreeMap<>();

    CapabilityRecords(Inventory inventory, Instant now) {
        this.inventory = inventory;
        this.now = now;
    }

    /** Takes in what the review of {@code stack} says. */
    void add(AgentStack stack, PermissionReview review) {
        for (Requirement requirement : review.requirements()) {
            if (!requirement.isEmpty()) {
                needs.computeIfAbsent(requirement.owner(), owner -> new CapabilityNeed(requirement))
                        .add(stack, requirement, review);
            }
        }
    }

    /** What has to be written so that there is one record for each need and no other. */
    List<Edit> edits() {
        Map<String, AgentCapabilityRequirement> there = new TreeMap<>();
        inventory.all(AgentCapabilityRequirement.class).stream()
                .filter(AgentCapabilityRequirement::isDerived)
                .forEach(record -> there.put(record.metadata().name(), record));
        List<Edit> edits = new ArrayList<>();
        needs.forEach((owner, need) -> {
            AgentCapabilityRequirement wanted = need.record(inventory.namespace(), owners(need.owner()));
            Optional.ofNullable(there.remove(wanted.metadata().name()))
                    .ifPresentOrElse(
                            record -> need.changed(record, wanted, now)
                                    .ifPresent(next -> edits.add(Edit.of(record, records -> records.update(next)))),
                            () -> edits.add(Edit.creation(need.observed(wanted, now))));
        });
        there.values().forEach(record -> edits.add(Edit.of(record, records -> records.delete(record))));
        return edits;
    }

    private List<OwnerReference> owners(OwnerRef owner) {
        Class<? extends Resource> kind = KINDS.get(owner.kind());
        if (kind == null) {
            return List.of();
        }
        return inventory.named(kind, owner.name()).stream()
                .map(found -> new OwnerReference(
                        KindRegistry.of(kind).apiVersion(),
                        KindRegistry.of(kind).name(),
                        found.metadata().name(),
                        found.metadata().uid(),
                        true,
                        false))
                .toList();
    }
}
