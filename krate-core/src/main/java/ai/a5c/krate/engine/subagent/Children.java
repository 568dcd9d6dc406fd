package ai.a5c.krate.engine.subagent;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.engine.Derivation;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.RunStates;
import ai.a5c.krate.engine.draft.Draft;
import ai.a5c.krate.engine.draft.DraftMaker;
import ai.a5c.krate.engine.draft.Order;
import ai.a5c.krate.engine.draft.Starting;
import ai.a5c.krate.engine.draft.WorkItemRates;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.RunRequest;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.Moment;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.Policy;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.subagent.Ask;
import ai.a5c.krate.subagent.Asks;
import ai.a5c.krate.transcript.Entry;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the runs that agents ask for as subagents: with no more than the asking run has, each once. */
public final class Children {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Desk desk;
    private final Reviews reviews;
    private final DraftMaker drafts;
    private final Starting starting = new Starting();
    private final Voice voice;

    public Children(Desk desk) {
        this.desk = desk;
        this.reviews = new Reviews(desk);
        this.drafts = new DraftMaker(desk);
        this.voice = new Voice(desk);
    }

    /** Starts what the event that {@code message} names asks for, or tells the agent why not. */
    public void process(Message message) {
        Optional<Heard> heard = heard(message.key());
        if (heard.isEmpty()) {
            desk.write(records -> records.transaction().done(message));
            return;
        }
        AgentDispatchRun parent = heard.get().parent();
        Derivation derivation = Derivation.of(desk, parent);
        Policy policy = desk.policies().now(parent.metadata().namespace()).policy();
        Optional<Reason> refusal = desk.write(records -> refusal(records, heard.get(), derivation, policy));
        if (refusal.isPresent()) {
            refuse(message, heard.get(), refusal.get());
            return;
        }
        Order order = order(heard.get());
        Reviewed reviewed = drafts.reviewed(order, Moment.CREATE_DISPATCH);
        if (reviewed.review().decision() == Decision.DENIED) {
            refuse(message, heard.get(), RunStates.reason(Draft.denial(reviewed.review())));
        } else if (exceeds(parent, reviewed.review())) {
            refuse(
                    message,
                    heard.get(),
                    new Reason("SubagentExceedsParent", "it would be given a secret that the asking run is not given"));
        } else {
            Draft draft = drafts.draft(order, reviewed);
            desk.write(records -> commit(records, message, heard.get(), draft, derivation));
        }
    }

    /** What the event says; empty if it asks for nothing. */
    private Optional<Heard> heard(String key) {
        int end = key.lastIndexOf('/');
        String[] parts = key.substring(0, end).split("/", 3);
        ResourceKey run = new ResourceKey(parts[0], parts[1], parts[2]);
        long place = Long.parseLong(key.substring(end + 1));
        List<StreamEvent> events =
                desk.ports().store().events(Journal.stream(run.namespace(), run.name()), place - 1, 1);
        Map<String, String> details = new LinkedHashMap<>();
        events.forEach(event ->
                Json.readObject(event.document()).forEach((name, value) -> details.put(name, String.valueOf(value))));
        return desk.get(AgentDispatchRun.class, run.namespace(), run.name())
                .flatMap(parent -> Ask.of(details.getOrDefault("text", ""), details)
                        .map(ask -> new Heard(parent, ask, attempt(parent, details))));
    }

    private static Optional<Reason> refusal(Records records, Heard heard, Derivation derivation, Policy policy) {
        return holder(records, heard).isPresent()
                ? Optional.of(new Reason("SubagentKnown", "this piece of work was asked for before"))
                : Asks.refusal(
                                heard.ask(),
                                new Family(records, heard.parent(), heard.attempt())
                                        .facts(heard.ask(), derivation, policy))
                        .or(() -> limited(records, heard.parent()));
    }

    private static Optional<Reason> limited(Records records, AgentDispatchRun parent) {
        return WorkItemRates.usedUp(records, WorkItemRates.Item.of(parent))
                .map(quota -> new Reason("RateLimited", quota.told()));
    }

    private static Optional<String> holder(Records records, Heard heard) {
        return records.transaction().holder(scope(heard), key(heard.ask()), records.now());
    }

    /** What one attempt calls the same is the same piece of work; the next attempt begins anew. */
    private static String scope(Heard heard) {
        return "subagent/%s/%s".formatted(heard.parent().metadata().namespace(), heard.attempt());
    }

    private static String key(Ask ask) {
        return CanonicalJson.digest(List.of(ask.id())).hex();
    }

    private Order order(Heard heard) {
        AgentDispatchRun parent = heard.parent();
        Ask ask = heard.ask();
        String namespace = parent.metadata().namespace();
        AgentDispatchRun.Spec spec = parent.spec();
        Repository repository =
                desk.get(Repository.class, namespace, spec.repository()).orElseThrow();
        AgentSubagent subagent =
                desk.get(AgentSubagent.class, namespace, ask.name()).orElseThrow();
        String seed = "subagent/%s/%s/%s".formatted(parent.metadata().uid(), heard.attempt(), ask.id());
        return new Order(
                seed,
                event(parent, repository, seed),
                repository,
                spec.agentStack(),
                ask.taskKind().orElseThrow(),
                spec.runnerPool(),
                spec.branch(),
                spec.sha(),
                Optional.empty(),
                spec.approvalPolicy(),
                List.of(),
                parent.metadata().name(),
                new RunRequest(ask.id(), List.of(), List.of(), 0, "", "", ask.name(), heard.attempt()),
                new Slices(desk, parent).inputs(ask, subagent));
    }

