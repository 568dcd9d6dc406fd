package ai.a5c.krate.engine.draft;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.Windows;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.kind.core.Organization.Quotas;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.trigger.Quota;
import ai.a5c.krate.trigger.Rate;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;

/** Counts decisions by actor and repository and new runs by rule, in rows that the deciding transaction has locked. */
public final class Rates {

    /** What is limited, an actor's first. */
    public List<Quota> quotas(Records records, Counted counted) {
        List<Quota> quotas = new ArrayList<>();
        if (counted.personal()) {
            Quotas limits = limits(records, counted);
            quotas.add(quota(records, counted, Quota.Of.ACTOR, limits.perActor()));
            quotas.add(quota(records, counted, Quota.Of.REPOSITORY, limits.perRepository()));
        }
        if (!counted.rate().isEmpty()) {
            quotas.add(quota(records, counted, Quota.Of.RULE, counted.rate()));
        }
        return quotas;
    }

    private static Quotas limits(Records records, Counted counted) {
        return records.get(
                        Organization.class,
                        ResourceDesk.INSTALLATION,
                        counted.event().organization())
                .map(organization -> organization.spec().quotas())
                .orElse(Quotas.NONE);
    }

    private static Quota quota(Records records, Counted counted, Quota.Of of, String rate) {
        String subject = subject(counted, of);
        return Windows.quota(records, key(counted, of, subject, rate), of, subject, rate);
    }

    private static String subject(Counted counted, Quota.Of of) {
        return switch (of) {
            case ACTOR -> counted.event().actor().login();
            case REPOSITORY -> counted.event().repository();
            case RULE -> counted.rule();
            case WORK_ITEM -> throw new IllegalArgumentException("WorkItemRates counts work items");
        };
    }

    /** Counts a decision that used {@code quotas}; a rule's only if it makes a run, a work item's when the run is made. */
    public void count(Records records, Counted counted, List<Quota> quotas, boolean makesRun) {
        for (Quota quota : quotas) {
            if (!quota.of().isOfRuns() || (quota.of() == Quota.Of.RULE && makesRun)) {
                Windows.count(records, key(counted, quota.of(), quota.subject(), quota.rate()), quota.rate());
            }
        }
    }

    /** Strangers cannot use up what people of trust have. */
    private static ResourceKey key(Counted counted, Quota.Of of, String subject, String rate) {
        boolean strange = of == Quota.Of.REPOSITORY && counted.event().trust() != Trust.TRUSTED;
        String period = Rate.parse(rate).period().toString();
        return Windows.key(counted.namespace(), "%s/%s/%s%s".formatted(of, subject, period, strange ? "/others" : ""));
    }

    /**
     * What is decided about.
     *
     * @param personal whether actor and repository are counted; not for what a person agreed to or a clock asks for
     * @param rule the rule that asks; empty for none
     * @param rate the rule's; empty for none
     */
    public record Counted(String namespace, SourceEvent event, boolean personal, String rule, String rate) {}
}
