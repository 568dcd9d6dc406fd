package ai.a5c.krate.engine;

import ai.a5c.krate.admission.Immutables;
import ai.a5c.krate.admission.Terminating;
import ai.a5c.krate.engine.Applied.Outcome;
import ai.a5c.krate.engine.WriteOptions.Part;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.agents.OutputContract;
import ai.a5c.krate.ownership.Ownership.Write;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.subagent.ContractCheck;
import ai.a5c.krate.trigger.PredicateCompiler;
import ai.a5c.krate.trigger.RuleCheck;
import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.workspace.PolicyCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The one road of documents into the store: admits the caller, then the change, and stores what differs. */
final class ResourceWriting {

    private final Desk desk;

    ResourceWriting(Desk desk) {
        this.desk = desk;
    }

    /** Stores what {@code change} makes of the resource under {@code key}; a dry run does all of it and takes it back. */
    Applied write(ResourceKey key, Change change, Caller caller, WriteOptions options) {
        Kind kind = Admission.writable(key, options.part(), caller);
        return TakenBackException.caught(
                Applied.class,
                () -> desk.write(records -> TakenBackException.unless(
                        options.dryRun(),
                        new OneWrite(
                                        records,
                                        kind,
                                        caller,
                                        options,
                                        desk.ports().predicates())
                                .of(key, change))));
    }

    /** A write within one transaction. */
    private record OneWrite(
            Records records, Kind kind, Caller caller, WriteOptions options, PredicateCompiler predicates) {

        Applied of(ResourceKey key, Change change) {
            Admission.lock(records, key.namespace());
            Admitted place = Admission.place(records, kind, key.namespace(), caller);
            Optional<Resource> before =
                    records.get(kind.type(), key.namespace(), key.name()).map(Resource.class::cast);
            Map<String, Object> stored = before.map(ResourceCodec::write).orElse(Map.of());
            Map<String, Object> wanted =
                    change.of(key, before.map(ResourceCodec::write).orElse(Map.of()), write());
            Preconditions.check(key, stored, wanted);
            if (options.part() == Part.STATUS) {
                return stored(before, owned(change, stored, wanted, WantedResource.withStatus(kind, stored, wanted)));
            }
            Admission.owns(place, wanted);
            Resource next = WantedResource.withSpec(kind, stored, wanted, place);
            check(place, stored, before, next);
            Resource owned = owned(change, stored, wanted, next);
            return stored(before, new Escalations(records, caller).admitted(before, owned));
        }

        private Write write() {
            String subresource = options.part() == Part.STATUS ? "status" : "";
            return new Write(options.fieldManager(), options.force(), subresource, records.now());
        }

        /** {@code next} with the book of who owns which field, which {@code wanted} may give anew. */
        private Resource owned(Change change, Map<String, Object> stored, Map<String, Object> wanted, Resource next) {
            Map<String, Object> document = Labels.peoplesOwn(ResourceCodec.write(next));
            Map<String, Object> metadata = new LinkedHashMap<>();
            if (document.get("metadata") instanceof Map<?, ?> given) {
                given.forEach((name, value) -> metadata.put(String.valueOf(name), value));
            }
            if (wanted.get("metadata") instanceof Map<?, ?> given
                    && given.get("managedFields") instanceof List<?> book) {
                metadata.put("managedFields", book);
            }
            document.put("metadata", metadata);
            Map<String, Object> owned = change.owned(kind, Labels.peoplesOwn(stored), document, write());
            return next.withMetadata(next.metadata()
                    .managedBy(ResourceCodec.read(kind, owned).metadata().managedFields()));
        }

        private void check(Admitted place, Map<String, Object> stored, Optional<Resource> before, Resource next) {
            Faults faults = new Faults();
            Map<String, Object> document = ResourceCodec.write(next);
            Immutables.check(kind, stored, document, faults);
            Terminating.check(stored, document, faults);
            KnownReferences references = new KnownReferences(records, place, faults);
            if (!Objects.equals(stored.get("spec"), document.get("spec"))) {
                references.check(kind, next);
                if (next instanceof AgentTriggerRule rule) {
                    RuleCheck.faults(rule, predicates).forEach(fault -> faults.at(fault.path(), fault.message()));
                }
                if (next instanceof AgentWorkspacePolicy policy) {
                    PolicyCheck.faults(policy).forEach(fault -> faults.at(fault.path(), fault.message()));
                }
                contract(next)
                        .ifPresent(contract -> ContractCheck.faults(contract)
                                .forEach(fault -> faults.at("$.spec.outputContract.schema", fault)));
            }
            references.checkOwners(
                    before.map(old -> old.metadata().ownerReferences()).orElse(List.of()), next);
            faults.throwIfAny();
        }

        private static Optional<OutputContract> contract(Resource resource) {
            if (resource instanceof AgentSubagent subagent) {
                return Optional.of(subagent.spec().outputContract());
            }
            return resource instanceof AgentSkill skill
                    ? Optional.of(skill.spec().outputContract())
                    : Optional.empty();
        }

        private Applied stored(Optional<Resource> before, Resource next) {
            return before.map(old -> change(old, next)).orElseGet(() -> create(next));
        }

        private Applied create(Resource next) {
            Resource stored = records.create(next);
            audit("resource.created", stored);
            Schedules.plan(records, stored);
            return new Applied(options.dryRun() ? at("", stored) : stored, Outcome.CREATED);
        }

        private Applied change(Resource before, Resource next) {
            if (ResourceCodec.write(before).equals(ResourceCodec.write(next))) {
                return new Applied(before, Outcome.UNCHANGED);
            }
            if (Terminating.isOver(next.metadata())) {
                Map<String, Object> details = Map.of("road", caller.road().word());
                return new Applied(
                        new Removal(records, Owned.in(records, next.key().namespace()), caller.name(), details)
                                .finished(next, List.of())
                                .resource(),
                        Outcome.CONFIGURED);
            }
            Resource stored = records.update(next);
            audit("resource.configured", stored);
            Schedules.plan(records, stored);
            String version = before.metadata().resourceVersion();
            return new Applied(options.dryRun() ? at(version, stored) : stored, Outcome.CONFIGURED);
        }

        private void audit(String action, Resource stored) {
            Map<String, Object> details = Map.of(
                    "road",
                    caller.road().word(),
                    "generation",
                    stored.metadata().generation());
            Journal.audit(records, caller.name(), action, stored.key(), details);
        }

        /** A version that was taken back is nobody's business. */
        private static Resource at(String version, Resource resource) {
            return resource.withMetadata(resource.metadata().at(version));
        }
    }
}
