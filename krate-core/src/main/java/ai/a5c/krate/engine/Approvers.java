package ai.a5c.krate.engine;

import ai.a5c.krate.access.AccessAnswer;
import ai.a5c.krate.approval.ApproverStanding;
import ai.a5c.krate.approval.ApproverStanding.Permission;
import ai.a5c.krate.event.Sighting;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.Decision;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.source.ForgeSource.Standing;
import ai.a5c.krate.source.SourceUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows how people stand to an approval: when they answer it, and once more when what they said is to be used. */
public final class Approvers {

    private static final String YES = "approve";
    private static final String COMMENT = Caller.Road.COMMENT.word();

    private final Desk desk;
    private final Whereabouts whereabouts;

    public Approvers(Desk desk) {
        this.desk = desk;
        this.whereabouts = new Whereabouts(desk);
    }

    /** How {@code caller} stands to {@code approval}. */
    static ApproverStanding standing(Records records, AgentApproval approval, Caller caller) {
        String namespace = approval.metadata().namespace();
        return new ApproverStanding(
                permission(caller),
                Requesters.isOne(records, approval, caller),
                AgentAccounts.has(records, namespace, caller));
    }

    /** Who asks Krate itself has been let in before; who asks at a forge has what the forge says. */
    private static Permission permission(Caller caller) {
        return caller.account()
                .map(account -> account.mayWrite() ? Permission.WRITE : Permission.READ)
                .orElse(Permission.APPROVER);
    }

    /**
     * The answers of {@code approval} that would not count if they were given now, each with why not: none while every
     * yes holds.
     *
     * @param repository the name of the {@code Repository} resource that would be written to
     * @throws ApproverUnknownException if of one of them nobody can tell now
     */
    public List<Decision> revoked(AgentApproval approval, String repository) {
        List<Decision> revoked = new ArrayList<>();
        for (Decision decision : approval.status().decisions()) {
            if (decision.verdict().equals(YES)) {
                why(approval, repository, decision)
                        .map(decision::revokedBecause)
                        .ifPresent(revoked::add);
            }
        }
        return revoked;
    }

    private Optional<String> why(AgentApproval approval, String repository, Decision decision) {
        if (!decision.accountId().isEmpty()) {
            return whyAccount(approval, repository, decision);
        }
        return decision.road().equals(COMMENT)
                ? Optional.of("it is not recorded which account said it")
                : whyPrincipal(approval, decision);
    }

    private Optional<String> whyPrincipal(AgentApproval approval, Decision decision) {
        String organization = approval.spec().organizationRef();
        AccessAnswer answer = desk.ports().principals().mayWrite(decision.principal(), organization);
        return switch (answer.verdict()) {
            case DENIED -> Optional.of(answer.reason());
            case UNAVAILABLE -> throw new ApproverUnknownException(decision.actor(), answer.reason());
            case ALLOWED -> {
                Caller now = new Caller(decision.actor(), Caller.Road.API, false, Set.of(organization));
                yield desk.write(records -> why(records, approval, now.under(decision.principal())));
            }
        };
    }

    private Optional<String> whyAccount(AgentApproval approval, String name, Decision decision) {
        Repository repository = desk.get(Repository.class, approval.metadata().namespace(), name)
                .orElseThrow(() -> new ApproverUnknownException(
                        decision.actor(), "there is no Repository %s any more".formatted(name)));
        if (!repository.spec().forge().kind().equals(decision.provider())) {
            return Optional.of("the repository is no longer at the forge that the account is at");
        }
        Standing told = told(repository, decision);
        Caller.Account account =
                new Caller.Account(decision.provider(), told.login(), decision.accountId(), told.permission(), name);
        return account.mayWrite()
                ? desk.write(records -> whyPerson(records, approval, repository, decision, account))
                : Optional.of(told.reason());
    }

    private Standing told(Repository repository, Decision decision) {
        ForgeSource source = desk.ports()
                .source(decision.provider())
                .orElseThrow(() -> new ApproverUnknownException(decision.actor(), "no bridge knows this forge"));
        try {
            return source.standing(
                    whereabouts.forge(repository), new Sighting.Account(decision.login(), decision.accountId()));
        } catch (SourceUnavailableException e) {
            throw new ApproverUnknownException(decision.actor(), String.valueOf(e.getMessage()));
        }
    }

    /** Whoever was a user of Krate when they answered must still be that one. */
    private static Optional<String> whyPerson(
            Records records, AgentApproval approval, Repository repository, Decision decision, Caller.Account now) {
        Set<String> users = Accounts.users(records, repository, now);
        boolean wasUser = !decision.actor().equals(decision.provider() + "/" + decision.login());
        if (users.size() > 1 || (wasUser && !users.equals(Set.of(decision.actor())))) {
            return Optional.of("the account %s (id %s) is no longer the user %s"
                    .formatted(now.login(), now.id(), decision.actor()));
        }
        return why(
                records,
                approval,
                Caller.at(Accounts.name(users, now), approval.spec().organizationRef(), now));
    }

    private static Optional<String> why(Records records, AgentApproval approval, Caller now) {
        return standing(records, approval, now)
                .revocation(approval.spec().fourEyes())
                .map(reason -> reason.message());
    }
}
