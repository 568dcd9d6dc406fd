package ai.a5c.krate.engine.draft;

import static java.util.stream.Collectors.toMap;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.Windows;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.trigger.Quota;
import ai.a5c.krate.trigger.Rate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts new runs on work items, whoever asks for them: rules, people, forks, runs after a fix, subagents. Another attempt
 * of the same run is no new one; work on no work item is not limited.
 */
public final class WorkItemRates {

    private WorkItemRates() {}

    /** What limits a new run on {@code item}, as it stands without it: the organization's rate, then the repository's. */
    public static List<Quota> quotas(Records records, Item item) {
        return rates(records, item)
                .map(rate -> Windows.quota(records, key(item, rate), Quota.Of.WORK_ITEM, item.subject(), rate))
                .toList();
    }

    /** What of that is used up, if anything is. */
    public static Optional<Quota> usedUp(Records records, Item item) {
        return quotas(records, item).stream().filter(Quota::isUsedUp).findFirst();
    }

    /**
     * Does nothing while another run on {@code item} may be made.
     *
     * @throws RefusedException {@code RATE_LIMITED} if its rate is used up
     */
    public static void require(Records records, Item item) {
        usedUp(records, item).ifPresent(quota -> {
            throw new RefusedException("RATE_LIMITED", quota.told());
        });
    }

    /** Counts {@code run}, which is new. */
    static void count(Records records, AgentDispatchRun run) {
        Item item = Item.of(run);
        rates(records, item)
                .collect(toMap(rate -> key(item, rate), rate -> rate, (one, same) -> one))
                .forEach((key, rate) -> Windows.count(records, key, rate));
    }

    private static Stream<String> rates(Records records, Item item) {
        if (item.workItem().isEmpty()) {
            return Stream.empty();
        }
        Optional<String> organization = records.get(Organization.class, ResourceDesk.INSTALLATION, item.organization())
                .map(one -> one.spec().quotas().runsPerWorkItem());
        Optional<String> repository = records.get(Repository.class, item.namespace(), item.repository())
                .map(one -> one.spec().quotas().runsPerWorkItem());
        return Stream.of(organization, repository)
                .flatMap(Optional::stream)
                .filter(rate -> !rate.isEmpty())
                .distinct();
    }

    private static ResourceKey key(Item item, String rate) {
        String period = Rate.parse(rate).period().toString();
        return Windows.key(item.namespace(), "%s/%s/%s".formatted(Quota.Of.WORK_ITEM, item.subject(), period));
    }

    /**
     * An issue or pull request.
     *
     * @param repository the resource's name
     * @param workItem as {@code issue/1}; empty for none
     */
    public record Item(String namespace, String organization, String repository, String workItem) {

        /** What {@code run} is about. */
        public static Item of(AgentDispatchRun run) {
            return new Item(
                    run.metadata().namespace(),
                    run.spec().organizationRef(),
                    run.spec().repository(),
                    run.spec().workItem());
        }

        /** What {@code order} is about. */
        public static Item of(Order order) {
            return new Item(
                    order.namespace(),
                    order.event().organization(),
                    order.repository().metadata().name(),
                    order.workItem());
        }

        private String subject() {
            return repository + " " + workItem;
        }
    }
}