    /** Whoever asked for the parent asks for the child, from the same source and no more trusted. */
    private static SourceEvent event(AgentDispatchRun parent, Repository repository, String seed) {
        AgentDispatchRun.Spec spec = parent.spec();
        String fullName = repository.spec().fullName();
        return SourceEvent.of(
                        CanonicalJson.digest(List.of("subagent", seed)).hex(),
                        spec.organizationRef(),
                        spec.triggerSource(),
                        "subagent.asked",
                        fullName.isEmpty() ? repository.metadata().name() : fullName)
                .ref(Optional.of(spec.ref()).filter(ref -> !ref.isEmpty()))
                .branch(Optional.of(spec.branch()).filter(branch -> !branch.isEmpty()))
                .sha(Optional.of(spec.sha()).filter(sha -> !sha.isEmpty()))
                .baseRef(Optional.of(spec.baseRef()).filter(base -> !base.isEmpty()))
                .actor(new Actor(spec.requester().login(), spec.requester().id(), "unknown", false))
                .trust(spec.trust(), "as the run that asks")
                .workItem(workItem(spec))
                .build();
    }

    private static Optional<WorkItem> workItem(AgentDispatchRun.Spec spec) {
        String[] parts = spec.workItem().split("/", 2);
        return parts.length == 2 && parts[1].matches("[0-9]{1,18}")
                ? Optional.of(new WorkItem(parts[0], Long.parseLong(parts[1]), spec.title()))
                : Optional.empty();
    }

    /** Whether the child would be given a key that the parent is not given now. */
    private boolean exceeds(AgentDispatchRun parent, PermissionReview child) {
        Set<String> given = given(reviews.review(parent, Moment.LAUNCH));
        return !given.containsAll(given(child));
    }

    private static Set<String> given(PermissionReview review) {
        Set<String> keys = new HashSet<>();
        review.requiredSecrets().stream()
                .filter(secret -> secret.decision() != Decision.DENIED)
                .forEach(secret ->
                        secret.keys().forEach(key -> keys.add(secret.namespace() + "/" + secret.name() + "/" + key)));
        return keys;
    }

    private Optional<AgentDispatchRun> commit(
            Records records, Message message, Heard heard, Draft draft, Derivation derivation) {
        AgentDispatchRun parent = records.need(
                AgentDispatchRun.class,
                heard.parent().metadata().namespace(),
                heard.parent().metadata().name());
        Ask ask = heard.ask();
        Family family = new Family(records, parent, heard.attempt());
        family.lock();
        Asks.Facts facts =
                family.facts(ask, derivation, draft.reviewed().facts().policy());
        Asks.Facts allowed = new Asks.Facts(
                facts.over(), facts.line(), Set.of(ask.name()), facts.subagent(), facts.counts(), facts.poolSlots());
        boolean stale = !draft.reviewed().isCurrent(records)
                || holder(records, heard).isPresent()
                || Asks.refusal(ask, allowed).isPresent()
                || limited(records, parent).isPresent();
        if (stale) {
            records.transaction().retry(message, records.now().plus(PAUSE));
            return Optional.empty();
        }
        AgentDispatchRun child =
                starting.create(records, draft, "run/" + parent.metadata().name());
        note(records, parent, heard, child);
        AgentDispatchRun admitted = starting.admit(records, child, draft);
        records.transaction().done(message);
        return Optional.of(admitted);
    }

    /** Notes the child at its parent, so that the same request finds it. */
    private static void note(Records records, AgentDispatchRun parent, Heard heard, AgentDispatchRun child) {
        Ask ask = heard.ask();
        records.transaction()
                .take(
                        scope(heard),
                        key(ask),
                        child.metadata().name(),
                        records.now(),
                        records.now().plus(Duration.ofDays(365)));
        records.update(parent.with(parent.status().asksFor(child.metadata().name())));
        Voice.tell(
                records,
                parent,
                ask.id(),
                Map.of(
                        "text", "run %s works on it".formatted(child.metadata().name()),
                        "laneName", ask.name(),
                        "laneState", "started",
                        "childRun", child.metadata().name()));
    }

    private void refuse(Message message, Heard heard, Reason reason) {
        AgentDispatchRun parent = heard.parent();
        Ask ask = heard.ask();
        String text = reason.code() + ": " + reason.message();
        desk.write(records -> {
            if (!reason.code().equals("SubagentKnown")) {
                Voice.tell(
                        records, parent, ask.id(), Map.of("text", text, "laneName", ask.name(), "laneState", "failed"));
                voice.say(
                        records,
                        parent,
                        heard.attempt(),
                        "subagent/" + ask.name(),
                        "[subagent %s failed] %s".formatted(ask.id(), text));
            }
            return records.transaction().done(message);
        });
    }

    private static String attempt(AgentDispatchRun parent, Map<String, String> details) {
        String number = details.getOrDefault(Entry.ATTEMPT, "");
        return number.matches("[1-9][0-9]{0,8}") ? RunBook.attemptName(parent, Integer.parseInt(number)) : "";
    }

    /**
     * A request, and the run whose agent made it.
     *
     * @param attempt the name of the agent's attempt
     */
    private record Heard(AgentDispatchRun parent, Ask ask, String attempt) {}
}
