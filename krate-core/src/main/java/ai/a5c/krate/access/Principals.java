package ai.a5c.krate.access;

/** Knows whether those who were let in could still be: an API token, a person of a program that embeds Krate. */
@FunctionalInterface
public interface Principals {

    /** Believes the program that embeds Krate, which answers for whomever it let decide. */
    Principals VOUCHED =
            (principal, organization) -> AccessAnswer.allowed("the program that let them in answers for them");

    /**
     * Whether {@code principal} could still change things in {@code organization} at this moment.
     *
     * <p>Whoever cannot answer says {@link AccessAnswer.Verdict#UNAVAILABLE} and does not throw; the same question is asked
     * again.
     *
     * @param principal as {@code Caller.principal} named it then; empty if it did not
     * @param organization the organization's name
     */
    AccessAnswer mayWrite(String principal, String organization);
}
